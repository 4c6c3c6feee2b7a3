"""A house on SQLite and on PostgreSQL for the flows."""

from collections.abc import Iterator

import pytest

from mailticket.flows.ports import House
from tests.house import a_house


@pytest.fixture
def house(database: str) -> Iterator[House]:
    """A house with an empty book."""
    house = a_house(database)
    yield house
    house.store.close()
