"""The desk that stories are told with; each story is told on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.stories.desk import Story


@pytest.fixture
def desk(tmp_path: Path, imap_port: int, sink: servers.Sink, database: str) -> Iterator[Story]:
    """A desk with an empty mailbox and an empty book."""
    with Story(tmp_path, imap_port, sink, database).open() as story:
        yield story
