"""The plain answer, and the commands that send the citizen words: close, the unit's draft, another institution."""

from dataclasses import replace

from mailticket.core.decide import letters, merging
from mailticket.core.decide.commands.act import TO_THE_CITIZEN, Act, Refused
from mailticket.core.decide.commands.arguments import outcome_of, referral_of
from mailticket.core.decide.commands.meaning import meant
from mailticket.core.decide.commands.phoning import by_phone
from mailticket.core.decide.commands.row import MOVES, OFFICERS, ONLY_OFFICERS, SUPERVISORS, TEXT, Row, Trait
from mailticket.core.found import Command
from mailticket.core.happenings import Happening, Hold, What
from mailticket.core.notices.letters import Answered, Closed, Referred
from mailticket.core.notices.notice import Value
from mailticket.core.pictures import marks_of, without_marks
from mailticket.core.ticket import Errand, Message, MessageState, Outcome, Purpose, Status
from mailticket.core.token import REPLY


def answered(act: Act, command: Command) -> Act:
    """Send the text to the citizen: what an officer's mail without a command means, and `#jawab` says outright."""
    meant(act, command, by="jawab" if command.name else "")
    if not act.own.citizen.email:
        return by_phone(act, act.text)
    value = Answered(act.text, *letters.written_on(act.own, act.present))
    return _queued(act, value, What.ANSWER_QUEUED())


def tutup(act: Act, command: Command) -> Act:
    """`#tutup`: answer with the text and close; without text only what was answered before."""
    outcome, note = outcome_of(command.argument or "")
    if act.text:
        meant(act, command, by="tutup")
        outcome = _closed_as(act, outcome, command)
        if not act.own.citizen.email:
            return by_phone(act, act.text, outcome)
        return _queued(act, Closed(outcome, act.text), What.CLOSING_QUEUED(outcome=outcome.value, note=note), outcome)
    if act.own.answering is not None:
        raise Refused(Hold.ANSWER_WAITS, command)
    if act.own.answered_at is None:
        raise Refused(Hold.NEVER_ANSWERED, command)
    if act.own.status is Status.CLOSED:
        raise Refused(Hold.ARGUMENT, command)
    ticket = act.own.closed(outcome, act.present.now)
    notices = letters.to_citizen(Closed(outcome), ("closed", act.incoming.id), replace(ticket, silent=None))
    return act.with_(ticket, What.CLOSED(outcome=outcome.value, note=note), *notices)


def kirim(act: Act, command: Command) -> Act:
    """`#kirim`: send the unit's draft to the citizen."""
    newest = next((m for m in act.facts.messages if m.id is not None and m.id == act.own.draft), None)
    if newest is None:
        raise Refused(Hold.NO_DRAFT, command)
    draft = _shown(act) or newest
    if draft is not newest and not act.incoming.released:
        raise Refused(Hold.NEWER_DRAFT, command)
    act = act.told("", act.text)
    if not draft.text.strip():
        raise Refused(Hold.EMPTY_DRAFT, command)
    if draft.is_cut and not act.incoming.released:
        raise Refused(Hold.CUT_SHORT, command)
    names = [file.filename for file in draft.attachments]
    lost = (*marks_of(draft.text, names), *(file.filename for file in draft.attachments if not file.is_whole))
    act = replace(act, text=without_marks(draft.text), files=(), lost=lost)
    meant(act, command, by="kirim", has_files=bool(draft.attachments))
    if not act.own.citizen.email:
        return by_phone(act, act.text)
    value = Answered(act.text, *letters.written_on(act.own, act.present))
    rows = (draft.id,) if draft.id is not None else ()
    return _queued(act, value, What.DRAFT_QUEUED(author=draft.author.id), files_from=rows)


def _shown(act: Act) -> Message | None:
    """Return the draft that the mail which is answered showed: that one is released, and no other."""
    token = act.incoming.binding.token
    about = token.about if token is not None and token.purpose == REPLY else 0
    drafts = (m for m in act.facts.messages if m.state is MessageState.DRAFT and m.mail == about)
    return next(drafts, None) if about else None


def goes_on(act: Act, command: Command) -> Act:
    """Go on with a ticket whose answer still waits: that answer goes out, and does not end what is ordered now."""
    waits = act.own.answering
    if waits is None or waits.purpose is Purpose.CALL:
        return act
    if waits.purpose is Purpose.CLOSING:
        raise Refused(Hold.ANSWER_WAITS, command)  # it says that the report is closed
    return replace(act, ticket=replace(act.own, answering=None))


def bukan_kewenangan(act: Act, command: Command) -> Act:
    """`#bukan-kewenangan LEMBAGA`: refer the citizen to another institution and close as out of scope."""
    referral = referral_of(command.argument or "", act.present.policy.desk.referrals)
    if referral is None:
        raise Refused(Hold.NO_REFERRAL, command)
    if act.text:
        meant(act, command, by="bukan-kewenangan")
    _closed_as(act, Outcome.OUT_OF_SCOPE, command)
    words = "\n\n".join(part for part in (act.text, f"{referral.name}: {referral.channel}") if part)
    if not act.own.citizen.email:
        return by_phone(act, words, Outcome.OUT_OF_SCOPE)
    value = Referred(act.text, referral.name, referral.channel)
    what = What.REFERRAL_QUEUED(name=referral.name, institution=referral.id)
    return _queued(act, value, what, Outcome.OUT_OF_SCOPE, shown=words)


def _closed_as(act: Act, outcome: Outcome, command: Command) -> Outcome:
    """Return how the ticket ends; one that has ended keeps its outcome, and the citizen is told no other."""
    if act.own.status is not Status.CLOSED or act.own.outcome in (None, outcome):
        return outcome
    if command.argument:
        raise Refused(Hold.ARGUMENT, command)
    return act.own.outcome


def _queued(
    act: Act,
    value: Value,
    what: Happening,
    outcome: Outcome | None = None,
    files_from: tuple[int, ...] = (),
    shown: str = "",
) -> Act:
    """Let the words wait their undo time; to a ticket that is closed they are an addendum, and it stays closed."""
    name = f"closing:{outcome}" if outcome else "answer"
    purpose = Purpose.CLOSING if outcome else Purpose.ANSWER
    if act.own.status is Status.CLOSED:
        purpose, what = Purpose.ADDENDUM, What.ADDENDUM_QUEUED()
    errand = Errand(purpose, act.incoming.id, act.person.id, outcome)
    ticket = act.own if purpose is Purpose.ADDENDUM else replace(act.own, answering=errand)
    notice = letters.answer(
        value, (name, act.incoming.id), errand, ticket, act.facts, act.present, act.files, files_from
    )
    act = replace(act.with_(ticket, what, notice), to_citizen=True).told(TO_THE_CITIZEN, getattr(value, "text", ""))
    return merging.shared(act, shown or act.text, outcome)


JAWAB = Row(
    "jawab", "answer", OFFICERS, TEXT | MOVES, "#jawab", "teks di bawahnya dikirim kepada pelapor sebagai jawaban",
    answered, common=SUPERVISORS,
)  # fmt: skip
TUTUP = Row(
    "tutup", "close", OFFICERS, TEXT | MOVES, "#tutup", "teks di bawahnya dikirim kepada pelapor, lalu tiket ditutup",
    tutup, common=ONLY_OFFICERS,
)  # fmt: skip
KIRIM = Row(
    "kirim", "send", OFFICERS, TEXT | MOVES | Trait.VERB, "#kirim", "konsep jawaban unit kerja dikirim kepada pelapor",
    kirim, common=ONLY_OFFICERS,
)  # fmt: skip
BUKAN_KEWENANGAN = Row(
    "bukan-kewenangan", "refer", OFFICERS, TEXT | MOVES, "#bukan-kewenangan LEMBAGA",
    "pelapor diarahkan ke lembaga lain", bukan_kewenangan,
)  # fmt: skip
