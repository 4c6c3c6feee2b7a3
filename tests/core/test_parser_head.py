"""Heads that are plainly in order are not opened by mail-parser, which would find nothing in them."""

from pathlib import Path

import pytest

from mailticket.core.parser.head import find_faults, is_plain, open_head
from mailticket.core.parser.structure import split

MAILS = sorted((Path(__file__).parents[1] / "corpus").rglob("*.eml"))
PLAIN = b'From: Siti Aminah <siti@example.org>\r\nTo: desk@example.org, "Desk, two" <two@example.org>\r\nDate: Mon, 16 Mar 2026 08:00:00 +0700\r\n\r\nx'


def root_of(raw):
    return split(raw)[0]


def test_mail_parser_finds_nothing_in_a_plain_head():
    plain = [root for path in MAILS if is_plain(root := root_of(path.read_bytes()))]
    assert len(plain) > len(MAILS) / 3
    assert not [faults for root in plain if (faults := open_head(root))]


def test_a_plain_head_is_known():
    assert is_plain(root_of(PLAIN))


@pytest.mark.parametrize(("typed", "instead"), [
    (b"Mon, 16 Mar", b"Tue, 16 Mar"), (b"16 Mar", b"31 Feb"), (b"Date:", b"X-Date:"), (b"<siti@example.org>", b"<siti@@example.org>"),
    (b"siti@example.org", b"siti..a@example.org"), (b"Siti Aminah", b"Siti (me)"), (b"To: desk@example.org", b"To: undisclosed-recipients:;"),
])  # fmt: skip
def test_any_other_head_is_opened(typed, instead):
    assert not is_plain(root_of(PLAIN.replace(typed, instead)))


def test_what_is_wrong_with_a_head_is_told():
    assert find_faults(root_of(PLAIN.replace(b"Mon, 16", b"Tue, 16"))) == ["mail-parser: DateHeaderDefect"]
