"""A mail costs as much in a large book as in a small one: counted in steps of the database, not in time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from mailticket.core import policy as p
from mailticket.flows import deliver, receive
from mailticket.flows.ports import House
from tests.build import a_mail
from tests.fakes import Mailbox, Sender
from tests.house import POLICY, a_house, when

NOW = when("2026-03-16 09:00")
FEW, MANY = 20, 100
STEPS_A_TICKET_MAX = 20  # to count an officer's open tickets and the mails of an hour: an entry of an index each
LIMITS = p.Limits(automatic_per_domain_hour_max=10 * MANY, automatic_per_hour_max=10 * MANY)


class Steps:
    """Counts the instructions of SQLite."""

    def __init__(self, house: House) -> None:
        self.taken = 0
        sa.event.listen(house.store._engine, "checkout", self._watch)  # type: ignore[attr-defined]

    @contextmanager
    def of(self) -> Iterator[Callable[[], int]]:
        """Count from here on."""
        before = self.taken
        yield lambda: self.taken - before

    def _watch(self, connection, *_) -> None:
        connection.set_progress_handler(self._step, 1)

    def _step(self) -> int:
        self.taken += 1
        return 0


def a_house_in(folder: Path) -> Iterator[House]:
    house = a_house(f"sqlite:///{folder}/mailticket.db", replace(POLICY, limits=LIMITS))
    yield house
    house.store.close()


@pytest.fixture
def house(tmp_path_factory) -> Iterator[House]:
    yield from a_house_in(tmp_path_factory.mktemp("house"))


@pytest.fixture
def other(tmp_path_factory) -> Iterator[House]:
    yield from a_house_in(tmp_path_factory.mktemp("other"))


def arrive(house: House, mailbox: Mailbox, numbers: range) -> None:
    for n in numbers:
        mailbox.put(a_mail(sender=f"Siti <siti@{n}.example>", message_id=f"<{n}@example.org>"), NOW)
    more = True
    while more:
        more = receive.keep(house, mailbox, "INBOX", NOW).more


def process(house: House) -> None:
    while receive.process(house, NOW):
        pass


def send(house: House) -> None:
    while deliver.deliver(house, Sender(), NOW).claimed:
        pass


def test_a_mail_costs_hardly_more_in_a_large_book(house: House) -> None:
    steps, mailbox, taken = Steps(house), Mailbox(), []
    for before, after in ((0, FEW), (FEW, MANY)):
        arrive(house, mailbox, range(before, after))
        process(house)
        send(house)
        arrive(house, mailbox, range(after, after + 1))
        with steps.of() as so_far:
            process(house)
            send(house)
        taken.append(so_far())
    assert taken[1] - taken[0] < STEPS_A_TICKET_MAX * (MANY - FEW), taken


def test_a_mail_costs_no_more_when_many_wait(house: House, other: House) -> None:
    taken = []
    for one, waiting in ((house, FEW + receive.BATCH), (other, MANY + receive.BATCH)):
        steps = Steps(one)
        arrive(one, Mailbox(), range(waiting))
        with steps.of() as so_far:
            receive.process(one, NOW)
            deliver.deliver(one, Sender(), NOW)
        taken.append(so_far())
    assert taken[1] == taken[0], taken
