"""The command line: thin commands that parse, call and print; one file each."""
