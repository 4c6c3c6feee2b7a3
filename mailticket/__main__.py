"""`python -m mailticket` is `mailticket`."""

from mailticket.cli import main

if __name__ == "__main__":
    main()
