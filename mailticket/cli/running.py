"""The desk at work: run, import, check."""

import signal
from datetime import date
from typing import Annotated

import typer
from rich.text import Text

from mailticket import app
from mailticket.cli.common import BackFill, Json, SettingsPath, out, print_json, say


def add_to(commands: typer.Typer) -> None:
    """Add this group's commands."""
    commands.command()(run)
    commands.command(name="import")(import_)
    commands.command()(check)


def run(
    settings: SettingsPath = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then stop.")] = False,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="The present for everything in this run (with --once, for trials)."),
    ] = None,
) -> None:
    """Run the desk: fetch mail, understand it, answer, remind, escalate.

    SIGTERM ends it when what is in hand is done; SIGHUP reads the settings again.

    Example: mailticket run --settings /etc/mailticket/settings.yaml
    """
    if at is not None and not once:
        raise typer.BadParameter("--at is only for --once")
    if not once:
        signal.signal(
            signal.SIGHUP, signal.SIG_IGN
        )  # to read the settings again is no reason to end before they were read
    with app.opened_at(settings, at, hold=True) as service, BackFill() as progress:
        if not once:
            app.Daemon(service, say, progress, lambda: app.read_settings(settings, reads_mail=True)).run()
        elif not app.run_once(service, say, progress):
            raise typer.Exit(1)


def import_(
    since: Annotated[str, typer.Option(metavar="DATE", help="Mail that arrived on or after this day: 2026-01-01.")],
    settings: SettingsPath = None,
) -> None:
    """Read older mail into the ticket book without sending anything.

    Example: mailticket import --since 2026-01-01
    """
    try:
        first = date.fromisoformat(since)
    except ValueError as error:
        raise typer.BadParameter(f"--since: {since!r} is no date; write it as 2026-01-01") from error
    with app.opened_at(settings, hold=True) as service, BackFill() as progress:
        new = app.import_since(service, first, progress)
    out.print(f"{new} mails imported")


def check(
    settings: SettingsPath = None,
    mail: Annotated[
        bool, typer.Option("--mail", help="Also send one mail to the desk itself and read it back.")
    ] = False,
    json: Json = False,
) -> None:
    """Check settings, secrets, logins, folders, templates, calendar, disk and database; sends nothing.

    Example: mailticket check --mail
    """
    results = app.check(app.read_settings(settings, reads_mail=True), by_mail=mail)
    for one in results:
        if json:
            print_json({"name": one.name, "ok": one.ok, "says": one.says})
        else:
            word, style = ("FAIL", "red") if not one.ok else ("warn", "yellow") if one.warns else ("ok  ", "green")
            out.print(Text(word, style=style), f"{one.name}: {one.says}", soft_wrap=True)
    if not all(one.ok for one in results):
        raise typer.Exit(1)
