"""Every regular expression of the core is linear: four times the text costs about four times the processor's time.

What is measured is the time of this process alone, the best of several, and only growth decides: a loaded or slow
machine changes both sides alike.
"""

import importlib
import pkgutil
import re
import time

import pytest

from mailticket import core

SHORT = 1_000  # characters on which a pattern that is not linear already stands out
SUSPICIOUS = 0.004  # seconds of the processor on so few characters; most patterns take a hundredth of it
HOPELESS = 0.25  # so many are not measured any further
GROWTH_MAX = 9  # to four times the text: linear is 4, quadratic 16
ROUNDS = 2  # more of them only where the one before did not acquit the pattern
WORST = (
    "a", " ", "\t", "\n", "-", "_", "*", ">", "> ", "<", "(", "[", "=", ".", ",", ":", "@", "/", "#", "1", "0", "ä", "字", "\u00a0",
    "a ", "a.", "a@", "a@a.", "@a", "1 ", "1:", "1.1.", "a: ", "a:\n", "a\n", " \n", "- ", "> a\n", "On ", "on 1 ", "wrote ", "menulis ", "from: ",
    "dari: a@b.c\n", "sent from ", "dikirim dari ", "disclaimer: ", "this e-mail ", "terima kasih ", "re: ", "fwd: ", "[a] ", "could not be ",
    "deliver to ", "following recipients ", "550 ", "5.1.1 ", "<a@b.c>: ", "final-recipient: ", "message-id: ", "received: from\n", "i am out ",
    "saya sedang ", "out of office ", "automatic reply ", "your request has been ", "not ", "user unknown ", "=?utf-8?q?", "<div ", "&amp;", "begin 644 ",
    "filename=", '"', "'", ";", "; a=", "nama lengkap", "nama lengkap: ", "(a) ", "-- ", "*a* ", "mailto:", "Aa ", "A. ", "jl. ", "rt 1/2 ", "no. 1 ",
    "+62 ", "0812", "kec. a, ", "kab. ", "nama saya ", "rp 1.000", "#a ", "KUKM-2026-1 ", "http://a.b/",
)  # fmt: skip


def patterns():
    found = {}
    for info in pkgutil.walk_packages(core.__path__, f"{core.__name__}."):
        for name, value in vars(importlib.import_module(info.name)).items():
            for index, one in enumerate(_compiled(value)):
                found.setdefault(one, f"{info.name.removeprefix('mailticket.core.')}.{name}[{index}]")
    return [pytest.param(pattern, id=name) for pattern, name in found.items()]


def _compiled(value, depth=3):
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from _compiled(list(value.values()), depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _compiled(one, depth - 1)


@pytest.mark.parametrize("pattern", patterns())
def test_a_pattern_is_linear(pattern):
    for unit in WORST:
        assert _growth(pattern, unit) < GROWTH_MAX, unit


def test_a_pattern_that_is_not_linear_is_found():
    assert _growth(re.compile(r"\s+$"), " ") > GROWTH_MAX


def _growth(pattern, unit):
    """How many times longer four times the text takes; 1 for what is too quick to be suspicious."""
    at_first = _seconds(pattern, unit, SHORT)
    if not SUSPICIOUS < at_first < HOPELESS:
        return 1 if at_first <= SUSPICIOUS else at_first / SUSPICIOUS
    growth = 0.0
    for size in (SHORT, *[2 * SHORT] * ROUNDS):  # a bounded repetition looks quadratic as long as the text is short
        growth = _seconds(pattern, unit, 4 * size) / _seconds(pattern, unit, size)
        if growth < GROWTH_MAX:
            break
    return growth


def _seconds(pattern, unit, size):
    subject = (unit * (size // len(unit) + 1))[:size] + "!"
    subject = subject.encode() if isinstance(pattern.pattern, bytes) else subject
    began = time.process_time()
    sum(1 for _ in pattern.finditer(subject))
    pattern.fullmatch(subject)
    return time.process_time() - began
