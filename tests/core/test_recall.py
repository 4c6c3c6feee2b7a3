"""A mail that its sender asks back: an answer that still waits is stopped, and a citizen's recall opens no ticket."""

from dataclasses import replace

import pytest

from mailticket.core.found import Action
from mailticket.core.happenings import Drop, What
from mailticket.core.kind.recall import recalled
from mailticket.core.people import Role
from mailticket.core.post import Waiting
from mailticket.core.reading import read
from mailticket.core.ticket import Errand, MessageState, Purpose, Status
from tests.core.desk import NUMBER, POLICY, Memory, a_ticket, notices, signed, verdict, written

RECALL = 'Rina Wulandari would like to recall the message, "Re: [KUKM-2026-000001] Laporan baru".'
ERRAND = Errand(Purpose.ANSWER, 5, "rina")


def desk() -> Memory:
    one = Memory(ticket=a_ticket(status=Status.OPEN, answering=ERRAND))
    return replace(one, facts=replace(one.facts, waiting=(Waiting("answer:5", ERRAND),)))


@pytest.mark.parametrize("above", [verdict(), ""])
def test_an_officers_recall_stops_the_answer_and_the_officer_is_told(above: str) -> None:
    decision = desk().decided(written(RECALL, above=above, subject=f"Recall: Re: [{NUMBER}] Laporan baru"))
    assert decision.cancels == ("answer:5",)
    assert notices(decision) == ["officer.receipt"]
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.answering) == (Status.OPEN, None)


def test_what_has_left_can_not_be_asked_back_and_the_officer_is_told() -> None:
    decision = Memory().decided(written(RECALL, above=verdict(), subject=f"Recall: Re: [{NUMBER}] Laporan baru"))
    assert [notice.value.reason.word for notice in decision.notices] == ["too_late"]


def test_a_recall_in_an_officers_name_that_the_mail_server_calls_false_stops_nothing() -> None:
    raw = written(RECALL, above=verdict(result="fail"), subject=f"Recall: Re: [{NUMBER}] Laporan baru")
    decision = desk().decided(raw)
    assert decision.cancels == ()


def test_a_citizens_recall_is_told_at_its_ticket_and_opens_none() -> None:
    ticket = a_ticket(status=Status.OPEN)
    one = Memory(ticket=ticket)
    one = replace(one, facts=replace(one.facts, recalled=ticket))
    text = 'Siti Aminah would like to recall the message, "Simpanan".'
    decision = one.decided(written(text, "Siti <siti@example.org>", subject="Recall: Simpanan"))
    assert [event.what.kind for event in decision.events] == [What.RECALLED]
    assert decision.ticket is ticket
    assert decision.message is not None
    assert decision.message.state is MessageState.NOTE
    assert not any(notice.to.role is Role.CITIZEN for notice in decision.notices)


def test_a_recall_of_what_nobody_knows_is_no_ticket() -> None:
    decision = Memory().decided(
        written('A would like to recall the message, "x".', "A <a@example.org>", subject="Recall: x")
    )
    assert (decision.ticket, decision.why, decision.notices) == (None, (Drop.RECALL(),), ())


def test_only_the_programs_own_sentence_is_a_recall() -> None:
    assert recalled("Recall: x", 'A would like to recall the message, "x".') == "x"
    assert recalled("Simpanan", "Saya ingin menarik simpanan saya.") is None
    assert (
        recalled("Simpanan", f"{'Uang saya tidak kembali. ' * 20}I would like to recall the message of the manager.")
        is None
    )


AWAY = "Saya sedang cuti sampai 20 Maret 2026. Untuk hal mendesak silakan hubungi Dodi."
OURS = "\n".join(f"> Mohon tindak lanjut, simpanan saya belum kembali, baris {n}." for n in range(60))


def test_a_vacation_reply_is_known_by_what_was_newly_written() -> None:
    quoted = f"{AWAY}\n\nPada Sen, 16 Mar 2026 pukul 09.02 Bagian Humas <info@kemenkopukm.go.id> menulis:\n\n{OURS}"
    reading = read(written(quoted, own=signed()), POLICY)
    assert (reading.screening.action, reading.screening.is_auto_response) == (Action.DROP, True)


def test_a_draft_that_its_unit_asks_back_is_not_sent_and_the_officer_is_told() -> None:
    one = Memory()
    text = 'Deputi would like to recall the message, "Re: Mohon tindak lanjut".'
    raw = written(text, "Unit <koperasi@example.net>", signed("unit", "perkoperasian"), subject="Recall: Re: Mohon")
    decision = one.decided(raw)
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.draft) == (Status.WITH_UNIT, None)
    assert notices(decision) == ["officer.followup"]
    later = replace(one, ticket=decision.ticket).decided(written("#kirim", own=signed(), above=verdict()))
    assert [notice.value.reason.word for notice in later.notices] == ["no_draft"]
