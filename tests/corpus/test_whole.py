"""Mails with the text that a person would say was written, noted before the rules saw them: every one stays whole."""

import json
from pathlib import Path

import pytest

from mailticket.core import inspection
from mailticket.core.as_seen import as_seen
from mailticket.core.parser import parse
from mailticket.core.policy import Desk, Policy

CORPUS = Path(__file__).parent / "whole"
DESK = Desk(name="Bagian Komunikasi dan Aspirasi Publik", address="info@kemenkopukm.go.id", ticket_prefix="KUKM")
MAILS = sorted(CORPUS.glob("*.json"))


def folded(text: str) -> str:
    return " ".join(text.split())


def without(text: str, tolerated: list[str]) -> str:
    """Leave out what may be there or not, the longest first."""
    text = folded(text)
    for one in sorted(tolerated, key=len, reverse=True):
        text = text.replace(folded(one), " ")
    return folded(text)


def answered(name: str | None) -> tuple[str, ...]:
    """The mail of ours that it answers, as a person sees it."""
    if name is None:
        return ()
    mail = parse((CORPUS / name).read_bytes())
    return (as_seen(mail.subject, mail.text, DESK.name),)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_what_was_written_is_whole_and_nothing_else_is_with_it(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    said = json.loads(inspection.line(path.with_suffix(".eml").read_bytes(), Policy(DESK), answered(gold["sent"])))
    assert without(said["reply_text"], gold["tolerated"]) == without(gold["reply_text"], gold["tolerated"])


def test_there_are_sixty_of_them() -> None:
    assert len(MAILS) == 60
