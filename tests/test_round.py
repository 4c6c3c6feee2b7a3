"""What follows when a step of a round fails: it is said once for as long as it stays so, and holds up nothing."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from mailticket.app.open_book import OpenBook
from mailticket.app.round import Round
from mailticket.edges.tables import contents
from mailticket.errors import DatabaseHeld, LoginRefused, Transient
from mailticket.flows import receive
from tests.build import a_mail
from tests.context import a_context, when
from tests.fakes import Mailbox


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def one(said: list[str]) -> Round:
    """A round on a mailbox and a mail server that nobody asks."""
    service: Any = SimpleNamespace(clock=None, mailbox=lambda: None, sender=lambda: None)
    return Round(service, said.append, again=lambda name, error: "; again")


def fails(error: BaseException) -> Any:
    def step() -> int:
        raise error

    return step


def test_what_fails_is_said_once_for_as_long_as_it_stays_so(one: Round, said: list[str]) -> None:
    news = [one.attempt("digest", fails(Transient("busy"))).is_news for _ in range(3)]
    assert (news, said) == ([True, False, False], ["digest: busy; again"])
    assert one.attempt("digest", lambda: 2).changed == 2
    assert said == ["digest: busy; again", "digest: works again"]
    one.attempt("digest", lambda: 0)
    assert len(said) == 2


def test_another_trouble_of_the_same_step_is_news(one: Round, said: list[str]) -> None:
    one.attempt("mailbox", fails(Transient("refused")))
    assert one.attempt("mailbox", fails(LoginRefused("the password is wrong"))).is_news
    assert said == ["mailbox: refused; again", "mailbox: the password is wrong; again"]


def test_a_step_that_works_says_nothing_of_another_that_does_not(one: Round, said: list[str]) -> None:
    one.attempt("mailbox", fails(Transient("refused")))
    one.attempt("digest", lambda: 1)
    assert said == ["mailbox: refused; again"]
    assert one.troubles


def test_a_fault_of_the_program_is_told_as_one_and_ends_nothing(one: Round, said: list[str]) -> None:
    done = one.attempt("watch", fails(ZeroDivisionError("division by zero")))
    assert done.is_unexpected
    assert said == ["watch: unexpected ZeroDivisionError: division by zero; again"]
    assert not one.attempt("watch", fails(Transient("busy"))).is_unexpected


def test_after_a_trial_the_book_is_read_as_of_the_present_that_it_was_told(tmp_path: Path) -> None:
    context, told = a_context(f"sqlite:///{tmp_path}/desk.db"), when("2026-04-10 09:00")
    service: Any = SimpleNamespace(
        settings=SimpleNamespace(to_come=()),
        context=context, store=context.store, clock=lambda: told, is_trial=True, renew_calendar=lambda: False,
        mailbox=lambda: None, sender=lambda: None,
    )  # fmt: skip
    Round(service, lambda _: None).start()
    settings: Any = None
    reader = OpenBook(settings, context.store, lambda: when("2026-12-01 09:00"))
    assert reader.present() == told
    service.is_trial = False
    Round(service, lambda _: None).start()
    assert reader.present() == reader.clock()
    context.store.close()


def test_a_round_makes_the_kept_mails_of_long_ago_lighter(tmp_path: Path) -> None:
    context, mailbox, came = a_context(f"sqlite:///{tmp_path}/desk.db"), Mailbox(), when("2026-03-16 09:00")
    raw = a_mail(files=(("akta.pdf", bytes(range(256)) * 40),))
    mailbox.put(raw, came)
    receive.keep(context, mailbox, "INBOX", came)
    receive.process(context, came)
    service: Any = SimpleNamespace(
        context=context, store=context.store, clock=lambda: when("2026-06-16 09:00"), renew_calendar=lambda: False,
        mailbox=lambda: None, sender=lambda: None,
    )  # fmt: skip
    one = Round(service, lambda _: None)
    assert one.do("watch").error is None
    with context.store.read() as work:
        (stored,) = work._connection.execute(sa.select(contents.c.raw)).scalars()  # type: ignore[attr-defined]
        assert work.ledger.raw(1) == raw
    assert len(stored) < len(raw) // 4
    context.store.close()


def test_another_daemon_on_the_database_ends_everything(one: Round, said: list[str]) -> None:
    with pytest.raises(DatabaseHeld):
        one.attempt("hold", fails(DatabaseHeld("another mailticket holds it")))
    assert said == []
