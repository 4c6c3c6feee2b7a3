"""No text, however long and hostile, makes a regular expression of the core slow: all of the worst texts, and at length.

MAILTICKET_PATTERN_CHARACTERS says how long the longest are (20000).
"""

import os

import pytest

from tests import patterns

SCREENED, SHORT, LONG = 1_000, 3_000, int(os.environ.get("MAILTICKET_PATTERN_CHARACTERS", "20000"))
SLOWEST = 3  # of the texts, for each pattern, are fed to it at full length


@pytest.mark.parametrize("pattern", patterns.of_the_core())
def test_a_pattern_is_linear_on_the_worst_at_length(pattern):
    for unit in patterns.WORST:
        assert patterns.growth(pattern, unit, SHORT) < patterns.GROWTH_MAX, unit
    for unit in patterns.slowest(pattern, SCREENED, SLOWEST):
        assert patterns.growth(pattern, unit, LONG) < patterns.GROWTH_MAX, unit
