"""A mail of as many lines as are told apart at all is taken apart in linear time, whatever they are."""

import pytest

from mailticket.core.reply import LINES_MAX
from tests.core.test_reply_linear import UNITS, is_linear


@pytest.mark.parametrize("subject", ["Re: x", "Fwd: x"])
@pytest.mark.parametrize("unit", UNITS)
def test_the_longest_mail_is_taken_apart_in_linear_time(unit, subject):
    assert is_linear(unit, subject, LINES_MAX // 4)
