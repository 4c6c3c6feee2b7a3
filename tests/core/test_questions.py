"""A question of ours takes a yes or a no; whatever else is written in reply to it is no answer to the citizen."""

import pytest

from mailticket.core import token
from mailticket.core.decide.consent import says_no, says_yes
from mailticket.core.happenings import Hold, What
from mailticket.core.people import Author, Role
from mailticket.core.ticket import Direction, Message, MessageState, Status
from tests.core.desk import MESSAGES, NOW, Memory, a_ticket, notices, signed, verdict, written

YES = (
    "ya", "YA", "Ya, kirim", "iya", "betul", "benar", "ok kirim", "yes", "Ya.", "ya pak", "Iya, kirim saja", "Siap, kirim bu",
    "Oke, silakan dikirim", "Ya, saya yang mengirim", "Betul, saya yang menulisnya", "Yes, send it", "Kirim saja", "\U0001f44d",
    "Ya\n\nRina Wulandari\nAnalis Kebijakan Ahli Muda", "YA\n\nTerima kasih", "ya\nrina", "Ya\n\nSalam,\nRina", "Nggih",
)  # fmt: skip
NO = (
    "tidak", "jangan", "bukan saya", "batal", "no", "jangan dikirim", "bukan saya yang mengirim", "Tidak, terima kasih", "Nggak",
    "Bukan saya yang mengirim surel itu.", "Jangan dulu", "gak jadi", "ga usah dikirim", "tdk", "bkn saya", "Maaf, bukan saya",
    "Saya tidak mengirim surel itu", "Saya tidak pernah menulis itu", "Itu bukan dari saya", "batalkan saja", "Don't send it",
    "I did not send this", "No, it wasn't me", "ya jangan", "Bukan. Saya sedang cuti.", "Tolong jangan dikirim", "Salah kirim, maaf",
)  # fmt: skip
NEITHER = (
    "ok tapi ubah kalimat kedua", "Ya\n\ntapi tolong ganti tanggalnya", "Tidak apa-apa, kirim saja", "Maksudnya apa?", "ya?",
    "Yth. Ibu Siti, simpanan Ibu dibayar pekan depan.", "Ya nanti saya perbaiki dulu", "kirim besok saja", "no problem",
    "Siap, nanti saya cek", "Ya, tolong perbaiki dulu", "Ya\nhapus paragraf terakhir", "Jangan lupa lampirannya", "saya lupa",
)  # fmt: skip
ANSWER = "Yth. Ibu Siti, simpanan Ibu dibayar koperasi pekan depan."
HELD = signed(purpose=token.CHALLENGE, about=7)


def replied(text: str, about: str | None = "held", **how):
    how = {"own": HELD, "above": verdict(), **how}
    return Memory(ticket=a_ticket(status=Status.OPEN)).decided(written(text, **how), about=about)


@pytest.mark.parametrize("text", YES)
def test_a_yes_is_known_by_its_common_words(text: str) -> None:
    assert (says_yes(text, "Rina Wulandari"), says_no(text)) == (True, False)


@pytest.mark.parametrize("text", NO)
def test_a_no_is_known_by_its_common_words(text: str) -> None:
    assert (says_yes(text, "Rina Wulandari"), says_no(text)) == (False, True)


@pytest.mark.parametrize("text", NEITHER)
def test_whatever_says_more_is_neither(text: str) -> None:
    assert (says_yes(text, "Rina Wulandari"), says_no(text)) == (False, False)


def test_a_yes_lets_the_mail_go_and_nothing_else() -> None:
    decision = replied("Ya, kirim.")
    assert [release.mail for release in decision.releases] == [7]
    assert (decision.notices, decision.settles) == ((), ())


@pytest.mark.parametrize("text", ["Bukan saya yang mengirim surel itu.", "jangan dikirim"])
def test_a_no_is_final(text: str) -> None:
    decision = replied(text)
    assert (decision.releases, decision.settles, decision.notices) == ((), (7,), ())
    assert [event.what.kind for event in decision.events] == [What.DENIED]
    later = replied("YA", about="done")
    assert later.releases == ()
    assert notices(later) == ["officer.held"]


@pytest.mark.parametrize("text", [*NEITHER, ANSWER, "Bukunya ada di saya"])
def test_another_text_in_reply_to_a_question_is_asked_about_in_its_turn(text: str) -> None:
    decision = replied(text)
    assert notices(decision) == ["officer.held"]
    (asked,) = decision.notices
    assert (asked.asks_about, asked.value.reason) in {(9, Hold.NOT_A_YES), (9, Hold.UNMARKED)}
    assert decision.releases == ()


def test_a_text_that_was_asked_about_in_its_turn_is_sent_by_a_yes_and_ends_the_first_question() -> None:
    (asked,) = replied(ANSWER).notices
    assert asked.value.goes_out == ANSWER
    decision = Memory(ticket=a_ticket(status=Status.OPEN)).decided(
        written(ANSWER, own=HELD, above=verdict()), released=True
    )
    assert "citizen.answered" in notices(decision)
    assert decision.settles == (7,)


@pytest.mark.parametrize("order", [f"#jawab\n{ANSWER}", f"#tutup\n{ANSWER}", "#catatan sudah ditelepon"])
def test_a_command_in_reply_to_a_question_is_carried_out(order: str) -> None:
    decision = replied(order)
    assert "officer.receipt" in notices(decision)
    assert decision.settles == (7,)


def test_a_yes_is_none_where_we_asked_which_unit_is_meant() -> None:
    desk = Memory(ticket=a_ticket(status=Status.OPEN))
    held = desk.decided(written("#teruskan entah", own=signed(), above=verdict()))
    assert (held.notices[0].value.asks, held.notices[0].asks_about) == (False, 9)
    decision = desk.decided(written("YA", own=HELD, above=verdict()), about="held", why=held.why)
    assert decision.releases == ()
    assert notices(decision) == ["officer.held"]


def test_a_mistyped_command_is_carried_out_by_a_yes() -> None:
    raw = written(f"#ttup\n{ANSWER}", own=signed(), above=verdict())
    (asked,) = Memory().decided(raw).notices
    assert (asked.value.reason, asked.value.near, asked.value.goes_out) == (Hold.NEAR, ("tutup",), ANSWER)
    assert "citizen.closed" in notices(Memory().decided(raw, released=True))


@pytest.mark.parametrize("word", ["#x", "#BanggaBuatanIndonesia", "#ttup\n#xyz", "#xyz\n#tutup", "#xyz\n#ttup"])
@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize("who", [("officer", "rina"), ("supervisor", "kabag"), ("unit", "perkoperasian")])
def test_a_command_that_nobody_can_guess_is_asked_about_and_no_yes_sends_it(word, released, who) -> None:
    sender = {"rina": "rina@example.org", "kabag": "kabag@example.org"}.get(who[1], "koperasi@example.net")
    raw = written(f"{word}\n{ANSWER}", sender, signed(*who), verdict(sender.partition("@")[2]))
    decision = Memory().decided(raw, released=released)
    assert decision.state == "held"
    (asked,) = decision.notices
    assert (asked.value.reason, asked.value.near) == (Hold.UNKNOWN, ())


def test_a_mistyped_note_goes_to_no_citizen_by_a_yes() -> None:
    raw = written("#cattan pengurusnya pernah dipidana", own=signed(), above=verdict())
    (asked,) = Memory().decided(raw).notices
    assert (asked.value.asks, asked.value.goes_out) == (True, "")
    decision = Memory().decided(raw, released=True)
    assert not any(notice.to.role is Role.CITIZEN for notice in decision.notices)


def test_what_the_mail_server_calls_false_is_said_first_and_nothing_of_it_is_repeated() -> None:
    for own in (None, signed("officer", "dodi"), signed("citizen", "citizen")):
        raw = written(ANSWER, own=own, above=verdict(result="fail"), subject="Re: [KUKM-2026-000001] Simpanan")
        decision = Memory().decided(raw)
        (told,) = decision.notices
        assert (told.name, told.value.reason, told.value.text) == ("officer.not_done", Hold.FAILED_VERDICT, "")
        assert told.value.asks is False


def test_a_supervisor_may_say_guidance_outright() -> None:
    raw = written("#arahan\nTono, tolong segera diselesaikan", "Kepala Bagian <kabag@example.org>",
                  own=signed("supervisor", "kabag"), above=verdict())  # fmt: skip
    decision = Memory().decided(raw)
    assert What.GUIDED in [event.what.kind for event in decision.events]
    assert not any(notice.to.role is Role.CITIZEN for notice in decision.notices)
    assert notices(replied("#arahan\nTolong")) == ["officer.held"]


def test_a_program_that_answers_every_question_is_not_asked_for_ever() -> None:
    held = Message(NOW, Direction.IN, Author(Role.OFFICER, "rina"), "rina@example.org", "", "Re", None, ANSWER, id=5,
                   mail=5, state=MessageState.HELD)  # fmt: skip
    desk = Memory(ticket=a_ticket(status=Status.OPEN), messages=(*MESSAGES, held))
    decision = desk.decided(written(ANSWER, own=HELD, above=verdict()), about="held")
    assert (decision.state, decision.notices) == ("held", ())


def test_a_units_yes_to_a_question_is_no_draft() -> None:
    own = signed("unit", "perkoperasian", purpose=token.CHALLENGE, about=7)
    decision = Memory().decided(written("Ya", "Deputi <koperasi@example.net>", own=own), about="held")
    assert [notice.value.reason for notice in decision.notices] == [Hold.NOT_A_YES]
    assert decision.ticket == Memory().ticket
