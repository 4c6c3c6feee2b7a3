"""What the command line asks of the house beside running it: rehearse a mail, save a ticket, the digest."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from mailticket.app.desk import Desk
from mailticket.core.decision import Decision
from mailticket.core.mail import Rendered
from mailticket.core.post import ClaimedMail, Place
from mailticket.core.ticket import Message
from mailticket.errors import Permanent
from mailticket.flows import receive, summarise


def rehearse(desk: Desk, path: Path) -> Decision:
    """Say what would become of a mail file if it came now; nothing is written, nothing is sent."""
    now = desk.clock()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Permanent(f"{path}: cannot be read: {error.strerror}") from error
    reading = receive.signed(desk.house, raw, desk.house.read(raw, desk.house.policy))
    mail = ClaimedMail(0, Place("", "", 0, 0), raw, now, attempts=1, oversize=False)
    with desk.store.read() as work:
        decision, _ = receive.decided(desk.house, work, mail, reading, now)
    return decision


def save(desk: Desk, messages: Sequence[Message], folder: Path) -> int:
    """Write a ticket's mails and files into a folder; return how many files."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with desk.store.read() as work:
        for n, message in enumerate(messages, 1):
            name = f"{n:04d}-{message.direction}"
            raw = work.raw(message.mail) if message.mail is not None else None
            content = raw if raw is not None else message.text.encode()
            (folder / f"{name}.{'eml' if raw is not None else 'txt'}").write_bytes(content)
            count += 1
            for file in work.files(message.id) if message.id is not None else ():
                (folder / f"{name}-{file.safe_name}").write_bytes(file.content)
                count += 1
    return count


def digest(desk: Desk, on: date | None) -> tuple[str, str]:
    """Render the supervisors' digest of a day (None: as it would be sent now) as text and HTML."""
    now = desk.clock()
    if on is not None:
        at = time.fromisoformat(desk.settings.digest.time)
        now = datetime.combine(on, at, desk.zone).astimezone(now.tzinfo)
    with desk.store.read() as work:
        since = summarise.last_mark(work) if on is None else None
        since = since or work.mark(now - timedelta(days=1), past=True)
        until = work.mark(now, past=True)
        notices = summarise.notices_of(desk.house, work, since, until, desk.warnings)
        notice = next((n for n in notices if n.name == "supervisor.digest"), None)
    if notice is None:
        raise Permanent("no supervisor gets the digest: see digest.to and supervisors in the settings")
    rendered: Rendered = desk.renderer(notice, None, now)
    return rendered.text, desk.renderer.html(notice, None, now)
