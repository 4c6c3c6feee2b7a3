"""A reading function for tests in which some mails hang, die or eat memory, as a fault in a parser would let them."""

import os
import signal
from collections.abc import Sequence
from typing import Any

from mailticket.core import reading
from mailticket.core.policy import Policy


def read(raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> Any:
    """Read a mail; its header X-Test says what goes wrong."""
    for word, happens in ACTS.items():
        if b"X-Test: " + word in raw:
            return happens()
    return reading.read(raw, policy, sent)


def _hang() -> None:
    signal.pause()


def _spin() -> None:
    while True:
        pass


def _eat() -> int:
    return len(bytearray(1 << 40))


def _fail() -> None:
    raise LookupError("no such thing")


ACTS = {b"hangs": _hang, b"spins": _spin, b"aborts": os.abort, b"eats": _eat, b"fails": _fail}
