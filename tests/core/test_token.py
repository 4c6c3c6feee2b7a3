"""Tokens: what signs, what verifies, and what never does."""

from datetime import date, timedelta

import pytest

from mailticket.core import token

KEYS = (("k2", b"second key, the one that signs now"), ("k1", b"first key, still good to verify"))
DAY = date(2026, 3, 16)
PERSONS = {"citizen": ("citizen",), "officer": ("rina", "dodi"), "unit": ("perkoperasian",), "supervisor": ("kabag",)}
NUMBER = "KUKM-2026-000123"


def signed(number: str = NUMBER, role: str = "officer", person: str = "rina", keys: token.Keys = KEYS) -> str:
    return token.sign(keys, number, role, person, token.REPLY, DAY)


@pytest.mark.parametrize("role", PERSONS)
def test_a_token_says_whose_it_is(role: str) -> None:
    person = PERSONS[role][0]
    said = token.verify(signed(role=role, person=person), KEYS, PERSONS, "KUKM")
    assert said == token.Token(NUMBER, role, person, token.REPLY, DAY)


def test_a_token_without_a_ticket_names_the_desk() -> None:
    said = token.verify(signed(number=token.DESK), KEYS, PERSONS, "KUKM")
    assert said is not None
    assert said.number == token.DESK


def test_an_old_key_still_verifies_and_a_foreign_one_does_not() -> None:
    assert token.verify(signed(keys=KEYS[1:]), KEYS, PERSONS, "KUKM") is not None
    assert token.verify(signed(keys=(("x", b"somebody else's"),)), KEYS, PERSONS, "KUKM") is None


def test_a_token_survives_folded_case() -> None:
    assert token.verify(signed().upper(), KEYS, PERSONS, "KUKM") is not None


@pytest.mark.parametrize("place", range(len(signed())))
def test_no_changed_character_verifies(place: int) -> None:
    good = signed()
    other = "b" if good[place] != "b" else "c"
    assert token.verify(good[:place] + other + good[place + 1 :], KEYS, PERSONS, "KUKM") is None


def test_one_who_left_is_nobody() -> None:
    assert token.verify(signed(), KEYS, {**PERSONS, "officer": ("dodi",)}, "KUKM") is None


def test_a_token_ends_after_its_days() -> None:
    said = token.verify(signed(), KEYS, PERSONS, "KUKM")
    assert said is not None
    assert not token.expired(said, DAY + timedelta(days=90), 90)
    assert token.expired(said, DAY + timedelta(days=91), 90)
    assert token.expired(said, DAY - timedelta(days=2), 90)


def test_tokens_are_found_and_taken_out_of_text() -> None:
    one = signed()
    text = f"Ref: {one}\n> Ref: {one}\n<{one}.abc@example.org>"
    assert token.find(text) == (one,)
    assert one not in token.strip(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Baik.\n\nRef: {own}\nRina", "Baik.\n\n\nRina"),
        ("> *Ref:* {OWN}", ">"),
        ("Kodenya {own}, begitu.", "Kodenya , begitu."),
        ("Ref:\n> {head}-\n> {code}\nx", "\n\n\nx"),
        ("Ref: surat kami nomor 12", "Ref: surat kami nomor 12"),
    ],
)
def test_a_text_keeps_its_length_and_loses_its_tokens(text: str, left: str) -> None:
    head, _, code = signed().rpartition("-")
    text = text.format(own=signed(), OWN=signed().upper(), head=head, code=code)
    blanked = token.blanked(text)
    assert len(blanked) == len(text)
    assert "\n".join(" ".join(line.split()) for line in blanked.split("\n")) == left


def test_an_address_stays_one_when_its_token_is_taken_out() -> None:
    text = f"Pada 16 Mar 2026 pukul 09.02 Meja <info+{signed()}@desk.example> menulis:"
    blanked = token.blanked(text)
    assert not token.find(blanked)
    assert blanked.startswith("Pada 16 Mar 2026 pukul 09.02 Meja <info+xxx")
    assert blanked.endswith("xxx@desk.example> menulis:")
