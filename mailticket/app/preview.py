"""What the desk would write: the supervisors' digest, and its answers to a mail; neither is written or sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from mailticket.app.service import Service
from mailticket.core.happenings import said
from mailticket.core.notices.letters import Letter
from mailticket.core.post import ClaimedMail, Place
from mailticket.errors import Permanent
from mailticket.flows import receive, summarise
from mailticket.flows.prepare import prepared


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of a mail."""

    state: str
    why: str
    sends: tuple[tuple[str, str, str], ...]  # notice, role and address of each mail that would go out


def digest(service: Service, on: date | None) -> tuple[str, str]:
    """Render the supervisors' digest of a day (None: as it would be sent now) as text and HTML."""
    now = service.present()
    if on is not None:
        at = time.fromisoformat(service.settings.digest.time)
        now = datetime.combine(on, at, service.zone).astimezone(now.tzinfo)
    with service.store.read() as work:
        since = summarise.last_mark(work.memory) if on is None else None
        since = since or work.tally.mark(now - timedelta(days=1), past=True)
        until = work.tally.mark(now, past=True)
        notices = summarise.notices_of(service.context, work, since, until, service.warnings())
        notice = next((n for n in notices if n.value.letter is Letter.SUPERVISOR_DIGEST), None)
    if notice is None:
        raise Permanent("no supervisor gets the digest: see digest.to and supervisors in the settings")
    return service.renderer(notice, None, now).text, service.renderer.html(notice, None, now)


def rehearse(service: Service, path: Path) -> Rehearsed:
    """Say what would become of a mail file if it came now."""
    now, context = service.clock(), service.context
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Permanent(f"{path}: cannot be read: {error.strerror}") from error
    found = prepared(context, raw, now)
    mail = ClaimedMail(0, Place("", "", 0, 0), raw, now, attempts=1, oversize=False)
    with service.store.read() as work:
        decision = receive.decided(context, work, mail, found, now)
    sends = tuple((notice.name, notice.to.role.value, notice.to.address) for notice in decision.notices)
    return Rehearsed(decision.state.value, said(decision.why), sends)
