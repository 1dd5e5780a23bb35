"""The program's entry: the command line, or with no argument at all the window."""

import gc
import sys
from collections.abc import Callable


def main() -> None:
    """Run the command the arguments name, and exit with its code."""
    if len(sys.argv) == 1:
        # Double-clicked: the window stands sooner without the command line's libraries.
        sys.exit(load_window()())
    from dingsetup.cli.root import root

    root.main(prog_name="dingsetup")


def load_window() -> Callable[[], int]:
    """Load the window's libraries, and return the function that opens it."""
    # Hundreds of thousands of objects are made until the first page stands, none of them garbage:
    # the collector rests until then.
    gc.disable()
    from dingsetup.ui.plain_import import use_plain_import

    use_plain_import()
    from dingsetup.ui.app import run

    return run


if __name__ == "__main__":
    main()
