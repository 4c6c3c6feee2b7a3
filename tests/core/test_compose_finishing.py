"""A notice and its wording become a finished mail, whoever supplies the wording."""

from datetime import UTC, datetime
from email import message_from_bytes

from mailticket.core import token as tokens
from mailticket.core.compose import Wording, drawing, finish, ids, samples
from mailticket.core.compose.labels import Labels
from mailticket.core.digest import Bar
from mailticket.core.notices.letters import CITIZEN_NOTICES, Closed
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Role
from mailticket.core.policy import Desk, Officer, Policy
from mailticket.core.ticket import Outcome

KEYS = (("k1", b"a secret of this test"),)
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
POLICY = Policy(desk=Desk(address="info@desk.example"), officers=(Officer("rina", "Rina", "rina@desk.example"),))
CLOSED = Notice(Closed(Outcome.RESOLVED), ("test", "closed"), samples.PEOPLE[Role.CITIZEN])
LABELS = Labels(
    moment="{day} pukul {hour}",
    fields={},
    asked={},
    known={},
    kinds={},
    titles={**dict.fromkeys(CITIZEN_NOTICES, "Perihal"), "citizen.closed": "Laporan selesai"},
    sentences={"opening": "Mengenai {number}.", "due": "{due}", "form": "Isi:", "free": "Gratis.", "reply": "Balas."},
    greetings=("yth",),
)


def finished(word):
    return finish(CLOSED, samples.TICKET, word, POLICY, {"id": LABELS}, KEYS, NOW)


def test_the_wording_is_laid_out_above_its_foot_and_the_reference_line():
    one = finished(lambda notice, view: Wording("Selesai", f"Halo\n{view.to.name}.", "--\nKami", "<p>Halo</p>"))
    assert one.broken == ()
    assert one.rendered.subject == "[TIKET-2026-000123] Selesai"
    (token,) = tokens.find(one.rendered.message_id)
    assert one.rendered.text == f"Halo Siti Aminah.\n\n-- \nKami\nRef: {token}\n"
    assert one.html == "<p>Halo</p>"
    assert message_from_bytes(one.rendered.data)["Auto-Submitted"] == "auto-generated"


def test_wording_that_fails_or_that_the_linter_refuses_gives_way_to_built_in_words():
    def failing(notice, values):
        raise KeyError("nothing")

    for word, why in (
        (failing, "KeyError: 'nothing'"),
        (lambda *_: Wording("x", "rina@desk.example", ""), "an officer's own address"),
    ):
        one = finished(word)
        assert one.broken == (why,)
        assert one.rendered.subject == "[TIKET-2026-000123] Laporan selesai"
        assert "Gratis." in one.rendered.text
        assert one.html == ""


def test_an_id_may_be_named_that_bears_no_token_of_somebody_else():
    number = "TIKET-2026-000123"

    def name(role, who, of=number):
        return f"<{tokens.sign(KEYS, of, role, who, tokens.REPLY, NOW.date())}.x@desk.example>"

    assert ids.may_name(name("citizen", "citizen"), number, CLOSED, POLICY, KEYS)
    assert ids.may_name("<a@example.org>", number, CLOSED, POLICY, KEYS)
    assert not ids.may_name(name("officer", "rina"), number, CLOSED, POLICY, KEYS)
    assert not ids.may_name("a@example.org", number, CLOSED, POLICY, KEYS)


def test_a_mail_names_the_ids_of_its_own_ticket_alone():
    number, other = "TIKET-2026-000123", "KUKM-2026-000122"
    of_other = tokens.sign(KEYS, other, "citizen", "citizen", tokens.REPLY, NOW.date())
    of_desk = tokens.sign(KEYS, tokens.DESK, "citizen", "citizen", tokens.REPLY, NOW.date())
    for token in (of_other, of_desk):
        assert not ids.may_name(f"<{token}.x@desk.example>", number, CLOSED, POLICY, KEYS)
    assert ids.may_name(f"<{of_desk}.x@desk.example>", None, CLOSED, POLICY, KEYS)


def test_a_table_too_wide_is_folded_in_its_widest_column():
    lines = [line[1:] for line in drawing.table([("KUKM-1", "panjang " * 12)], ("Tiket", "Perihal")).split("\n")]
    assert lines[0] == "Tiket   Perihal"
    assert lines[1].startswith("KUKM-1  panjang")
    assert lines[2].startswith("        panjang")
    assert max(len(line) for line in lines) <= drawing.TABLE_WIDTH


def test_what_is_late_is_drawn_first_with_another_sign():
    assert [line[1:] for line in drawing.bars([Bar("Rina", 4, 1), Bar("Bagus", 1)]).split("\n")] == [
        "Rina   !!!!!!##################  4, lewat 1",
        "Bagus  ######                    1",
    ]
