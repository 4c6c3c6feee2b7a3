"""`python -m mailticket` is `mailticket`."""

import sys
from importlib import import_module

from mailticket import __version__


def main() -> None:
    """Run the command line; it is imported only now, since a reading child imports the program's main module again."""
    if sys.argv[1:] == ["--version"]:  # told at once; the command line behind it takes most of a second to import
        sys.stdout.write(f"mailticket {__version__}\n")
        return
    import_module("mailticket.cli").main()


if __name__ == "__main__":
    main()
