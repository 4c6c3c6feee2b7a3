"""The doorbell: the command line of mailticket."""

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def mailticket() -> None:
    """Run a public complaints desk that works entirely by e-mail."""


def main() -> None:
    """Run the command line."""
    app()
