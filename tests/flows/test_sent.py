"""An answer is compared with the mail that it answers; no token of ours is kept anywhere but in outgoing mail."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import sqlalchemy as sa

from mailticket.core import token
from mailticket.core.ticket import Direction, Message, Status
from mailticket.edges.tables import metadata
from mailticket.flows import deliver, receive
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail, quoted
from tests.context import RINA, outbox_rows, when
from tests.fakes import Mailbox, Sender

WITHOUT_PHONE = "\n".join(line for line in COMPLETE.split("\n") if not line.startswith("No HP"))
PHONE = "0812-3456-7712"
ANSWER = "Bapak/Ibu, koperasi tersebut sudah kami panggil dan simpanan Anda dibayarkan paling lambat 30 April 2026."
DATE = {"Date": "Mon, 16 Mar 2026 10:00:00 +0700"}


class Desk:
    """One mailbox and one way out."""

    def __init__(self, context: Context) -> None:
        self.context, self.mailbox, self.sender = context, Mailbox(), Sender()

    def got(self, raw: bytes, at: str) -> list[EmailMessage]:
        """What goes out when a mail has come in, its undo time over."""
        self.mailbox.put(raw, when(at))
        receive.keep(self.context, self.mailbox, "INBOX", when(at))
        while receive.process(self.context, when(at)):
            pass
        before = len(self.sender.accepted)
        while deliver.deliver(self.context, self.sender, when(f"{at[:-2]}59")).claimed:
            pass
        return [message_from_bytes(data, policy=default) for _, _, data in self.sender.accepted[before:]]  # type: ignore[misc]

    def last(self) -> Message:
        """The newest mail that somebody sent to the desk."""
        with self.context.store.read() as work:
            messages = work.book.messages("KUKM-2026-000001")
        return [message for message in messages if message.direction is Direction.IN][-1]

    def status(self) -> Status:
        with self.context.store.read() as work:
            ticket = work.book.ticket("KUKM-2026-000001")
        assert ticket is not None
        return ticket.status


@pytest.fixture
def desk(context: Context) -> Desk:
    return Desk(context)


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text


@pytest.mark.parametrize("ids", ["kept", "lost", "lost, and the reference line as well"])
def test_an_answer_in_the_form_of_a_quotation_without_marks_is_told_from_our_letter(desk: Desk, ids: str) -> None:
    (asked,) = desk.got(a_mail(WITHOUT_PHONE), "2026-03-16 09:00")
    filled = body(asked).replace("Nomor telepon: ", f"Nomor telepon: {PHONE}")
    if ids == "kept":
        raw = a_mail(filled, reply_to=asked)
    else:
        filled = filled if ids == "lost" else filled[: filled.index("Ref:")]
        raw = a_mail(filled, subject=f"Re: {asked['Subject']}")
    desk.got(raw, "2026-03-16 10:00")
    assert desk.status() is Status.OPEN
    assert desk.last().text == f"Nomor telepon: {PHONE}"


def test_an_officers_text_inside_the_quotation_goes_out_after_a_yes_word_for_word(desk: Desk) -> None:
    sent = desk.got(a_mail(), "2026-03-16 09:00")
    assigned = next(mail for mail in sent if mail["X-Mailticket-Notice"] == "officer.assigned")
    lines = quoted(assigned)
    inside = f"From: Meja <info@kemenkopukm.go.id>\nSent: Monday, March 16, 2026 9:00 AM\nTo: Rina\nSubject: {assigned['Subject']}\n\n{ANSWER}\n\n{body(assigned)}"
    assert ANSWER not in lines
    (held,) = desk.got(a_mail(inside, RINA, reply_to=assigned, proven=True, headers=DATE), "2026-03-16 10:00")
    assert held["X-Mailticket-Notice"] == "officer.held"
    assert " ".join(ANSWER.split()) in " ".join(body(held).replace("\n> ", " ").split())
    assert desk.status() is Status.OPEN
    sent = desk.got(a_mail(f"YA\n\n{quoted(held)}", RINA, reply_to=held, proven=True, headers=DATE), "2026-03-16 11:00")
    answered = next(mail for mail in sent if mail["X-Mailticket-Notice"] == "citizen.answered")
    assert " ".join(ANSWER.split()) in " ".join(body(answered).split())
    assert "Laporan baru" not in body(answered)


def test_no_token_is_kept_or_passed_on(desk: Desk, database: str) -> None:
    sent = desk.got(a_mail(WITHOUT_PHONE), "2026-03-16 09:00")
    (own,) = token.find(str(sent[0]["Message-ID"]))
    raw = a_mail(f"{PHONE}\nRef: {own}\n\n{quoted(sent[0])}", reply_to=sent[0])
    sent = desk.got(raw, "2026-03-16 10:00")
    assigned = next(mail for mail in sent if mail["X-Mailticket-Notice"] == "officer.assigned")
    (hers,) = token.find(str(assigned["Message-ID"]))
    note = f"#catatan sudah ditelepon\nRef: {hers}\n"
    desk.got(a_mail(note, RINA, reply_to=assigned, proven=True, headers=DATE), "2026-03-16 11:00")
    answer = f"{ANSWER} Ref: {hers}\n\nRef: {hers}\n\n{quoted(assigned)}"
    sent = desk.got(a_mail(answer, RINA, reply_to=assigned, proven=True, headers=DATE), "2026-03-16 12:00")
    answered = next(mail for mail in sent if mail["X-Mailticket-Notice"] == "citizen.answered")
    assert body(answered).count("Ref:") == 1
    assert hers not in answered.as_string()
    stored = dict[str, str]()
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                for name, value in row._mapping.items():
                    if token.find(str(value)):
                        stored[f"{table.name}.{name}"] = str(value)
    engine.dispose()
    # The mail as it came and as it goes, and the ids and envelope senders under which its answers are known.
    assert set(stored) <= {"contents.raw", "outbox.data", "outbox.sender", "messages.message_id"}


def test_a_reference_line_in_a_subject_is_not_kept(desk: Desk) -> None:
    sent = desk.got(a_mail(), "2026-03-16 09:00")
    (own,) = token.find(str(sent[0]["Message-ID"]))
    desk.got(
        a_mail(
            "Tambahan: buku simpanan nomor 12.", subject=f"Re: {own}", headers={"In-Reply-To": sent[0]["Message-ID"]}
        ),
        "2026-03-16 10:00",
    )
    assert own not in desk.last().subject
    assert outbox_rows(desk.context)
