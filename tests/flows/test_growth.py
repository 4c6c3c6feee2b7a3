"""A mail costs as much in a large book as in a small one: counted in steps of the database, not in time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from mailticket.core import policy as p
from mailticket.flows import deliver, receive
from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import POLICY, a_context, when
from tests.fakes import Mailbox, Sender

NOW = when("2026-03-16 09:00")
FEW, MANY = 20, 100
STEPS_A_TICKET_MAX = 25  # to count an officer's open tickets and the mails of an hour, proven ones apart: an entry each
LIMITS = p.Limits(automatic_per_domain_hour_max=10 * MANY, automatic_per_hour_max=10 * MANY)


class Steps:
    """Counts the instructions of SQLite."""

    def __init__(self, context: Context) -> None:
        self.taken = 0
        sa.event.listen(context.store._engine, "checkout", self._watch)  # type: ignore[attr-defined]

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


def a_context_in(folder: Path) -> Iterator[Context]:
    context = a_context(f"sqlite:///{folder}/mailticket.db", replace(POLICY, limits=LIMITS))
    yield context
    context.store.close()


@pytest.fixture
def context(tmp_path_factory) -> Iterator[Context]:
    yield from a_context_in(tmp_path_factory.mktemp("context"))


@pytest.fixture
def other(tmp_path_factory) -> Iterator[Context]:
    yield from a_context_in(tmp_path_factory.mktemp("other"))


def arrive(context: Context, mailbox: Mailbox, numbers: range) -> None:
    for n in numbers:
        mailbox.put(a_mail(sender=f"Siti <siti@{n}.example>", message_id=f"<{n}@example.org>"), NOW)
    more = True
    while more:
        more = receive.keep(context, mailbox, "INBOX", NOW).more


def process(context: Context) -> None:
    while receive.process(context, NOW):
        pass


def send(context: Context) -> None:
    while deliver.deliver(context, Sender(), NOW).claimed:
        pass


def test_a_mail_costs_hardly_more_in_a_large_book(context: Context) -> None:
    steps, mailbox, taken = Steps(context), Mailbox(), []
    for before, after in ((0, FEW), (FEW, MANY)):
        arrive(context, mailbox, range(before, after))
        process(context)
        send(context)
        arrive(context, mailbox, range(after, after + 1))
        with steps.of() as so_far:
            process(context)
            send(context)
        taken.append(so_far())
    assert taken[1] - taken[0] < STEPS_A_TICKET_MAX * (MANY - FEW), taken


def test_a_mail_costs_no_more_when_many_wait(context: Context, other: Context) -> None:
    taken = []
    for one, waiting in ((context, FEW + receive.BATCH), (other, MANY + receive.BATCH)):
        steps = Steps(one)
        arrive(one, Mailbox(), range(waiting))
        with steps.of() as so_far:
            receive.process(one, NOW)
            deliver.deliver(one, Sender(), NOW)
        taken.append(so_far())
    assert taken[1] == taken[0], taken
