"""The ticket book: tickets, show, explain, digest."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from mailticket import app as house
from mailticket.cli.common import Json, SettingsPath, desk, out, print_json, say
from mailticket.core import deadline, shapes
from mailticket.core.ticket import Status, Ticket
from mailticket.errors import Permanent

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="KUKM-2026-000123")]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(tickets)
    app.command()(show)
    app.command()(explain)
    app.command()(digest)


def tickets(
    settings: SettingsPath = None,
    status: Annotated[Status | None, typer.Option(help="Only tickets in this status.")] = None,
    json: Json = False,
) -> None:
    """List the ticket book.

    Example: mailticket tickets --status open
    """
    with desk(settings) as opened:
        today = deadline.local_day(opened.clock(), opened.house.policy)
        table = Table("number", "status", "due", "officer", "subject", box=None)
        with opened.store.read() as work:
            for ticket in work.tickets(status.value if status else None):
                shape = shapes.ticket(ticket, opened.zone, today)
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
    with desk(settings) as opened:
        with opened.store.read() as work:
            ticket = _found(work.ticket(number), number)
            events, messages = work.events(number), work.messages(number)
        today = deadline.local_day(opened.clock(), opened.house.policy)
        shape = shapes.history(ticket, events, messages, opened.zone, today)
        if save is not None:
            say(f"{house.save(opened, messages, save)} files written to {save}")
        if json:
            print_json(shape)
            return
        _facts(shape)
        for event in events:
            out.print(f"{shapes.time(event.at, opened.zone)}  {event.what}: {event.why} ({event.by})")
        for message in messages:
            arrow = "->" if message.direction == "out" else "<-"
            out.print(
                f"\n{arrow} {shapes.time(message.at, opened.zone)}  "
                f"{message.notice or message.author}, {message.state}\n"
                f"   {message.subject}\n\n{message.text}"
            )


def explain(number: Number, settings: SettingsPath = None, json: Json = False) -> None:
    """Say day by day why a ticket's deadline is what it is.

    Example: mailticket explain KUKM-2026-000123
    """
    with desk(settings) as opened:
        with opened.store.read() as work:
            ticket = _found(work.ticket(number), number)
            events = work.events(number)
        policy = opened.house.policy
        today = deadline.local_day(opened.clock(), policy)
        said = deadline.explain(ticket, events, policy, opened.house.calendar, today)
    if json:
        print_json(shapes.explanation(number, said))
        return
    for day in said.days:
        out.print(f"{day.on:%a} {day.on}  {'+' if day.counted else ' '} {day.why}")
    out.print(f"due on {said.due_on}" if said.due_on else "the clock has not started: details are missing")


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
    with desk(settings) as opened:
        text, html = house.digest(opened, on)
    if preview is not None:
        preview.write_text(html, "utf-8")
        say(f"written to {preview}")
    out.print(text)


def _found(ticket: Ticket | None, number: str) -> Ticket:
    if ticket is None:
        raise Permanent(f"{number}: there is no such ticket (mailticket tickets lists them)")
    return ticket


def _facts(shape: shapes.Shape) -> None:
    """Print what is known of a ticket as a small table."""
    table = Table(box=None, show_header=False)
    for key in ("number", "status", "outcome", "kind", "category", "subject", "officer", "due_on", "received_at"):
        table.add_row(key, str(shape[key] or "-"))
    for key, value in shape["citizen"].items():
        table.add_row(key, value or "-")
    table.add_row("missing", ", ".join(shape["missing"]) or "-")
    out.print(table)
    out.print()
