"""`mailticket demo`: a week of the desk in fast motion, with embedded servers and the real daemon code over sockets."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes
from email import policy as mail_policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from mailticket import settings
from mailticket.app.demo.page import Posted, page
from mailticket.app.demo.people import SETTINGS
from mailticket.app.demo.week import WEEK, Step
from mailticket.app.once import run_once
from mailticket.app.service import Service, opened
from mailticket.core import shapes
from mailticket.core.notices.letters import Letter
from mailticket.core.people import Role
from mailticket.edges.sandbox import PASSWORD, USER, Sandbox
from mailticket.errors import Permanent
from mailticket.settings import Settings

ZONE = ZoneInfo("Asia/Jakarta")
PAGE, BOOK, MAILS = "index.html", "tickets.json", "mails"  # what a demo writes into its folder

Tell = Callable[[Step, list[EmailMessage]], None]


@dataclass(frozen=True, slots=True)
class Totals:
    """How a demo ends; it always ends alike."""

    mails_in: int
    tickets: int
    mails_out: int
    escalations: int
    digests: int

    def __str__(self) -> str:
        return (
            f"{self.mails_in} mails in, {self.tickets} tickets, {self.mails_out} mails out, "
            f"{self.escalations} escalations, {self.digests} digests"
        )


def sort_of(notice: str) -> str:
    """Return whom a mail is for: citizen, escalation or staff."""
    letter = Letter.of(notice)
    if letter.role is Role.CITIZEN:
        return "citizen"
    return "escalation" if letter in (Letter.OFFICER_ESCALATED, Letter.SUPERVISOR_ESCALATED) else "staff"


EXPECTED = Totals(mails_in=26, tickets=9, mails_out=66, escalations=10, digests=18)


@dataclass
class _Stage:
    """The running demo: the sandbox, the clock, and all mails so far."""

    sandbox: Sandbox
    folder: Path
    now: datetime = field(default_factory=lambda: _time(WEEK[0].at))
    mails: list[tuple[datetime, str, EmailMessage, bytes]] = field(default_factory=list)  # at, in | out, mail, bytes

    def sent(self, notice: str, recipient: str) -> EmailMessage:
        """The newest mail of a notice to somebody; "notice:word" is the one whose text or subject has that word."""
        name, _, word = notice.partition(":")
        for _, way, mail, raw in reversed(self.mails):
            if way == "out" and mail["X-Mailticket-Notice"] == name and recipient in str(mail["To"]):
                body = mail.get_body(("plain",))
                text: str = body.get_content() if body else raw.decode("utf-8", "replace")
                if word.lower() in text.lower():
                    found: EmailMessage = mail
                    return found
        raise AssertionError(f"the demo expected {notice} to {recipient}")

    def play(self, service: Service, step: Step) -> list[EmailMessage]:
        """Let one step happen and the desk run once; return what it sent."""
        self.now = _time(step.at)
        if step.mail is not None:
            mail = step.mail(self.sent)
            mail["Message-ID"] = f"<demo-{len(self.mails)}@example.org>"
            mail["Date"] = self.now
            raw = mail.as_bytes()
            self.mails.append((self.now, "in", mail, raw))
            self.sandbox.put(raw, self.now)
        before = len(self.sandbox.sent)
        troubles: list[str] = []
        if not run_once(service, troubles.append):
            raise Permanent(f"the demo failed at {step.at}: {'; '.join(troubles)}")
        new = []
        for raw in self.sandbox.sent[before:]:
            parsed = message_from_bytes(raw, policy=mail_policy.default)
            assert isinstance(parsed, EmailMessage)
            new.append(parsed)
            self.mails.append((self.now, "out", parsed, raw))
        return new


def run_demo(face: Settings, folder: Path, tell: Tell) -> Totals:
    """Play the week, write its mails, tickets and pages into a folder, and return how it ended.

    `face` gives the institution's name and numbers; address, people, servers and clock are the demo's own.
    """
    _prepare(folder)
    with tempfile.TemporaryDirectory() as home:
        sandbox = Sandbox()
        try:
            text = SETTINGS.format(imap=sandbox.imap_port, smtp=sandbox.smtp_port, user=USER)
            (Path(home) / "settings.yaml").write_text(text, "utf-8")
            (Path(home) / "imap.secret").write_text(PASSWORD, "utf-8")
            stage = _Stage(sandbox, folder)
            played = settings.load(Path(home) / "settings.yaml")
            own = replace(
                face.desk, address=played.desk.address, aliases=(), timezone=played.desk.timezone, language="auto"
            )
            with opened(replace(played, desk=own), lambda: stage.now, hold=True) as service:
                for step in WEEK:
                    tell(step, stage.play(service, step))
                return _written(stage, service)
        finally:
            sandbox.close()


def _prepare(folder: Path) -> None:
    """Make an empty folder; one that holds something else than an earlier demo is refused."""
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if not there <= {PAGE, BOOK, MAILS}:
        raise Permanent(f"{folder}: must be new, empty or an earlier demo's; see --output")
    shutil.rmtree(folder / MAILS, ignore_errors=True)
    (folder / MAILS).mkdir(parents=True)


def _written(stage: _Stage, service: Service) -> Totals:
    with service.store.read() as work:
        tickets = list(work.book.tickets())
        events = {ticket.number or "": work.book.events(ticket.number or "") for ticket in tickets}
        filed = {one.message_id or "": number for number in events for one in work.book.messages(number)}
    today = stage.now.date()
    shapes_of = [shapes.ticket(ticket, ZONE, today) for ticket in tickets]
    (stage.folder / BOOK).write_text(json.dumps(shapes_of, ensure_ascii=False, indent=1), "utf-8")
    posted = []
    for n, (at, way, mail, raw) in enumerate(stage.mails, 1):
        one = Posted(f"{n:04d}-{way}-{mail['X-Mailticket-Notice'] or 'mail'}.eml", at, way, mail)
        (stage.folder / MAILS / one.file).write_bytes(raw)
        posted.append(one)
    (stage.folder / PAGE).write_text(page(shapes_of, events, posted, filed, ZONE), "utf-8")
    names = [str(mail["X-Mailticket-Notice"]) for _, way, mail, _ in stage.mails if way == "out"]
    return Totals(
        mails_in=len(stage.mails) - len(names),
        tickets=len(tickets),
        mails_out=len(names),
        escalations=sum(name.endswith(".escalated") for name in names),
        digests=sum(name.endswith(".digest") for name in names),
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
