"""`mailticket demo`: a week of the desk in fast motion, told on the terminal as it happens."""

import threading
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from mailticket import app
from mailticket.cli.common import err, out, say

if TYPE_CHECKING:
    from mailticket.app.demo.week import Step


def add_to(commands: typer.Typer) -> None:
    """Add this group's commands."""
    commands.command()(demo)


def demo(
    output: Annotated[Path, typer.Option(metavar="DIR", help="New, empty or an earlier demo's.")] = Path(
        "mailticket-demo"
    ),
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="Whose name and numbers the letters bear.")
    ] = None,
    keep_running: Annotated[bool, typer.Option("--keep-running", help="Wait for Ctrl-C at the end.")] = False,
) -> None:
    """Show a week of the desk, with embedded mail servers and invented people; needs no set-up.

    Example: mailticket demo --output /tmp/demo
    """
    totals = app.run_demo(app.shipped_settings(settings), output, _tell)
    say(f"The conversations: {(output / 'index.html').absolute()}")
    if keep_running:
        say("Ctrl-C ends it.")
        threading.Event().wait()
    out.print(str(totals), soft_wrap=True)
    if totals != app.EXPECTED:
        say(f"expected: {app.EXPECTED}")
        raise typer.Exit(1)


COLOURS = {"citizen": "cyan", "escalation": "yellow", "staff": "green"}


def _tell(step: "Step", sent: list[EmailMessage]) -> None:
    """Tell one step: what happened, and what the desk sent because of it."""
    err.print(Text(step.at, style="dim"), Text(step.says, style="bold"))
    for mail in sent:
        notice, to = str(mail["X-Mailticket-Notice"]), str(mail["To"])
        colour = COLOURS[app.sort_of(notice)]
        line = Text.assemble("                 -> ", (f"{notice:24} ", colour), (to, "dim"))
        err.print(line, overflow="ellipsis", no_wrap=True)
