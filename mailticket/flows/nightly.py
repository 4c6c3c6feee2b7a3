"""What is done once a day, at night; at once where it was never done, whatever the hour."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from mailticket.core.deadline import local_day
from mailticket.flows.ports import Context, Memory

NIGHT = time(2)  # from then on, once a day


def is_due(context: Context, memory: Memory, name: str, now: datetime) -> bool:
    """Whether it was not done today yet, and it is night or later; `name` is under which that is remembered."""
    done_on, local = memory.get(name), now.astimezone(ZoneInfo(context.policy.desk.timezone))
    return done_on is None or (done_on < local.date().isoformat() and local.time() >= NIGHT)


def done(context: Context, memory: Memory, name: str, now: datetime) -> None:
    """Remember that it was done today."""
    memory.set(name, local_day(now, context.policy).isoformat())
