"""The servers that tests ask for by name. A missing server skips its tests with a reason; with CI=true it fails them."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests import servers


def _needs(there: bool, what: str) -> None:
    """Skip, or with CI=true fail, when a server is not there."""
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: `make servers` installs it")
    pytest.skip(f"{what}: `make servers` installs it")


@pytest.fixture(scope="session")
def imap_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A Dovecot."""
    _needs(servers.DOVECOT.exists() and os.geteuid() == 0, "Dovecot is not installed, or we are not root")
    with servers.dovecot(tmp_path_factory.mktemp("dovecot")) as port:
        yield port


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A PostgreSQL: call it for an empty database."""
    _needs(servers.postgres_bin() is not None, "PostgreSQL is not installed")
    with servers.postgres(tmp_path_factory.mktemp("postgres")) as fresh:
        yield fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an empty database; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database')}/mailticket.db"
    fresh: Callable[[], str] = request.getfixturevalue("postgres")
    return fresh()


@pytest.fixture
def sink() -> Iterator[servers.Sink]:
    """An SMTP server that keeps what it gets."""
    sink = servers.Sink()
    sink.up()
    yield sink
    sink.down()
