"""`python -m mailticket` is `mailticket`."""

from importlib import import_module


def main() -> None:
    """Run the command line; it is imported only now, since a reading child imports the program's main module again."""
    import_module("mailticket.cli").main()


if __name__ == "__main__":
    main()
