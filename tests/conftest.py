"""The servers that tests ask for by name. A missing server skips its tests with a reason; with CI=true it fails them."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from tests import servers


@pytest.fixture(scope="session")
def server_folders() -> Iterator[Callable[[str], Path]]:
    """Folders for the servers, outside of pytest's own, which each further pytest closes to their users."""
    with ExitStack() as stack:
        yield lambda name: Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"mailticket-{name}-")))


def _needs(there: bool, what: str) -> None:
    """Skip, or with CI=true fail, when a server is not there."""
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: `make servers` installs it")
    pytest.skip(f"{what}: `make servers` installs it")


@pytest.fixture(scope="session")
def imap_port(server_folders: Callable[[str], Path]) -> Iterator[int]:
    """A Dovecot."""
    _needs(servers.DOVECOT.exists() and os.geteuid() == 0, "Dovecot is not installed, or we are not root")
    with servers.dovecot(server_folders("dovecot")) as port:
        yield port


@pytest.fixture(scope="session")
def postgres(server_folders: Callable[[str], Path]) -> Iterator[servers.Postgres]:
    """A PostgreSQL: call it for an empty database."""
    _needs(servers.postgres_bin() is not None, "PostgreSQL is not installed")
    with servers.postgres(server_folders("postgres")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an empty database; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database')}/mailticket.db"
    fresh: Callable[[], str] = request.getfixturevalue("postgres")
    return fresh()


@pytest.fixture
def postfix(server_folders: Callable[[str], Path]) -> Callable[..., AbstractContextManager[int]]:
    """A Postfix that hands everything on to a port, and may take out headers or keep mail here: call it."""
    _needs(servers.POSTFIX.exists() and os.geteuid() == 0, "Postfix is not installed, or we are not root")
    return lambda relay_port, takes_out="", **more: servers.postfix(
        server_folders("postfix"), relay_port, takes_out, **more
    )


@pytest.fixture
def postfix_port(postfix: Callable[..., AbstractContextManager[int]], sink: servers.Sink) -> Iterator[int]:
    """A Postfix that hands everything on to the sink."""
    with postfix(sink.port) as port:
        yield port


@pytest.fixture
def sink() -> Iterator[servers.Sink]:
    """An SMTP server that keeps what it gets."""
    sink = servers.Sink()
    sink.up()
    yield sink
    sink.down()
