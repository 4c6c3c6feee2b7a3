"""Mail that goes out: what waits, what was given up, and putting it back."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from mailticket import app
from mailticket.cli.common import Json, SettingsPath, out, print_json, say


def add_to(commands: typer.Typer) -> None:
    """Add this group's command."""
    commands.command()(outbox)


def outbox(
    settings: SettingsPath = None,
    json: Json = False,
    retry: Annotated[
        list[int] | None, typer.Option("--retry", metavar="ID", help="Send this one again now; may be repeated.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Send all again that were given up (dead, unknown).")] = False,
) -> None:
    """List the mails that have not gone out, with the mail server's last word; or put them back.

    Example: mailticket outbox --retry 17
    """
    if retry and all_:
        raise typer.BadParameter("name the ids, or --all")
    if not retry and not all_:
        with app.opened_to_read(settings) as service:
            _print(app.outbox(service), json=json)
        return
    with app.opened_at(settings) as service:
        done = app.put_back(service, retry or None)
    say(f"{len(done)} mails put back")
    for id_ in sorted(set(retry or ()) - set(done)):
        say(f"{id_}: not put back: it went out, is on its way, or is not true any more")
    if retry and len(done) < len(set(retry)):
        raise typer.Exit(1)


def _print(rows: Sequence[dict[str, Any]], *, json: bool) -> None:
    for row in rows:
        if json:
            print_json(row)
        else:
            where = f"{row['ticket'] or '-'}  {row['notice']}  {row['to']}"
            out.print(f"{row['id']}  {row['state']}  {where}  due {row['due_at']}")
            out.print(f"    {row['attempts']} attempts; {row['says'] or 'not tried yet'}", soft_wrap=True)
