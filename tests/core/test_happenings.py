"""Every kind of happening is told wherever people read: in the digest, the receipt, `trace` and `show`."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailticket.core import digest as digests
from mailticket.core import shapes
from mailticket.core.deadline import Calendar
from mailticket.core.digest import DigestFacts
from mailticket.core.happenings import (
    FAMILIES,
    Drop,
    Family,
    Happening,
    Hold,
    Link,
    Move,
    Screened,
    Shunt,
    Silence,
    Stale,
    What,
    as_plain,
    from_plain,
    said,
)
from mailticket.core.happenings.value import fields_of
from mailticket.core.notices.letters import Held, Letter, Receipt
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Person, Role
from mailticket.core.post import LedgerRow, MailState, Place
from mailticket.core.screen import RULES
from mailticket.core.ticket import Event
from mailticket.edges.jinja import Renderer
from tests.core.desk import KEYS, NUMBER, POLICY, a_ticket

NOW = datetime(2026, 3, 17, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
RENDER = Renderer(POLICY, KEYS, [Path(__file__).parents[2] / "templates"])
RINA = Person(Role.OFFICER, "rina", "Rina Wulandari", "rina@example.org")
ALL = [kind for family in FAMILIES.values() for kind in family]
DATES = {"due_on": date(2026, 3, 30), "before": date(2026, 3, 30), "after": date(2026, 4, 1), "on": date(2026, 3, 19)}
# Of these two the question stands in the subject, in the place of the reason.
ASKED_OTHERWISE = {
    Hold.FORWARDED: "Daftarkan surel",
    Hold.UNIT_UNPROVEN: "Surel unit kerja tanpa kode",
    Hold.UNIT_FAILED: "pengirimnya palsu",
}


def for_each(kinds: Iterable[Family]) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Make one test of many: a thousand small ones cost more to start than to run."""

    def of_all(test: Callable[[Any], None]) -> Callable[[], None]:
        def run() -> None:
            for kind in kinds:
                try:
                    test(kind)
                except AssertionError as error:
                    raise AssertionError(f"{type(kind).__name__}.{kind.name}: {error}") from error

        run.__name__ = test.__name__
        return run

    return of_all


def sample(kind: Family) -> Happening:
    """A happening of this kind with all of its fields."""
    values = {**DATES, "reason": Hold.EMPTY(), "notice": Letter.ANSWERED, "mail": 7, "days": 2}
    return kind(**{name: values.get(name, f"({name})") for name in fields_of(kind.row.id, kind.row.en)[1]})


def told_of(kind: Family) -> What | Happening:
    """The line of the history in which a kind stands."""
    one = sample(kind)
    wrapped = {
        Hold: lambda: What.HELD(reason=one, person="rina"),
        Silence: lambda: What.NOT_ANSWERED(reason=one),
        Screened: lambda: What.NOT_ANSWERED(reason=one),
        Shunt: lambda: What.SHUNTED(mail=7, reason=one),
        Stale: lambda: What.CANCELLED(notice=Letter.ANSWERED, reason=one),
        Link: lambda: What.LINKED(number=NUMBER, reason=one),
        Move: lambda: What.DUE_MOVED(before=DATES["before"], after=DATES["after"], reason=(one,)),
        Letter: lambda: What.UNDELIVERED(notice=kind, says="550"),
    }
    return wrapped.get(type(kind), lambda: one)()


def digest_with(*events: Event, facts: DigestFacts | None = None) -> str:
    """What the supervisors read of these events."""
    open_ = digests.Open.of((), POLICY, Calendar(), NOW)
    digest = digests.digest(
        open_, [(NUMBER, event) for event in events], facts or DigestFacts(), NOW - timedelta(days=1)
    )
    return "\n".join(cell for section in digest.sections for row in (*section.rows, (section.title,)) for cell in row)


@for_each(ALL)
def test_a_kind_has_a_label_in_each_language_and_survives_being_kept(kind: Family) -> None:
    one = sample(kind)
    assert one.said("id")
    assert one.said("en")
    assert "{" not in one.said("id") + one.said("en")
    assert "[" not in one.said("id") + one.said("en")
    assert from_plain(as_plain(one)) == one


@for_each([k for k in ALL if not isinstance(k, Drop)])
def test_show_tells_every_kind(kind: Family) -> None:
    line = told_of(kind)
    (shown,) = shapes.history(a_ticket(), [Event(NOW, line, "rina")], [], ZONE, NOW.date())["events"]
    assert shown["what"] == (line.kind.row.known_as or line.kind.word)
    assert sample(kind).said("en") in shown["why"] or isinstance(kind, Letter)


@for_each(ALL)
def test_trace_tells_every_kind(kind: Family) -> None:
    row = LedgerRow(7, Place("a", "INBOX", 1, 7), None, None, NOW, MailState.DONE, NUMBER, (sample(kind),), 1)
    assert shapes.place(row, ZONE)["why"] == sample(kind).said("en")


@for_each(list(What))
def test_the_digest_counts_and_lists_what_its_row_says(kind: What) -> None:
    told = digest_with(Event(NOW, sample(kind), "rina"))
    assert (bool(kind.row.title) and kind.row.title in told) == bool(kind.row.counted or kind.row.listed)
    if kind.row.listed:
        assert sample(kind).said("id") in told


@for_each([*Hold, *Silence, *Screened, *Shunt, *Move, *Letter])
def test_the_digest_tells_every_reason_in_indonesian(kind: Family) -> None:
    assert sample(kind).said("id") in digest_with(Event(NOW, told_of(kind), "mailticket"))


@for_each([*Drop, *Screened])
def test_the_digest_tells_why_mails_became_no_ticket(kind: Family) -> None:
    assert sample(kind).said("id") in digest_with(facts=DigestFacts(unanswered=(((sample(kind),), 3),)))


def mailed(notice: Notice) -> str:
    """A mail as its reader sees it, on one line."""
    mail = message_from_bytes(RENDER(notice, a_ticket(), NOW).data, policy=default)
    assert RENDER.broken == []
    return " ".join(f"{mail['Subject']} {mail.get_body(('plain',)).get_content()}".split())


@for_each(list(What))
def test_the_receipt_says_what_was_done(kind: What) -> None:
    said_so = mailed(Notice(Receipt(done=(sample(kind),)), ("k", kind.word), RINA))
    assert " ".join(sample(kind).said("id").split()) in said_so


@for_each(list(Hold))
def test_the_mail_that_asks_says_why(kind: Hold) -> None:
    value = Held(
        reason=kind,
        text="Teks",
        asks=kind.row.releasable,
        word="ttup",
        near=("tutup",),
        unit_name="Deputi",
        proposed_name="Budi",
        proposed_address="budi@example.com",
    )
    assert ASKED_OTHERWISE.get(kind, kind.row.id.partition("{")[0]) in mailed(Notice(value, ("k", kind.word), RINA))


def test_every_rule_of_the_screen_has_its_kind() -> None:
    assert {rule.name for rule in RULES} == set(Screened)


@pytest.mark.parametrize(
    ("kind", "fields"), [(Hold.NOT_IN_BOOK, {}), (Hold.EMPTY, {"number": "x"}), (What.HELD, {"person": "rina"})]
)
def test_a_happening_takes_its_own_fields_and_no_others(kind: Family, fields: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        kind(**fields)


def test_what_has_no_value_is_left_out_of_the_sentence() -> None:
    assert What.RELEASED(mail=7).said("id") == "surel 7 dilepas ke tiket baru"
    assert What.RELEASED(mail=7, number=NUMBER).said("id") == f"surel 7 dilepas ke {NUMBER}"
    assert said((What.HELPED(), What.HELPED()), "id") == "daftar perintah"


def test_a_kind_of_a_newer_version_is_told_from_one_that_is_known() -> None:
    with pytest.raises(ValueError, match="no happening of this version"):
        from_plain({"kind": "weather.rain", "fields": {}})


def test_a_reason_is_never_a_sentence() -> None:
    with pytest.raises(TypeError, match="a reason is a happening"):
        What.HELD(reason="anything", person="rina")


def test_words_of_fields_are_told_in_the_language_of_the_reader() -> None:
    opened = What.OPENED(due_on=DATES["due_on"], without=("phone",))
    assert opened.said("id").endswith("tanpa nomor telepon")
    assert Stale.ENDED(status="awaiting_citizen").said("id") == "laporan sudah menunggu pelapor"
    assert What.REPLIED(how="released").said() == "a reply, known by its release by a person"
