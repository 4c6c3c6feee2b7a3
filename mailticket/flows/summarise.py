"""The day begins: the digest for supervisors and for officers with open tickets.

Due at `digest.time` on working days; each covers everything since the last one, so that a missed day is told the next.
The watermark moves in the same commit in which the mails are queued.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from mailticket.core import digest as digests
from mailticket.core.decision import Decision
from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Policy
from mailticket.core.ticket import Event
from mailticket.flows.enact import enact
from mailticket.flows.ports import House, Work

WATERMARK = "digest:since"


def summarise(house: House, now: datetime, warnings: tuple[str, ...] = ()) -> int:
    """Queue the digests that have fallen due; returns how many mails."""
    moment = _due_at(house, now)
    with house.store.read() as work:
        since = work.get(WATERMARK)
    if since is None:  # there is no digest before the first run
        with house.store.write() as work:
            work.set(WATERMARK, now.isoformat())
        if moment != now:
            return 0
        since = now.isoformat()
    if moment is None or moment < datetime.fromisoformat(since):
        return 0
    on = moment.astimezone(ZoneInfo(house.policy.desk.timezone)).date()
    with house.store.write() as work:
        notices = [n for n in notices_of(house, work, since, now, on, warnings) if not work.has_key(n.key)]
        if not notices:
            return 0
        told = ", ".join(notice.to.id for notice in notices)
        event = Event(now, "digest", "mailticket", f"{on}: {told}")
        enact(house, work, Decision("digest", events=(event,), notices=tuple(notices)), now)
        work.set(WATERMARK, now.isoformat())
    return len(notices)


def notices_of(
    house: House, work: Work, since: str, now: datetime, on: date, warnings: tuple[str, ...]
) -> Iterator[Notice]:
    """The digest mails of a day: one for each supervisor, a short one for each officer with open tickets."""
    policy = house.policy
    after = datetime.fromisoformat(since)
    tickets = list(work.tickets())
    events = work.events_between(after, now)
    facts = digests.DigestFacts(
        mails=work.counts(after, now), sends=work.outbox_counts(after, now), warnings=warnings
    )
    whole = digests.digest(tickets, events, facts, policy, house.calendar, after, now)
    for person in _supervisors(policy):
        yield Notice("supervisor.digest", f"digest:{person.id}:{on}", person, {"digest": whole})
    if not policy.digest.officers:
        return
    for officer in policy.officers:
        own = digests.officer_digest(officer.id, tickets, events, facts, policy, house.calendar, after, now)
        if own is not None:
            to = Person("officer", officer.id, officer.name, officer.address)
            yield Notice("officer.digest", f"digest:{officer.id}:{on}", to, {"digest": own})


def _supervisors(policy: Policy) -> Iterator[Person]:
    for one in policy.supervisors:
        if one.role in policy.digest.to:
            yield Person("supervisor", one.id, one.name, one.address)


def _due_at(house: House, now: datetime) -> datetime | None:
    """The latest digest time that has come, on a working day."""
    zone = ZoneInfo(house.policy.desk.timezone)
    at = clock_time.fromisoformat(house.policy.digest.time)
    local = now.astimezone(zone)
    day = local.date() if local.time() >= at else local.date() - timedelta(days=1)
    if not house.calendar.is_working(day):
        day = house.calendar.after(day, -1)
    return datetime.combine(day, at, zone).astimezone(now.tzinfo)
