"""Mails one by one: inspect, trace, shunted, retry, replay."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from mailticket import app as house
from mailticket.cli.common import Json, SettingsPath, desk, err, out, print_json, print_line, say, shipped_settings
from mailticket.cli.explain import Total, explain, one_line, reading_progress
from mailticket.core import shapes
from mailticket.core.post import LedgerRow
from mailticket.errors import MailticketError


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(inspect)
    app.command()(trace)
    app.command()(shunted)
    app.command()(retry)
    app.command()(replay)


def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Mail files; folders of *.eml, or a Maildir.")],
    settings: SettingsPath = None,
    json: Json = False,
) -> None:
    """Say what the daemon understands of mails in files; needs no database, network or secret.

    One mail is explained in full; of several each gets a line, and a sum at the end.

    Example: mailticket inspect complaint.eml
    """
    files = list(_mail_files(paths))
    if not files:
        say(f"no mails found in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    failed = False
    total = Total()
    # A bar and JSON on one terminal would cut one another's lines; a bar and lines for people are drawn by one console.
    with reading_progress(len(files), shown=err.is_terminal and not (json and out.is_terminal)) as (advance, console):
        for path, read in (house.inspect_lines if json else house.inspect)(shipped_settings(settings), files):
            advance()
            if isinstance(read, MailticketError):
                failed = True
                say(f"{path}: {read}")
                if json:
                    print_json(shapes.unreadable(str(path), str(read)))
            elif isinstance(read, str):
                print_line(shapes.with_path(str(path), read))
            elif len(files) == 1:
                explain(out, path, read)
            else:
                console.print(one_line(path, read, total), no_wrap=True, overflow="ellipsis")
    if total.mails:
        out.print(total.said())
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
    with desk(settings) as opened:
        with opened.store.read() as work:
            rows = work.trace(word)
        _print_rows(rows, opened, json=json)
    if not rows:
        say(f"{word}: no such mail was ever seen")
        raise typer.Exit(1)


def shunted(settings: SettingsPath = None, json: Json = False) -> None:
    """List the mails that could not be processed.

    Example: mailticket shunted
    """
    with desk(settings) as opened:
        with opened.store.read() as work:
            rows = work.shunted()
        _print_rows(rows, opened, json=json)


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
    with desk(settings) as opened, opened.store.write() as work:
        count = work.retry_mails(ids or None, ticket)
    say(f"{count} mails put back")
    if count == 0 and ids:
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
    with desk(settings) as opened:
        decision = house.rehearse(opened, path)
    out.print(f"{decision.state}: {decision.why}")
    for notice in decision.notices:
        out.print(f"  would send {notice.name} to the {notice.to.role} {notice.to.address}")


def _mail_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            files = [p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")]
            yield from sorted([p for p in files if p.suffix == ".eml"] or files)
        else:
            yield path


def _print_rows(rows: Sequence[LedgerRow], opened: "house.Desk", *, json: bool) -> None:
    for row in rows:
        if json:
            print_json(shapes.place(row, opened.zone))
        else:
            place = f"{row.place.folder} {row.place.uidvalidity}:{row.place.uid}"
            out.print(f"{row.id}  {row.state}  {row.ticket or '-'}  {place}  {row.from_ or '-'}")
            out.print(f"    {row.why}", soft_wrap=True)
