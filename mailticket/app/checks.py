"""`mailticket check`: whether everything that the desk needs is there, one line each; sends nothing unless asked to."""

import os
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from secrets import token_hex
from zoneinfo import ZoneInfo

from mailticket.app import calendar, sample
from mailticket.app.open_book import now, store_of
from mailticket.app.round import NOT_YET
from mailticket.app.service import mailbox_of, reader_of, sender_of
from mailticket.core.parser import parse
from mailticket.core.policy import Policy, Trust
from mailticket.core.post import Cursor, Verdict
from mailticket.core.proof import verdict_of as proven
from mailticket.core.screen import lists
from mailticket.edges.jinja import check_templates
from mailticket.edges.store import Tables
from mailticket.errors import MailticketError, SettingsError
from mailticket.settings import Settings, shipped, token_keys

FREE_BYTES_MIN = 1 << 30
HEADS = 50  # of the newest mails, by which the lists are known that reach the mailbox
# What somebody would write who wants to pass for an officer, by site profile: plainly, and in ways that hide it from a
# server that takes out what bears its own name.
FORGED = {
    "authentication_results": (
        "{server}; dmarc=pass header.from={domain}",
        '"{server}"; dmarc=pass header.from={domain}',
        "=?us-ascii?q?{server}?=; dmarc=pass header.from={domain}",
        "{server}; spf=pass smtp.mailfrom==?us-ascii?q?a=29=3Bdmarc=3Dpass=20header.from={domain}=28?=@{domain}",
    ),
    "microsoft365": ("spf=pass smtp.mailfrom={domain};dmarc=pass action=none header.from={domain};compauth=pass",),
}
FROM_OUTSIDE = "what the server writes of strangers can be seen only in a mail from outside"
TO_COME = {
    Tables.NONE: "no tables yet: they are made at the first start",
    Tables.EARLIER: "tables of an earlier version: they are carried forward at the next start",
}
MAIL_SECONDS_MAX = 60
MAIL_WAIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `check`."""

    name: str
    ok: bool
    says: str
    warns: bool = False  # it is in order as far as the desk goes, and a person should look at it


def check(settings: Settings, *, by_mail: bool = False) -> list[Check]:
    """Check everything; a fault of one part does not hide the others."""
    found = [Check("settings", ok=True, says="read, without a fault")]
    if settings.to_come:
        says = f"warning: {NOT_YET.format(', '.join(settings.to_come))}"
        found.append(Check("settings", ok=True, says=says, warns=True))
    parts: list[tuple[str, Callable[[], Iterator[Check]]]] = [
        ("secrets", lambda: _secrets(settings)),
        ("rights", lambda: _rights(settings)),
        ("reading", lambda: _reading(settings)),
        ("imap", lambda: _imap(settings)),
        ("smtp", lambda: _smtp(settings)),
        ("database", lambda: _database(settings)),
        ("disk", lambda: _disk(settings)),
        ("templates", lambda: _templates(settings)),
        ("calendar", lambda: _calendar(settings)),
    ]
    if by_mail:
        parts.append(("mail", lambda: _mail(settings)))
    for name, part in parts:
        try:
            found += part()
        except SettingsError as error:
            found += [Check(name, ok=False, says=problem) for problem in error.problems]
        except MailticketError as error:
            found.append(Check(name, ok=False, says=str(error)))
        except OSError as error:
            found.append(Check(name, ok=False, says=f"{error.filename}: {error.strerror}"))
    return found


def _secrets(settings: Settings) -> Iterator[Check]:
    # The daemon makes a key file that is missing; made here, by whoever checks, it might not be able to read it.
    files = [key.secret.file for key in settings.trust.token_keys if key.secret.file is not None]
    to_come = [file for file in files if not file.exists()]
    for file in to_come:
        ok = os.access(file.parent, os.W_OK)
        says = "is made at the first start" if ok else "is not there, and this user cannot make it"
        yield Check("secrets", ok=ok, says=f"{file}: {says}")
    if not to_come:
        keys = token_keys(settings, make=False)
        yield Check("secrets", ok=True, says=f"{len(keys)} token keys; the first signs: {keys[0][0]}")


def _rights(settings: Settings) -> Iterator[Check]:
    """Whether the database's folder can be written, and what others may read of what is ours alone."""
    path = _sqlite_path(settings)
    if path is not None:
        writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
        says = "can be written" if writable else "cannot be written by this user"
        yield Check("rights", ok=writable, says=f"{path}: {says}")
    passwords = (settings.mailbox.password, settings.smtp.password, settings.database.password)
    secrets = [*passwords, *(key.secret for key in settings.trust.token_keys)]
    files = {secret.file for secret in secrets if secret is not None and secret.file is not None}
    files |= {path} if path is not None else set()
    for file in sorted(file for file in files if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)):
        who = "other users" if file.stat().st_mode & stat.S_IRWXO else "its group"
        says = f"warning: {file}: {who} may read it; chmod 600 keeps it to this one"
        yield Check("rights", ok=True, says=says, warns=True)


def _reading(settings: Settings) -> Iterator[Check]:
    """Whether mail can be read, in a child as the daemon reads it."""
    reader = reader_of(settings)
    try:
        sample.read(reader, settings.policy)
        yield Check("reading", ok=True, says="a sample mail was read in a process of its own")
    finally:
        reader.close()


def _imap(settings: Settings) -> Iterator[Check]:
    mailbox = mailbox_of(settings, now)
    m = settings.mailbox
    wanted = [folder for folder in (m.folder, m.processed_folder, m.spam_folder, m.sent_folder) if folder]
    try:
        for name, ok, says in mailbox.check(wanted, moves=m.processed_folder is not None):
            yield Check(f"imap {name}", ok=ok, says=says)
        yield lists_of(mailbox.heads(m.folder, HEADS), settings.policy)
    finally:
        mailbox.close()


def lists_of(heads: Sequence[bytes], policy: Policy) -> Check:
    """Say through which mailing lists the newest mails came: a list that is not known as ours is dropped."""
    mails = [parse(head) for head in heads]
    found = Counter((name, lists.is_ours(mail, policy)) for mail in mails if (name := lists.named(mail)) is not None)
    through = [
        f"{count} through {name} ({'ours' if ours else 'dropped; if it is yours, name it in mailbox.lists'})"
        for (name, ours), count in found.most_common()
    ]
    says = f"of the newest {len(mails)} mails {', '.join(through) or 'none came through a list'}"
    return Check("lists", ok=True, says=f"{says}; mailbox.lists: {', '.join(policy.lists) or 'none'}")


def _smtp(settings: Settings) -> Iterator[Check]:
    sender = sender_of(settings)
    try:
        yield Check("smtp", ok=True, says=sender.check())
    finally:
        sender.close()


def _database(settings: Settings) -> Iterator[Check]:
    path = _sqlite_path(settings)
    store = store_of(settings, reads=True)
    try:
        if path is not None and not path.exists():
            yield Check("database", ok=True, says="there is none yet: it is made at the first start")
            return
        state = store.state()
        if state is not Tables.CURRENT:
            yield Check("database", ok=True, says=TO_COME[state])
            return
        with store.read() as work:
            count = sum(1 for _ in work.book.tickets())
        yield Check("database", ok=True, says=f"tables as they should be, {count} tickets")
    finally:
        store.close()


def _disk(settings: Settings) -> Iterator[Check]:
    path = _sqlite_path(settings)
    if path is None:
        return
    free = shutil.disk_usage(path.parent).free
    yield Check("disk", ok=free >= FREE_BYTES_MIN, says=f"{free / FREE_BYTES_MIN:.1f} GiB free beside the database")


def _templates(settings: Settings) -> Iterator[Check]:
    own = settings.desk.templates_folder
    problems = check_templates([*([Path(own)] if own else []), shipped("templates")], settings.desk.language)
    yield from (Check("templates", ok=False, says=problem) for problem in problems)
    if not problems:
        yield Check("templates", ok=True, says="all there, all can be rendered")


def _calendar(settings: Settings) -> Iterator[Check]:
    days, warnings = calendar.of(settings, now().astimezone(ZoneInfo(settings.desk.timezone)).date())
    yield from (Check("calendar", ok=False, says=warning) for warning in warnings)
    if not warnings:
        yield Check("calendar", ok=True, says=f"{len(days.off)} holidays and days of joint leave known")


def verdict_of(raw: bytes, domain: str, trust: Trust) -> Check:
    """Say what became of a forged verdict for a domain of our invention in a mail that came back."""
    mail = parse(raw)
    if not any(domain in value for value in mail.header_all("Authentication-Results")):
        return Check(
            "mail verdict", ok=True, says=f"the mail server takes out a forged Authentication-Results; {FROM_OUTSIDE}"
        )
    verdict, _ = proven(mail, trust, domain)
    if verdict == "pass":
        says = "a forged Authentication-Results is left in and would be believed: anybody can pose as an officer"
        do = "make the server take it out (Postfix: header_checks, /^Authentication-Results:/ IGNORE)"
        return Check("mail verdict", ok=False, says=f"{says}; {do}, or set trust.officers: dkim")
    says = "a forged Authentication-Results is left in, but below the server's own or too far down to be believed"
    return Check("mail verdict", ok=True, says=f"{says}; {FROM_OUTSIDE}")


def _mail(settings: Settings) -> Iterator[Check]:
    """Send one mail to the desk itself, and wait until it is in the mailbox."""
    desk = settings.desk.address
    mail, mark = EmailMessage(), token_hex(8)
    # What a forger would write; a server that can be trusted takes it out (RFC 8601, section 5).
    forged = "".join(
        f"Authentication-Results: {line.format(server=settings.trust.authserv_id, domain=f'{mark}.invalid')}\n"
        for line in FORGED.get(settings.trust.officers, ())
    )
    mail["From"] = mail["To"] = desk
    mail["Subject"] = "mailticket check"
    mail["Message-ID"] = f"<{mark}@{desk.rpartition('@')[2]}>"
    mail["Date"] = format_datetime(now())
    # Our own loop header: the daemon drops this mail, and nobody answers it.
    mail["X-Loop"] = desk
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("A mail of `mailticket check` to itself. It can be deleted.")
    mailbox, sender = mailbox_of(settings, now), sender_of(settings)
    try:
        end = now() + timedelta(seconds=MAIL_SECONDS_MAX)
        before = mailbox.fetch(settings.mailbox.folder, mailbox.newest(settings.mailbox.folder), 1).cursor
        outcome = sender.send("", desk, (forged.encode() + mail.as_bytes()).replace(b"\n", b"\r\n"), lambda: None)
        if outcome.verdict is not Verdict.SENT:
            yield Check("mail", ok=False, says=f"not sent: {outcome.says}")
            return
        cursor: Cursor = before
        while now() < end:
            batch = mailbox.fetch(settings.mailbox.folder, cursor, 50)
            found = next((one.raw for one in batch.mails if mark.encode() in one.raw), None)
            if found is not None:
                yield Check("mail", ok=True, says="sent to the desk and found in its mailbox")
                if forged:
                    yield verdict_of(found, f"{mark}.invalid", settings.trust)
                return
            cursor = batch.cursor
            mailbox.wait(MAIL_WAIT_SECONDS)
        yield Check("mail", ok=False, says=f"sent, but not in the mailbox after {MAIL_SECONDS_MAX} s")
    finally:
        mailbox.close()
        sender.close()


def _sqlite_path(settings: Settings) -> Path | None:
    path = settings.database.url.removeprefix("sqlite:///")
    return None if path == settings.database.url else Path(path)
