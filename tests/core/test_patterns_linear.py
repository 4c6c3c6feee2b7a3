"""Every regular expression of the core is linear: four times the text costs about four times the processor's time.

This is the short form, for every run: of the worst texts it tries those two that a pattern is slowest on when they are
short. tests/crash/test_patterns_long.py tries all of them, and at length.
"""

import re

import pytest

from tests import patterns

SCREENED, TRIED = 200, 3_000  # characters
SLOWEST = 2
TRIES = 5


def slow_on(pattern: re.Pattern, size: int = TRIED) -> list[str]:
    """The texts whose time grows faster than they do."""
    screened = patterns.slowest(pattern, SCREENED, SLOWEST)
    return [unit for unit in screened if patterns.growth(pattern, unit, size) >= patterns.GROWTH_MAX]


def test_a_pattern_is_linear_on_the_two_texts_that_it_is_slowest_on():
    assert {name: slow for pattern, name in patterns.named().items() if (slow := slow_on(pattern))} == {}


@pytest.mark.parametrize("pattern", [r"\s+$", r"(a|b)*?c"])
def test_a_pattern_that_is_not_linear_is_found(pattern):
    # Other work on the machine can hide growth once, not each time; it can't feign it.
    assert any(slow_on(re.compile(pattern), TRIED // 3) for _ in range(TRIES))
