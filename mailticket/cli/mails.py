"""Mails one by one: inspect, trace, shunted, retry, replay."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.text import Text

from mailticket import app as house
from mailticket.cli.common import Json, SettingsPath, desk, err, out, print_json, say, shipped_settings
from mailticket.core import shapes
from mailticket.core.found import Action, Reading
from mailticket.core.post import LedgerRow

PROGRESS_FROM = 50  # so many files are worth a progress bar


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(inspect)
    app.command()(trace)
    app.command()(shunted)
    app.command()(retry)
    app.command()(replay)


def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Mail files, or folders of *.eml.")],
    settings: SettingsPath = None,
    json: Json = False,
) -> None:
    """Say what the daemon understands of mails in files; needs no database, network or secret.

    Example: mailticket inspect complaint.eml
    """
    files = list(_mail_files(paths))
    if not files:
        say(f"no mails found in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    failed = False
    with Progress(console=err, transient=True, disable=len(files) < PROGRESS_FROM or not err.is_terminal) as progress:
        task = progress.add_task("Reading", total=len(files))
        for path, read in house.inspect(shipped_settings(settings), files):
            progress.advance(task)
            if isinstance(read, str):
                failed = True
                say(f"{path}: {read}")
                if json:
                    print_json(shapes.unreadable(str(path), read))
            elif json:
                print_json(shapes.reading(str(path), read))
            else:
                _explain(path, read)
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
    out.print(f"{decision.state}: {decision.why}", markup=False)
    for notice in decision.notices:
        out.print(f"  would send {notice.name} to the {notice.to.role} {notice.to.address}", markup=False)


def _mail_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*.eml") if p.is_file())
        else:
            yield path


def _print_rows(rows: Sequence[LedgerRow], opened: house.Desk, *, json: bool) -> None:
    for row in rows:
        if json:
            print_json(shapes.place(row, opened.zone))
        else:
            place = f"{row.place.folder} {row.place.uidvalidity}:{row.place.uid}"
            out.print(f"{row.id}  {row.state}  {row.ticket or '-'}  {place}  {row.from_ or '-'}", markup=False)
            out.print(f"    {row.why}", markup=False, soft_wrap=True)


def _explain(path: Path, read: Reading) -> None:
    """Explain one mail to a person: what was taken for what, and why."""
    colour = {Action.ACCEPT: "green", Action.SILENT: "yellow", Action.DROP: "red"}[read.screening.action]
    verdict = Text(read.screening.action.value, style=colour)
    out.print(Text(str(path), style="bold"), verdict, Text(read.why), sep="\n  ")
    for name in ("name", "address", "phone", "email", "province"):
        field = getattr(read.identity, name)
        said = f"{field.value}  ({field.source}: {field.why})" if field.value else "-"
        out.print(Text(f"  {name:9}"), Text(said, style="cyan" if field.value else "dim"))
    missing = ", ".join(read.missing) or "nothing"
    out.print(Text(f"  missing   {missing}  (detail: {read.matter.detail_why})"))
    for command in read.orders.commands:
        out.print(Text(f"  command   #{command.name} {command.argument or ''}", style="magenta"))
    for style, part in (("", read.reply.text), ("dim", read.reply.quote), ("blue", read.reply.signature)):
        if part.strip():
            out.print(Text(part.strip(), style=style))
    for file in read.mail.attachments:
        out.print(Text(f"  file      {file.safe_name} ({file.content_type}, {file.size} bytes)"))
    for defect in read.mail.defects:
        out.print(Text(f"  defect    {defect}", style="yellow"))
    out.print()
    sys.stdout.flush()
