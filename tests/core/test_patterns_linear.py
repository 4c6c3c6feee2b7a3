"""Every regular expression of the core is linear: four times the text costs about four times the processor's time.

What is measured is the time of this process alone, and only growth decides: a loaded, slow or quick machine changes
both sides alike.
"""

import importlib
import pkgutil
import re
import time

import pytest

from mailticket import core
from mailticket.core.vocabulary import Vocabulary

SHORT, LONG = 3_000, 100_000  # characters
WORTH_A_LOOK = 1e-6  # seconds of the processor for a character; what is quadratic takes several times that
HOPELESS = 1  # seconds after which nothing longer is tried
GROWTH_MAX = 9  # to four times the text: linear is 4, quadratic 16
TRIES = 5
ROUNDS = 3  # each on twice the text, for a bounded repetition looks quadratic as long as the text is short
SLOWEST = 3  # of the texts, for each pattern, are fed to it at full length
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
    elif isinstance(value, Vocabulary):
        yield value.pattern
    elif depth and isinstance(value, dict):
        yield from _compiled(list(value.values()), depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _compiled(one, depth - 1)


@pytest.mark.parametrize("pattern", patterns())
def test_a_pattern_is_linear_on_100_kilobytes_of_the_worst(pattern):
    cost = {}
    for unit in WORST:
        cost[unit], growth = _cost(pattern, unit, SHORT)
        assert growth < GROWTH_MAX, unit
    for unit in sorted(cost, key=cost.__getitem__, reverse=True)[:SLOWEST]:
        assert _cost(pattern, unit, LONG)[1] < GROWTH_MAX, unit


@pytest.mark.parametrize(("pattern", "unit"), [(r"\s+$", " "), (r"(a|b)*?c", "a")])
def test_a_pattern_that_is_not_linear_is_found(pattern, unit):
    # Other work on the machine can hide growth once, not each time; it can't feign it.
    assert any(_cost(re.compile(pattern), unit, SHORT)[1] > GROWTH_MAX for _ in range(TRIES))


def _cost(pattern, unit, size):
    """Seconds for a text, and how many times longer it takes than a quarter of it; 0 for what is too quick to be worth a look."""
    seconds, growth = _seconds(pattern, unit, size), 0.0
    for longer in (size * 2**doubled for doubled in range(ROUNDS if seconds > WORTH_A_LOOK * size else 0)):
        whole = _seconds(pattern, unit, longer)
        growth = whole / _seconds(pattern, unit, longer // 4)
        if growth < GROWTH_MAX or whole > HOPELESS:
            break
    return seconds, growth


def _seconds(pattern, unit, size):
    subject = (unit * (size // len(unit) + 1))[:size] + "!"
    subject = subject.encode() if isinstance(pattern.pattern, bytes) else subject
    began = time.process_time()
    sum(1 for _ in pattern.finditer(subject))
    pattern.fullmatch(subject)
    return time.process_time() - began
