"""Clock jumps and sleep: they are told, and nothing goes by a clock that has just been set."""

from datetime import UTC, datetime

import pytest

from mailticket.app.daemon import JUMP_REST_SECONDS, Steady


class Time:
    """A clock that can be set, and time that passes."""

    def __init__(self) -> None:
        self.shown = datetime(2026, 3, 16, 2, tzinfo=UTC).timestamp()
        self.passed = 1000.0

    def pass_(self, seconds: float) -> None:
        self.shown, self.passed = self.shown + seconds, self.passed + seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def steady(time: Time) -> Steady:
    return Steady(lambda: datetime.fromtimestamp(time.shown, UTC), lambda: time.passed)


def test_time_that_passes_is_no_jump_however_much_it_is(time, steady):
    time.pass_(86400)
    assert steady.jump() == 0.0
    assert not steady.rests()


@pytest.mark.parametrize("by", [3600, -3600, 90 * 86400])
def test_a_clock_that_is_set_is_noticed_once_and_rested_for(time, steady, by):
    time.pass_(5)
    time.shown += by
    assert steady.jump() == pytest.approx(by)
    assert steady.jump() == 0.0
    assert steady.rests()
    time.pass_(JUMP_REST_SECONDS)
    assert not steady.rests()


def test_a_clock_that_is_put_right_slowly_is_no_jump(time, steady):
    for _ in range(100):
        time.pass_(5)
        time.shown += 0.5
        assert steady.jump() == 0.0
