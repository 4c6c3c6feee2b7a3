"""A context on SQLite and on PostgreSQL for the flows; one database of each kind, emptied for every test."""

from collections.abc import Callable, Iterator

import pytest

from mailticket.flows.ports import Context
from tests.context import a_context, put_rows


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
