"""`mailticket demo`: a week of the desk in fast motion, without any set-up."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
