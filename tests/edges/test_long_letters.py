"""Letters with long words of others: their size is bounded, officers get the whole as a file, and what a unit reads of a
confidential report is shown to its officer.
"""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from mailticket.core.compose import samples
from mailticket.core.mail import Attachment
from mailticket.core.notices.letters import Assigned, Followup, Receipt, UnitForwarded
from mailticket.core.people import CITIZEN
from mailticket.core.policy import Limits
from mailticket.core.ticket import Direction, Message
from mailticket.edges.jinja import Renderer
from tests.core.desk import DESK, KEYS, MESSAGES, NOW, POLICY, Memory, a_ticket, parsed, signed, verdict, written
from tests.edges.test_templates import SHIPPED, TICKET, notice

RENDER = Renderer(POLICY, KEYS, [SHIPPED])
LONG = "Baris pertama.\n" + "kata " * 20_000
TEXT_CHARACTERS_MAX = 2_000_000  # of a mail, that are read
RENDERED_SECONDS_MAX = 3
FOLLOW_UPS = 40


def files_of(data: bytes) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in parsed(data).iter_attachments()}


@pytest.mark.parametrize("letter", [Assigned, Followup])
def test_the_rest_of_a_long_text_is_attached_whole(letter) -> None:
    rendered = RENDER(notice(replace(samples.usual(letter), text=LONG)), TICKET, NOW)
    assert "[lanjutannya terlampir]" in rendered.text
    assert rendered.text.count("kata") < POLICY.limits.letter_characters_max // 4
    assert files_of(rendered.data) == {"teks-selengkapnya.txt": LONG.encode()}


def test_a_unit_is_told_that_there_is_more() -> None:
    rendered = RENDER(notice(replace(samples.usual(UnitForwarded), text=LONG)), TICKET, NOW)
    assert "[...]" in rendered.text
    assert files_of(rendered.data) == {}


@pytest.mark.parametrize("unit", ["😀", "a\n", '"<&>"\n', "kata ", "é" * 200 + "\n"])
def test_no_letter_is_larger_than_what_goes_out_or_takes_long(unit: str) -> None:
    text = (unit * TEXT_CHARACTERS_MAX)[:TEXT_CHARACTERS_MAX]
    history = ((NOW, "pelapor", text[: POLICY.limits.history_characters_max]),)
    photo = Attachment("foto.jpg", "image/jpeg", b"x" * 9_000_000, "foto.jpg")
    value = replace(samples.usual(Assigned), text=text, history=history)
    begun = time.process_time()
    rendered = RENDER(notice(value, attachments=(photo,)), TICKET, NOW)
    assert time.process_time() - begun < RENDERED_SECONDS_MAX
    assert len(rendered.data) <= POLICY.limits.outgoing_size_bytes_max


def test_the_history_below_many_letters_stays_small() -> None:
    messages: tuple[Message, ...] = MESSAGES[:1]
    sizes = []
    for n in range(FOLLOW_UPS):
        text = f"Surat ke-{n}. {'simpanan saya belum cair. ' * 770}"
        at = NOW + timedelta(hours=n)
        desk = Memory(ticket=a_ticket(), messages=messages)
        raw = written(text, "Siti Aminah <siti@example.org>", own=signed("citizen", "citizen"))
        decision = desk.decided(raw, received_at=at)
        assert decision.message is not None
        messages = (*messages, replace(decision.message, id=100 + n, at=at))
        (told,) = (one for one in decision.notices if one.name == "officer.followup")
        sizes.append(len(RENDER(told, decision.ticket, NOW).data))
    assert sizes[-1] < sizes[FOLLOW_UPS // 4] * 1.1
    assert sum(sizes) < FOLLOW_UPS * 150_000


def test_an_officer_sees_what_the_unit_reads_of_a_confidential_report() -> None:
    told = "Saya Siti Aminah, Jl. Mawar 5. Hubungi 0812-3456-7890. Petugas KSP Maju meminta uang kepada saya."
    desk = Memory(
        ticket=a_ticket(confidential=True), messages=(replace(MESSAGES[0], text=told, full_text=told), MESSAGES[1])
    )
    order = "#teruskan perkoperasian\nMohon cek laporan Siti Aminah (siti@example.org) di KSP Maju."
    decision = desk.decided(written(order, own=signed(), above=verdict()))
    unit, receipt = (
        next(RENDER(one, decision.ticket, NOW).text for one in decision.notices if one.name == name)
        for name in ("unit.forwarded", "officer.receipt")
    )
    quoted = [line for line in unit.split("\n") if line.startswith("> ")]
    assert quoted
    assert "\n".join(quoted) in receipt
    assert "Mohon cek laporan [dirahasiakan] ([dirahasiakan]) di KSP Maju." in receipt
    assert not any(word in receipt for word in ("Siti", "Mawar", "3456"))


def test_a_report_that_is_not_confidential_needs_no_such_copy() -> None:
    decision = Memory().decided(written("#teruskan perkoperasian\nMohon cek.", own=signed(), above=verdict()))
    (receipt,) = (one.value for one in decision.notices if one.name == "officer.receipt")
    assert isinstance(receipt, Receipt)
    assert receipt.unit_sees == ()


def test_a_long_form_is_shown_to_its_officer_up_to_the_limit() -> None:
    value = replace(samples.usual(Receipt), pieces=(("laporan", LONG),))
    assert len(RENDER(notice(value), TICKET, NOW).text) < 2 * POLICY.limits.letter_characters_max


def test_the_limits_of_the_history_are_settings() -> None:
    limits = Limits(history_mail_characters_max=50, history_characters_max=120)
    told = tuple(
        Message(NOW + timedelta(hours=n), Direction.IN, CITIZEN, "siti@example.org", DESK, "x", f"<{n}@x>", "simpanan " * 20, id=n)
        for n in range(5)
    )  # fmt: skip
    desk = Memory(policy=replace(POLICY, limits=limits), messages=told)
    decision = desk.decided(written("Tambahan.", "Siti Aminah <siti@example.org>", own=signed("citizen", "citizen")))
    history = next(one.value.history for one in decision.notices if one.name == "officer.followup")
    assert [len(text) for _, _, text in history[:-1]] == [56, 56]
    assert "3 surel yang lebih lama" in history[-1][2]
