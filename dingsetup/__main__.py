"""The program's entry: the command line, which opens the window when nothing else is asked."""


def main() -> None:
    """Run the command the arguments name, and exit with its code."""
    from dingsetup.cli.root import root

    root.main(prog_name="dingsetup")


if __name__ == "__main__":
    main()
