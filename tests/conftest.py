"""The servers that tests ask for by name. A missing server skips its tests with a reason; with CI=true it fails them."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from mailticket.edges import jinja
from tests import servers


class Compiled(BytecodeCache):
    """What Jinja2 has made of a template before: the tests make hundreds of desks, each with the same sixty."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, which itself compares the source."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a bucket."""
        self._known[bucket.key] = bucket.bytecode_to_string()


jinja.Environment = partial(Environment, bytecode_cache=Compiled())  # type: ignore[assignment, misc]


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


@pytest.fixture(scope="session")
def database_of(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """The URL of one database of a kind for all tests that empty it first; SQLite in memory where there is such a folder."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None))
    made: dict[str, str] = {"sqlite": f"sqlite:///{folder}/mailticket.db"}

    def of(kind: str) -> str:
        if kind not in made:
            made[kind] = request.getfixturevalue("postgres")()
        return made[kind]

    yield of
    shutil.rmtree(folder)


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
