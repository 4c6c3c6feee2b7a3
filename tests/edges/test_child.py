"""The reading child: whatever a mail does to it, the desk gets an answer in time and the next mail is read."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailticket import settings
from mailticket.core.policy import Policy
from mailticket.edges import child
from mailticket.edges.child import ChildReader
from mailticket.errors import Transient
from tests.build import a_mail

MEMORY = 1 << 30


@pytest.fixture(scope="module")
def policy() -> Policy:
    return settings.load(settings.shipped("settings.yaml")).policy


@pytest.fixture
def reader() -> Iterator[ChildReader]:
    reader = ChildReader("tests.hostile:read", 2, MEMORY)
    yield reader
    reader.close()


def that(happens: str) -> bytes:
    return a_mail(headers={"X-Test": happens})


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        ("hangs", "longer than 2 s"),
        ("spins", "longer than 2 s"),
        ("aborts", r"died \(exit -6\)"),
        ("eats", "too much memory"),
        ("fails", "LookupError: no such thing"),
    ],
)
def test_a_mail_that_goes_wrong_is_told_and_the_next_one_is_read(reader, policy, happens, says):
    with pytest.raises(Transient, match=says):
        reader(that(happens), policy)
    assert reader(a_mail(), policy).mail.from_[0].address == "siti@example.org"


def test_a_child_that_somebody_kills_is_replaced(reader, policy):
    reader(a_mail(), policy)
    os.kill(reader._process.pid, signal.SIGKILL)
    reader._process.join()
    assert reader(a_mail(), policy).mail.from_


def test_the_cpu_limit_is_raised_with_each_mail_because_it_counts_from_the_childs_start(monkeypatch):
    limits: list[tuple[int, int]] = []
    used = SimpleNamespace(ru_utime=100.2, ru_stime=3.1)
    monkeypatch.setattr(child.resource, "getrusage", lambda who: used)
    monkeypatch.setattr(child.resource, "setrlimit", lambda which, limit: limits.append(limit))
    child._allow_cpu(30)
    assert limits[0][0] in range(133, 136)


def test_the_child_is_warm_between_mails(reader, policy):
    reader(a_mail(), policy)
    first = reader._process.pid
    reader(a_mail(), policy)
    assert reader._process.pid == first


def test_the_child_ends_with_its_parent(reader, policy):
    reader(a_mail(), policy)
    process = reader._process
    reader._pipe.close()
    process.join(30)
    assert process.exitcode == 0


def test_a_child_that_cannot_start_is_told(policy):
    reader = ChildReader("tests.hostile:nothing", 1, MEMORY)
    with pytest.raises(Transient, match="did not start"):
        reader(a_mail(), policy)


def test_no_core_is_dumped(reader, policy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Transient):
        reader(that("aborts"), policy)
    assert list(Path().iterdir()) == []


def test_a_child_can_be_started_before_a_mail_waits_for_it(reader: ChildReader, policy: Policy) -> None:
    reader.start(policy)
    started = reader._process
    assert started is not None
    reader(a_mail(), policy)
    assert reader._process is started


def test_a_mail_is_read_for_the_first_time_with_less_patience(policy: Policy) -> None:
    reader = ChildReader("tests.hostile:read", 3, MEMORY, 1)
    try:
        with pytest.raises(Transient, match="longer than 1 s"):
            reader.briefly(that("hangs"), policy)
        with pytest.raises(Transient, match="longer than 3 s"):
            reader(that("hangs"), policy)
        assert reader.briefly(a_mail(), policy).mail.from_
    finally:
        reader.close()
