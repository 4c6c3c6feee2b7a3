"""Before the writing transaction: everything that can be made of a mail without holding up who writes.

What takes longer the larger a mail is (hashing, reading, looking for tokens, splitting its text) is done here, since
all who write wait for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailticket.core import thread
from mailticket.core.as_seen import as_seen
from mailticket.core.deadline import local_day
from mailticket.core.decide import staff
from mailticket.core.decide.commands import filing
from mailticket.core.found import Reading
from mailticket.core.happenings import Happening, Shunt
from mailticket.core.post import ClaimedMail, RawMail
from mailticket.core.thread import Clues
from mailticket.core.ticket import Message
from mailticket.core.whole import as_received
from mailticket.errors import MailticketError
from mailticket.flows.ports import Context

UNENDED_MAX = 10  # attempts during which the whole program died: more likely the power's fault than the mail's
SENT_IDS_MAX = 20  # mails of a thread among which those of ours are looked for
SENT_MAX = 3  # mails of ours with which an answer is compared
FIRST_WORDS = 20  # by which another text is told apart without splitting it all


@dataclass(frozen=True)
class Prepared:
    """A mail that was read, and what follows from it alone."""

    reading: Reading
    clues: Clues
    filed_as: str | None  # the name under which a mail of the staff's is remembered once it is filed
    first_words: tuple[str, ...]


def hashed(mails: Sequence[RawMail]) -> Sequence[RawMail]:
    """Return the mails with the hashes of their bytes made, and with a glance at their heads."""
    for mail in mails:
        _ = mail.sha256, mail.glance  # made now, and kept by the mail
    return mails


def prepare(context: Context, mail: ClaimedMail, now: datetime) -> Prepared | Happening:
    """Read a claimed mail, or say why it cannot be read."""
    if mail.damage:
        return Shunt.FAILED(error=mail.damage)
    if not mail.raw.strip():
        return Shunt.EMPTY()
    if mail.attempts > UNENDED_MAX:
        return Shunt.UNENDED(attempts=mail.attempts - 1)
    try:
        is_first = mail.attempts == 1 and context.policy.limits.attempts_max > 1
        found = prepared(context, mail.raw, now, is_first=is_first)
    except MailticketError as error:
        return Shunt.FAILED(error=str(error))
    return replace(found, reading=as_received(found.reading, mail)) if mail.oversize else found


def prepared(context: Context, raw: bytes, now: datetime, *, is_first: bool = False) -> Prepared:
    """Read a mail; raises MailticketError when that does not succeed.

    At the first attempt with less patience: one that is slow is tried again alone, when no other waits.
    """
    policy = context.policy
    read = (context.read_first or context.read) if is_first else context.read
    reading = read(raw, policy)
    clues = thread.clues(reading, context.keys, policy, local_day(now, policy))
    sent = _answered(context, reading, clues)
    if sent:
        # Only now is it known what the mail answers, and what of its text is ours.
        # Who is proven is known already, and is not asked of DNS again.
        reading = replace(read(raw, policy, sent), proof=reading.proof)
    for file in reading.mail.attachments:
        _ = file.sha256  # made now, and kept by the file
    is_staff = staff.registered(clues.sender, policy) is not None
    return Prepared(
        reading=reading,
        clues=clues,
        filed_as=filing.name_of(reading.mail, clues.sender or "") if is_staff else None,
        first_words=first_words(reading.mail.text),
    )


def _answered(context: Context, reading: Reading, clues: Clues) -> tuple[str, ...]:
    """What we sent and the mail answers: what its ids name, else what went to this sender in the ticket it names."""
    names_nothing = not clues.ids and not clues.candidates
    if names_nothing or reading.screening.is_bounce or not reading.mail.text.strip():
        return ()
    with context.store.read() as work:
        found = work.book.sent_with_ids(clues.ids[:SENT_IDS_MAX], SENT_MAX) if clues.ids else ()
        if not found:
            found = [
                message
                for number in clues.candidates[:SENT_MAX]
                for message in work.book.sent_last(number, SENT_IDS_MAX)
                if _is_answered(message, clues, reading.token_texts)
            ]
    desk = context.policy.desk.name
    return tuple(as_seen(message.subject, message.text, desk) for message in found[:SENT_MAX])


def _is_answered(message: Message, clues: Clues, token_texts: Sequence[str]) -> bool:
    """Whether a mail of ours went to the sender, or bears a token of the mail's."""
    if any(token in (message.message_id or "") for token in token_texts):
        return True
    return clues.alone and message.to.lower() == clues.sender


def first_words(text: str) -> tuple[str, ...]:
    """Return the first words of a text."""
    return tuple(text.split(None, FIRST_WORDS)[:FIRST_WORDS])
