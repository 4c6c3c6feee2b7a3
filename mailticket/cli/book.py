"""The ticket book: tickets, show, explain, digest."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from mailticket import app
from mailticket.cli.common import Json, SettingsPath, out, print_json, say

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="KUKM-2026-000123")]


def add_to(commands: typer.Typer) -> None:
    """Add this group's commands."""
    commands.command()(tickets)
    commands.command()(show)
    commands.command()(explain)
    commands.command()(digest)


def tickets(
    settings: SettingsPath = None,
    status: Annotated[app.Status | None, typer.Option(help="Only tickets in this status.")] = None,
    json: Json = False,
) -> None:
    """List the ticket book.

    Example: mailticket tickets --status open
    """
    table = Table("number", "status", "due", "officer", "subject", box=None)
    with app.opened_to_read(settings) as service:
        for shape in app.tickets(service, status):
            if json:
                print_json(shape)
            else:
                due = "paused" if shape["paused"] else shape["due_on"] or ""
                late = Text(due, style="red" if shape["overdue"] else "")
                table.add_row(shape["number"], shape["status"], late, shape["officer"], shape["subject"])
    if not json:
        out.print(table)


def show(
    number: Number,
    settings: SettingsPath = None,
    json: Json = False,
    save: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write its mails and files there.")] = None,
) -> None:
    """Show one ticket with its whole history.

    Example: mailticket show KUKM-2026-000123
    """
    with app.opened_to_read(settings) as service:
        ticket = app.history(service, number)
        if save is not None:
            say(f"{app.save(service, number, save)} files written to {save}")
    if json:
        print_json(ticket.shape)
        return
    _facts(ticket.shape)
    for event in ticket.shape["events"]:
        out.print(f"{event['at']}  {event['what']}: {event['why']} ({event['by']})")
    for mail in ticket.mails:
        arrow = "->" if mail.is_out else "<-"
        out.print(f"\n{arrow} {mail.at}  {mail.what}, {mail.state}\n   {mail.subject}\n\n{mail.text}")


def explain(number: Number, settings: SettingsPath = None, json: Json = False) -> None:
    """Say day by day why a ticket's deadline is what it is.

    Example: mailticket explain KUKM-2026-000123
    """
    with app.opened_to_read(settings) as service:
        shape = app.explanation(service, number)
    if json:
        print_json(shape)
        return
    for day in shape["days"]:
        on = date.fromisoformat(day["on"])
        out.print(f"{on:%a} {on}  {'+' if day['counted'] else ' '} {day['why']}")
    out.print(f"due on {shape['due_on']}" if shape["due_on"] else "the clock has not started: details are missing")


def digest(
    settings: SettingsPath = None,
    day: Annotated[str | None, typer.Option("--date", metavar="D", help="The day of the digest: 2026-03-16.")] = None,
    preview: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there as HTML.")] = None,
) -> None:
    """Print the supervisors' digest as it would be sent.

    Example: mailticket digest --preview digest.html
    """
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise typer.BadParameter(f"--date: {day!r} is no date; write it as 2026-03-16") from error
    with app.opened_to_try(settings) as service:
        text, html = app.digest(service, on)
    if preview is not None:
        preview.write_text(html, "utf-8")
        say(f"written to {preview}")
    out.print(text)


def _facts(shape: dict[str, Any]) -> None:
    """Print what is known of a ticket as a small table."""
    table = Table(box=None, show_header=False)
    for key in ("number", "status", "outcome", "kind", "category", "subject", "officer", "due_on", "received_at"):
        table.add_row(key, str(shape[key] or "-"))
    for key, value in shape["citizen"].items():
        table.add_row(key, value or "-")
    table.add_row("missing", ", ".join(shape["missing"]) or "-")
    out.print(table)
    out.print()
