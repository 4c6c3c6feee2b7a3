"""The desk that stories are told with; each story is told on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.context import a_context, put_rows
from tests.stories.desk import Story


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    imap_port: int,
    sink: servers.Sink,
    database_of: Callable[[str], str],
) -> Iterator[Story]:
    """A desk with an empty mailbox and an empty book, in tables that an earlier story has made."""
    url = database_of(request.param)
    a_context(url).store.close()
    put_rows(url, {})
    with Story(tmp_path, imap_port, sink, url).open() as story:
        yield story
