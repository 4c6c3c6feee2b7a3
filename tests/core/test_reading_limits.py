"""A mail of any shape is read within bounds, and nothing of it is lost by that."""

from mailticket.core.reading import read
from mailticket.core.reply import LINES_MAX
from tests.shipped import POLICY


def test_lines_beyond_those_that_a_person_writes_are_kept_as_quotation():
    lines = [f"baris {number}" for number in range(LINES_MAX + 2_000)]
    reading = read(b"From: Budi <budi@example.org>\nSubject: Surat\n\n" + "\n".join(lines).encode(), POLICY)
    assert reading.mail.text.split("\n") == lines
    assert reading.reply.text.split("\n") == lines[:LINES_MAX]
    assert reading.reply.quote.split() == " ".join(lines[LINES_MAX:]).split()
