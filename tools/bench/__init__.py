"""The bare window that the program's start and size are compared with."""
