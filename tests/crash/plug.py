"""Power that fails at the n-th step: around every transaction, before every word to a server, inside every read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from mailticket.flows.ports import Context
from tests.fakes import Mailbox, Sender


class PowerLoss(BaseException):
    """Nothing of this process goes on: no handler of ours may catch it."""


class Plug:
    """Counts steps; the one with number `at` is the last. `at` 0: the power stays on."""

    def __init__(self, at: int = 0, failure: type[BaseException] = PowerLoss) -> None:
        self.at = at
        self.failure = failure
        self.steps: list[str] = []

    def step(self, what: str) -> None:
        self.steps.append(what)
        if len(self.steps) == self.at:
            raise self.failure(what)

    def into(self, context: Context, mailbox: Mailbox, sender: Sender) -> Context:
        """Run a context and its servers on this plug."""
        mailbox.waits = sender.waits = self.step

        def read(*arguments: Any) -> Any:
            self.step("read")
            return context.read(*arguments)

        return replace(context, store=_Store(context.store, self), read=read)


class _Store:
    """The real store; each writing transaction has three places where the power can fail."""

    def __init__(self, store: Any, plug: Plug) -> None:
        self._store, self._plug = store, plug

    @contextmanager
    def write(self) -> Iterator[Any]:
        self._plug.step("begin")
        with self._store.write() as work:
            yield work
            self._plug.step("commit")
        self._plug.step("committed")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
