"""The program's entry: the command line, or with no argument at all the window."""

import sys


def main() -> None:
    """Run the command the arguments name, and exit with its code."""
    if len(sys.argv) == 1:
        # Double-clicked: the window stands sooner without the command line's libraries.
        from dingsetup.ui.app import run

        sys.exit(run())
    from dingsetup.cli.root import root

    root.main(prog_name="dingsetup")


if __name__ == "__main__":
    main()
