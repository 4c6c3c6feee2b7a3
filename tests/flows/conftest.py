"""A context on SQLite and on PostgreSQL for the flows; one database of each kind, emptied for every test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailticket.flows.ports import Context
from tests.context import a_context, put_rows


@pytest.fixture(scope="session")
def database_of(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """The URL of the session's database of a kind; SQLite in memory where there is such a folder."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None))
    made: dict[str, str] = {"sqlite": f"sqlite:///{folder}/mailticket.db"}

    def of(kind: str) -> str:
        if kind not in made:
            made[kind] = request.getfixturevalue("postgres")()
        return made[kind]

    yield of
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, database_of: Callable[[str], str]) -> str:
    """The URL of a database; the test runs once on each kind."""
    return database_of(request.param)


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    """A context with an empty book."""
    context = a_context(database)
    put_rows(database, {})
    yield context
    context.store.close()
