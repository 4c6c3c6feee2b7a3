"""Every regular expression that reads mail is linear: 100 KB of the worst cost next to nothing."""

import importlib
import pkgutil
import re
import time

import pytest

from mailticket.core import parser, reply, screen, text

SIZE = 100_000
SECONDS_MAX = 1.0  # for one pattern on one string; a pattern that is not linear takes minutes
WORST = (
    "a", " ", "\t", "\n", "-", "_", "*", ">", "> ", "<", "(", "[", "=", ".", ",", ":", "@", "/", "#", "1", "0", "ä", "字", "\u00a0",
    "a ", "a.", "a@", "a@a.", "@a", "1 ", "1:", "1.1.", "a: ", "a:\n", "a\n", " \n", "- ", "> a\n", "On ", "on 1 ", "wrote ", "menulis ", "from: ",
    "dari: a@b.c\n", "sent from ", "dikirim dari ", "disclaimer: ", "this e-mail ", "terima kasih ", "re: ", "fwd: ", "[a] ", "could not be ",
    "deliver to ", "following recipients ", "550 ", "5.1.1 ", "<a@b.c>: ", "final-recipient: ", "message-id: ", "received: from\n", "i am out ",
    "saya sedang ", "out of office ", "automatic reply ", "your request has been ", "not ", "user unknown ", "=?utf-8?q?", "<div ", "&amp;", "begin 644 ",
    "filename=", '"', "'", ";", "; a=", "nama lengkap", "nama lengkap: ", "(a) ", "-- ", "*a* ", "mailto:",
)  # fmt: skip


def patterns():
    found = {}
    for package in (parser, reply, screen, text):
        modules = [package, *(importlib.import_module(info.name) for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."))]
        for module in modules:
            for name, value in vars(module).items():
                for index, one in enumerate(_compiled(value)):
                    found.setdefault(one, f"{module.__name__}.{name}[{index}]")
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
        if _seconds(pattern, unit, SIZE // 10) > SECONDS_MAX / 100:  # what is not linear shows already at a tenth
            assert _seconds(pattern, unit, SIZE) < SECONDS_MAX, unit


def _seconds(pattern, unit, size):
    subject = (unit * (size // len(unit) + 1))[:size] + "!"
    subject = subject.encode() if isinstance(pattern.pattern, bytes) else subject
    began = time.perf_counter()
    sum(1 for _ in pattern.finditer(subject))
    pattern.fullmatch(subject)
    return time.perf_counter() - began
