"""Mails one by one: inspect, trace, shunted, retry, replay."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from mailticket import app
from mailticket.cli.common import Json, SettingsPath, err, out, print_json, print_line, say
from mailticket.cli.explain import Total, explain, one_line, reading_progress

if TYPE_CHECKING:
    from mailticket.app import Settings


def add_to(commands: typer.Typer) -> None:
    """Add this group's commands."""
    commands.command()(inspect)
    commands.command()(trace)
    commands.command()(shunted)
    commands.command()(retry)
    commands.command()(replay)


def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Mail files; folders of *.eml, or a Maildir.")],
    settings: SettingsPath = None,
    json: Json = False,
    sent: Annotated[Path | None, typer.Option("--sent", metavar="FILE", help="Our mail that they answer.")] = None,
) -> None:
    """Say what the daemon understands of mails in files; needs no database, network or secret.

    One mail is explained in full; of several each gets a line, and a sum at the end. With the mail of ours that was
    answered our own words are told from the person's, also where they were typed inside the quotation.

    Example: mailticket inspect answer.eml --sent letter.eml
    """
    files = list(_mail_files(paths))
    if not files:
        say(f"no mails found in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    # A bar and JSON on one terminal would cut one another's lines; a bar and lines for people are drawn by one console.
    shown = err.is_terminal and not (json and out.is_terminal)
    with reading_progress(len(files), shown=shown) as (advance, console):
        if json:
            failed = _as_json(app.shipped_settings(settings, reads_mail=True), files, sent, advance)
        else:
            failed = _for_people(app.shipped_settings(settings, reads_mail=True), files, sent, advance, console)
    if failed:
        raise typer.Exit(1)


def trace(
    word: Annotated[str, typer.Argument(metavar="WORD", help="Message-ID, address, ticket number or sha256.")],
    settings: SettingsPath = None,
    json: Json = False,
) -> None:
    """Say where a mail went.

    Example: mailticket trace siti@example.org
    """
    with app.opened_to_read(settings) as service:
        rows = app.trace(service, word)
    _print_rows(rows, json=json)
    if not rows:
        say(f"{word}: no such mail was ever seen")
        raise typer.Exit(1)


def shunted(settings: SettingsPath = None, json: Json = False) -> None:
    """List the mails that could not be processed.

    Example: mailticket shunted
    """
    with app.opened_to_read(settings) as service:
        rows = app.shunted(service)
    _print_rows(rows, json=json)


def retry(
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID...", help="Ids as `shunted` lists them.")] = None,
    settings: SettingsPath = None,
    all_: Annotated[bool, typer.Option("--all", help="All shunted mails.")] = False,
    ticket: Annotated[bool, typer.Option("--ticket", help="Make it a ticket, also a dropped or held mail.")] = False,
) -> None:
    """Put mails back to be processed at the next run.

    Example: mailticket retry 17 --ticket
    """
    if bool(ids) == all_:
        raise typer.BadParameter("name the ids, or --all")
    with app.opened_at(settings) as service:
        count, left = app.retry(service, ids or None, ticket)
    for why in left:
        say(why)
    if count or not left:
        say(f"{count} mails put back")
    if left:
        raise typer.Exit(1)


def replay(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A mail file.")],
    settings: SettingsPath = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Required: nothing is ever sent by this.")] = False,
) -> None:
    """Say what the daemon would do with a mail if it came now.

    Example: mailticket replay complaint.eml --dry-run
    """
    if not dry_run:
        raise typer.BadParameter("replay needs --dry-run: put a mail into the mailbox to have it processed")
    with app.opened_to_try(settings) as service:
        found = app.rehearse(service, path)
    out.print(f"{found.state}: {found.why}")
    for notice, role, address in found.sends:
        out.print(f"  would send {notice} to the {role} {address}")


def _mail_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            files = [p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")]
            yield from sorted([p for p in files if p.suffix == ".eml"] or files)
        else:
            yield path


def _as_json(settings: "Settings", files: Sequence[Path], sent: Path | None, advance: Callable[[], None]) -> bool:
    """Print a line of JSON for each; whether one could not be read."""
    failed = False
    for line, unreadable in app.inspect_lines(settings, files, sent):
        advance()
        print_line(line)
        if unreadable is not None:
            failed = True
            say(f"{unreadable.path}: {unreadable.why}")
    return failed


def _for_people(
    settings: "Settings", files: Sequence[Path], sent: Path | None, advance: Callable[[], None], console: Console
) -> bool:
    """Explain one, or print a line for each of several and their sum; whether one could not be read."""
    failed, total = False, Total()
    for one in app.inspect(settings, files, sent):
        advance()
        if isinstance(one, app.Unreadable):
            failed = True
            say(f"{one.path}: {one.why}")
        elif len(files) == 1:
            explain(out, one)
        else:
            console.print(one_line(one, total), no_wrap=True, overflow="ellipsis")
    if total.mails:
        out.print(total.said())
    return failed


def _print_rows(rows: Sequence[dict[str, Any]], *, json: bool) -> None:
    for row in rows:
        if json:
            print_json(row)
        else:
            out.print(_told(row), soft_wrap=True)
            out.print(f"    {row['date'] or 'no date'}  {row['subject'] or 'no subject'}", soft_wrap=True)
            out.print(f"    {row['why'] or 'not tried yet'}", soft_wrap=True)


def _told(row: dict[str, Any]) -> str:
    """What a mail is known by, and where it is: one that came in (<-), or one of ours (->)."""
    if row["direction"] == "out":
        return f"-> {row['id']}  {row['state']}  {row['ticket'] or '-'}  {row['notice']}  {row['to']}"
    place = f"{row['folder']} {row['uidvalidity']}:{row['uid']}"
    return f"<- {row['id']}  {row['state']}  {row['ticket'] or '-'}  {place}  {row['from'] or '-'}"
