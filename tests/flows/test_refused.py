"""A mail server that refuses everybody loses no mail; one that refuses a recipient is the end of that mail alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailticket.core.decide import letters
from mailticket.core.decision import Decision
from mailticket.core.notices.letters import Answered
from mailticket.core.notices.notice import Notice
from mailticket.core.post import Outcome, Verdict
from mailticket.core.ticket import Errand, Purpose
from mailticket.flows import deliver, resend, summarise
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context
from tests.context import outbox_rows
from tests.fakes import REFUSED, Sender
from tests.flows.test_deliver import NOW, a_ticket, drain

MINUTE = timedelta(minutes=1)
RELAY = "554 5.7.1 <{to}>: Relay access denied"
POLICY = "550 5.7.1 not accepted (in reply to 4bXQ2z5Nk0)"


class Refusing(Sender):
    """Refuses every recipient with the same words, as long as it `refuses_all`; then only those `unwanted`."""

    def __init__(self, says: str) -> None:
        super().__init__()
        self.says, self.refuses_all, self.unwanted = says, True, ""

    def send(self, sender, recipient, data, before_data) -> Outcome:
        if self.refuses_all or recipient == self.unwanted:
            self.tried.append(recipient)
            return Outcome(Verdict.LATER, self.says.format(to=recipient), 554, perhaps_all=True)
        return super().send(sender, recipient, data, before_data)


def states(context: Context) -> list[str]:
    return [state for *_, state in outbox_rows(context)]


@pytest.mark.parametrize("says", [RELAY, POLICY])
def test_a_server_that_refuses_everybody_is_said_and_all_waits_and_goes_out_when_it_is_mended(
    context: Context, says: str
) -> None:
    a_ticket(context, sender="siti@example.org")
    a_ticket(context, sender="budi@example.com")
    sender = Refusing(says)
    troubles = [deliver.deliver(context, sender, NOW + minutes * MINUTE).trouble for minutes in range(0, 120, 5)]
    assert any(trouble is not None and says[:9] in trouble for trouble in troubles)
    assert set(states(context)) == {"queued"}
    assert len(set(sender.tried)) == 3  # whoever the server would take is served: nobody waits behind another
    with context.store.read() as work:
        assert says[:9] in (deliver.trouble_of(work.memory) or "")
        until = work.tally.mark(NOW)
        (digest, *_) = summarise.notices_of(context, work, until, until, ())
        assert any(says[:9] in warning for warning in digest.value.digest.warnings)
    sender.refuses_all = False
    drain(context, sender, NOW + timedelta(days=1))
    assert set(states(context)) == {"sent"}
    with context.store.read() as work:
        assert deliver.trouble_of(work.memory) is None


def test_one_mail_alone_that_is_refused_again_and_again_is_said_as_well(context: Context) -> None:
    a_ticket(context, sender="siti@example.org")
    sender = Refusing(RELAY)
    sender.refuses_all, sender.unwanted = False, "siti@example.org"
    drain(context, sender, NOW)
    assert sorted(states(context)) == ["queued", "sent"]


def test_a_recipient_that_is_refused_while_others_are_served_is_refused_for_good(context: Context) -> None:
    a_ticket(context, sender="siti@example.org")
    a_ticket(context, sender="budi@example.com")
    sender = Refusing(RELAY)
    sender.refuses_all, sender.unwanted = False, "siti@example.org"
    for minutes in range(0, 30, 5):
        drain(context, sender, NOW + minutes * MINUTE)
    assert sorted(states(context)) == ["dead", "sent", "sent", "sent"]


def test_a_recipient_who_does_not_exist_is_the_end_of_that_mail_at_once(context: Context) -> None:
    a_ticket(context, sender="siti@example.org")
    sender = Sender()
    sender.refuses = {"siti@example.org": REFUSED}
    drain(context, sender, NOW)
    assert "dead" in states(context)


def test_what_was_given_up_is_put_back_by_hand_and_goes_out(context: Context) -> None:
    a_ticket(context, sender="siti@example.org")
    sender = Sender()
    sender.refuses = {"siti@example.org": REFUSED}
    drain(context, sender, NOW)
    with context.store.read() as work:
        (row,) = work.outbox.unsent()
    assert (row.state, row.send.letter.word, row.says) == ("dead", "citizen.acknowledged", REFUSED.says)
    assert resend.put_back(context, [row.send.id + 1], NOW) == ()  # it went out
    assert resend.put_back(context, None, NOW) == (row.send.id,)
    drain(context, Sender(), NOW)
    assert set(states(context)) == {"sent"}


def test_an_answer_that_is_put_back_answers_its_ticket(context: Context) -> None:
    a_ticket(context, sender="siti@example.org")
    drain(context, Sender(), NOW)
    with context.store.write() as work:
        ticket = work.book.ticket("KUKM-2026-000001")
        assert ticket is not None
        errand = Errand(Purpose.ANSWER, mail=1, ordered_by="rina")
        value = Answered("Simpanan Ibu dibayar.", None, NOW.date(), 1)
        notice = Notice(value, ("answer", 1), letters.citizen(ticket), ticket.language, errand=errand)
        ticket = replace(ticket, answering=errand)
        enact(context, work, Decision((), ticket=ticket, notices=(notice,)), NOW)
    sender = Sender()
    sender.refuses = {"siti@example.org": REFUSED}
    drain(context, sender, NOW)
    assert _status(context) == "open"
    assert len(resend.put_back(context, None, NOW)) == 1
    drain(context, Sender(), NOW)
    assert _status(context) == "answered"


def _status(context: Context) -> str:
    with context.store.read() as work:
        ticket = work.book.ticket("KUKM-2026-000001")
        assert ticket is not None
        return ticket.status.value
