"""Every regular expression of the core, the texts that a regular expression has to fear, and how its time grows with them.

What is measured is the time of this process alone, and only growth decides: a loaded, slow or quick machine changes
both sides alike.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

from mailticket import core
from mailticket.core.vocabulary import Vocabulary

GROWTH_MAX = 9  # to four times the text: linear is 4, quadratic 16
WORTH_A_LOOK = 1e-6  # seconds of the processor for a character; what is quadratic takes several times that
HOPELESS = 1  # seconds after which nothing longer is tried
ROUNDS = 3  # each on twice the text, for a bounded repetition looks quadratic as long as the text is short
WORST = (
    "a", " ", "\t", "\n", "-", "_", "*", ">", "> ", "<", "(", "[", "=", ".", ",", ":", "@", "/", "#", "1", "0", "ä", "字", "\u00a0",
    "a ", "a.", "a@", "a@a.", "@a", "1 ", "1:", "1.1.", "a: ", "a:\n", "a\n", " \n", "- ", "> a\n", "On ", "on 1 ", "wrote ", "menulis ", "from: ",
    "dari: a@b.c\n", "sent from ", "dikirim dari ", "disclaimer: ", "this e-mail ", "terima kasih ", "re: ", "fwd: ", "[a] ", "could not be ",
    "deliver to ", "following recipients ", "550 ", "5.1.1 ", "<a@b.c>: ", "final-recipient: ", "message-id: ", "received: from\n", "i am out ",
    "saya sedang ", "out of office ", "automatic reply ", "your request has been ", "not ", "user unknown ", "=?utf-8?q?", "<div ", "&amp;", "begin 644 ",
    "filename=", '"', "'", ";", "; a=", "nama lengkap", "nama lengkap: ", "(a) ", "-- ", "*a* ", "mailto:", "Aa ", "A. ", "jl. ", "rt 1/2 ", "no. 1 ",
    "+62 ", "0812", "kec. a, ", "kab. ", "nama saya ", "rp 1.000", "#a ", "KUKM-2026-1 ", "http://a.b/",
)  # fmt: skip


def of_the_core() -> list:
    """Every pattern that a module of the core holds, as a parameter by its name."""
    return [pytest.param(pattern, id=name) for pattern, name in named().items()]


def named() -> dict[re.Pattern, str]:
    """Every pattern that a module of the core holds, with its name."""
    found: dict[re.Pattern, str] = {}
    for info in pkgutil.walk_packages(core.__path__, f"{core.__name__}."):
        for name, value in vars(importlib.import_module(info.name)).items():
            for index, one in enumerate(_compiled(value)):
                found.setdefault(one, f"{info.name.removeprefix('mailticket.core.')}.{name}[{index}]")
    return found


def _compiled(value: object, depth: int = 3) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Vocabulary):
        yield value.pattern
    elif getattr(getattr(value, "__wrapped__", None), "__annotations__", None) == {"return": re.Pattern[str]}:
        yield value()  # one that is made when it is first needed
    elif depth and isinstance(value, dict):
        yield from _compiled(list(value.values()), depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _compiled(one, depth - 1)


def slowest(pattern: re.Pattern, size: int, count: int) -> list[str]:
    """Those of the worst texts that take longest at a size."""
    return sorted(WORST, key=lambda unit: seconds(pattern, unit, size), reverse=True)[:count]


def growth(pattern: re.Pattern, unit: str, size: int) -> float:
    """How many times longer a text takes than a quarter of it; 0 for what is too quick to be worth a look."""
    grown = 0.0
    for longer in (size * 2**doubled for doubled in range(ROUNDS)):
        whole = seconds(pattern, unit, longer)
        if whole < WORTH_A_LOOK * longer:
            return 0.0
        grown = whole / seconds(pattern, unit, longer // 4)
        if grown < GROWTH_MAX or whole > HOPELESS:
            break
    return grown


def seconds(pattern: re.Pattern, unit: str, size: int) -> float:
    """The processor's time for a text of so many characters."""
    subject = (unit * (size // len(unit) + 1))[:size] + "!"
    subject = subject.encode() if isinstance(pattern.pattern, bytes) else subject
    began = time.process_time()
    sum(1 for _ in pattern.finditer(subject))
    pattern.fullmatch(subject)
    return time.process_time() - began
