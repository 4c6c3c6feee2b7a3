"""What the command line asks of the house beside running it: read files, rehearse a mail, save a ticket, the digest."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from queue import SimpleQueue

from mailticket.app.desk import Desk
from mailticket.core.decision import Decision
from mailticket.core.found import Reading
from mailticket.core.mail import Rendered
from mailticket.core.post import ClaimedMail, Place
from mailticket.core.ticket import Message
from mailticket.edges.child import ChildReader
from mailticket.errors import MailticketError, Permanent
from mailticket.flows import receive, summarise
from mailticket.settings import Settings

AHEAD = 64  # files read before their turn, for each child
FILES_OF_A_CHILD = 40  # a child takes a while to start: so many files are worth another one


def inspect(settings: Settings, files: Sequence[Path]) -> Iterator[tuple[Path, Reading | str]]:
    """Read mail files in children, as the daemon does; yield them in order, with the reason where one can't be read."""
    count = max(1, min(os.cpu_count() or 1, len(files) // FILES_OF_A_CHILD))
    policy, limits = settings.policy, settings.limits
    readers: SimpleQueue[ChildReader] = SimpleQueue()
    children = [
        ChildReader("mailticket.core.reading:read", limits.read_seconds_max, limits.read_memory_bytes_max)
        for _ in range(count)
    ]
    for child in children:
        readers.put(child)

    def read(path: Path) -> Reading | str:
        try:
            raw = path.read_bytes()
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        reader = readers.get()
        try:
            return reader(raw, policy)
        except MailticketError as error:
            return str(error)
        finally:
            readers.put(reader)

    pool = ThreadPoolExecutor(count)
    try:
        waiting: deque[tuple[Path, Future[Reading | str]]] = deque()
        for path in files:
            waiting.append((path, pool.submit(read, path)))
            if len(waiting) >= AHEAD * count:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
    finally:
        pool.shutdown(cancel_futures=True)
        for child in children:
            child.close()


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
