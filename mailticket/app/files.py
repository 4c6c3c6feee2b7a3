"""Mail files read in children, as the daemon reads mail: many at once, in their order."""

import json
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from mailticket.app.understood import Understood
from mailticket.core import shapes
from mailticket.core import token as tokens
from mailticket.core.as_seen import as_seen
from mailticket.core.found import Reading
from mailticket.core.parser import parse
from mailticket.core.reading import known_of
from mailticket.edges.child import ChildReader
from mailticket.errors import MailticketError, Permanent
from mailticket.settings import Settings

Read = TypeVar("Read")

AHEAD = 64  # files read before their turn, for each child
FILES_OF_A_CHILD = 40  # a child takes a while to start: so many files are worth another one


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read."""

    path: Path
    why: str


def inspect(settings: Settings, files: Sequence[Path], sent: Path | None) -> Iterator[Understood | Unreadable]:
    """Read mail files, which answer the one that we sent; yield what was understood of each, or why it was not read."""
    answered = _answered(settings, sent)
    readings: Iterator[tuple[Path, Reading | MailticketError]]
    readings = _read_all("mailticket.core.reading:read", settings, files, answered)
    for path, read in readings:
        if isinstance(read, MailticketError):
            yield Unreadable(path, str(read))
        else:
            known = known_of(read.mail, settings.policy, answered, copies=read.report is not None)
            yield Understood(path, read, known)


def inspect_lines(
    settings: Settings, files: Sequence[Path], sent: Path | None
) -> Iterator[tuple[str, Unreadable | None]]:
    """Read mail files, as above; yield a line of JSON for each, and why it could not be read, if so."""
    lines: Iterator[tuple[Path, str | MailticketError]]
    lines = _read_all("mailticket.core.inspection:line", settings, files, _answered(settings, sent))
    for path, line in lines:
        if isinstance(line, MailticketError):
            failed = Unreadable(path, str(line))
            yield json.dumps(shapes.unreadable(str(path), failed.why), ensure_ascii=False), failed
        else:
            yield shapes.with_path(str(path), line), None


def _answered(settings: Settings, sent: Path | None) -> tuple[str, ...]:
    """The text of a mail of ours; its file is not a stranger's, so that it is read here."""
    if sent is None:
        return ()
    try:
        mail = parse(sent.read_bytes())
    except OSError as error:
        raise Permanent(f"{sent}: cannot be read: {error.strerror}") from error
    return (as_seen(mail.subject, tokens.blanked(mail.text), settings.policy.desk.name),)


def _read_all(
    name: str, settings: Settings, files: Sequence[Path], sent: Sequence[str] = ()
) -> Iterator[tuple[Path, Read | MailticketError]]:
    count = max(1, min(len(os.sched_getaffinity(0)), len(files) // FILES_OF_A_CHILD))
    policy, limits = settings.policy, settings.limits
    readers: SimpleQueue[ChildReader[Read]] = SimpleQueue()
    children = [ChildReader[Read](name, limits.read_seconds_max, limits.read_memory_bytes_max) for _ in range(count)]
    for child in children:
        readers.put(child)

    def read(path: Path) -> Read | MailticketError:
        try:
            raw = path.read_bytes()
        except OSError as error:
            return Permanent(f"cannot be read: {error.strerror}")
        reader = readers.get()
        try:
            return reader(raw, policy, sent)
        except MailticketError as error:
            return error
        finally:
            readers.put(reader)

    pool = ThreadPoolExecutor(count)
    try:
        waiting: deque[tuple[Path, Future[Read | MailticketError]]] = deque()
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
