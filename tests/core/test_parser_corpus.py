"""Mails that were once read wrongly: each stands in tests/corpus/parser beside what `inspect --json` must say of it."""

import json
from pathlib import Path

import pytest

from mailticket.core.inspection import shape
from mailticket.core.reading import read
from tests.shipped import POLICY

ROOT = Path(__file__).parents[2]
PAIRS = sorted((ROOT / "tests/corpus/parser").glob("*.eml"))


@pytest.mark.parametrize("path", PAIRS, ids=[path.stem for path in PAIRS])
def test_a_mail_that_was_once_read_wrongly_is_read(path):
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    said = shape(read(path.read_bytes(), POLICY))
    assert {key: said[key] for key in expected} == expected
