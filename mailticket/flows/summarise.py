"""The day begins: the digest for supervisors and for officers with open tickets.

Due at `digest.time` on working days, and until that day ends; each covers everything since the last one, so that a
missed day is told the next. The mark moves in the same commit in which the mails are queued.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from mailticket.core import digest as digests
from mailticket.core import words
from mailticket.core.decide import morning
from mailticket.core.decision import Decision
from mailticket.core.digest import Digest, Mark
from mailticket.core.happenings import What
from mailticket.core.mail import Attachment
from mailticket.core.notices.letters import OfficerDigest, Receipt, SupervisorDigest
from mailticket.core.notices.notice import Notice, written
from mailticket.core.people import Person, Role
from mailticket.core.ticket import Event
from mailticket.flows import deliver, kept_back
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context, Memory, Work

MARK = "digest:mark"


def summarise(context: Context, now: datetime, warnings: Callable[[], tuple[str, ...]] = tuple) -> int:
    """Queue the digests that have fallen due, with warnings that are asked for only then; returns how many mails."""
    with context.store.read() as work:
        known = last_mark(work.memory)
    due = _due_at(context, now)
    if known is not None and (due is None or due <= known.at):
        return 0
    with context.store.write() as work:
        if known is None and due != now:  # there is no digest before the first run, and the first one tells of it
            _remember(work.memory, Mark(now))
            return 0
        since, until = last_mark(work.memory) or Mark(now), work.tally.mark(now)
    with context.store.read() as work:  # a large book takes seconds, in which nobody else should have to wait
        notices = [
            n
            for n in notices_of(context, work, since, until, warnings())
            if not work.outbox.has_key(written(n.key, None))
        ]
    with context.store.write() as work:
        _remember(work.memory, until)
        people = tuple(notice.to.id for notice in notices)
        what = What.DIGEST(told=people) if people else What.DIGEST()
        event = Event(now, what, "mailticket")
        enact(context, work, Decision((what,), events=(event,), notices=tuple(notices)), now)
    return len(notices)


def _remember(memory: Memory, mark: Mark) -> None:
    memory.set(MARK, json.dumps({**asdict(mark), "at": mark.at.isoformat()}))


def last_mark(memory: Memory) -> Mark | None:
    """How far the last digest told, or None before the first run."""
    text = memory.get(MARK)
    if text is None:
        return None
    values = json.loads(text)
    return Mark(**{**values, "at": datetime.fromisoformat(values["at"])})


def notices_of(context: Context, work: Work, since: Mark, until: Mark, warnings: tuple[str, ...]) -> Iterator[Notice]:
    """The digest mails of a moment: one for each supervisor, a short one for each officer with open tickets."""
    policy = context.policy
    open_ = digests.Open.of(work.book.unclosed(), policy, context.calendar, until.at)
    facts = replace(work.tally.digest_facts(since, until), warnings=(*warnings, *_servers(work.memory)))
    events = work.tally.events_in(since, until)
    whole = digests.digest(open_, events, facts, since.at)
    files = _file(whole, open_)

    def sent_by(person: str) -> tuple[digests.Sent, ...]:
        is_wanted = morning.is_wanted(work.memory.get(morning.name_of(person)))
        return digests.sent_for(person, events, policy) if is_wanted else ()

    for one in policy.supervisors:
        to, sent = Person(Role.SUPERVISOR, one.id, one.name, one.address), sent_by(one.id)
        if one.role in policy.digest.to:
            value = SupervisorDigest(digests.with_sent(whole, sent))
            yield Notice(value, ("digest", to.id, whole.on), to, attachments=files)
        elif sent:
            yield _receipt(to, sent, whole.on)
    for officer in policy.officers:
        to, sent = Person(Role.OFFICER, officer.id, officer.name, officer.address), sent_by(officer.id)
        own = digests.officer_digest(officer.id, open_, sent) if policy.digest.officers else None
        if own is not None:
            files = _file(own, open_.of_officer(officer.id))
            yield Notice(OfficerDigest(own), ("digest", to.id, whole.on), to, attachments=files)
        elif sent:
            yield _receipt(to, sent, whole.on)


def _servers(memory: Memory) -> Iterator[str]:
    """What is wrong with the servers now."""
    waiting, trouble = kept_back.count(memory), deliver.trouble_of(memory)
    if waiting:
        yield f"{words.number(waiting)} surel belum diberikan server surel masuk; diminta lagi tiap beberapa menit."
    if trouble is not None:
        said = "Server surel keluar tidak menerima surel kami; semuanya menunggu (mailticket outbox)."
        yield f"{said} Katanya: {trouble}"


def _receipt(to: Person, sent: tuple[digests.Sent, ...], on: date) -> Notice:
    """What went out in somebody's name who gets no digest."""
    return Notice(Receipt(sent=sent), ("receipt-sent", to.id, on), to)


def _file(digest: Digest, open_: digests.Open) -> tuple[Attachment, ...]:
    """All open tickets as a file, where the mail has no room for them."""
    if not any(section.is_cut for section in digest.sections):
        return ()
    name = f"tiket-terbuka-{digest.on}.csv"
    return (Attachment(name, "text/csv", digests.as_csv(digests.FILE_COLUMNS, open_.rows()), name),)


def _due_at(context: Context, now: datetime) -> datetime | None:
    """The digest time of this day, if it has come and this is a working day."""
    local = now.astimezone(ZoneInfo(context.policy.desk.timezone))
    at = clock_time.fromisoformat(context.policy.digest.time)
    if local.time() < at or not context.calendar.is_working(local.date()):
        return None
    return datetime.combine(local.date(), at, local.tzinfo).astimezone(now.tzinfo)
