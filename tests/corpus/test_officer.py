"""The corpus of officers' mails, understood: what they newly wrote, their commands, and which mails are automatic."""

import json
from pathlib import Path

import pytest

from mailticket.core import inspection
from mailticket.core.policy import Desk, Policy

CORPUS = Path(__file__).parent / "officer"
POLICY = Policy(Desk(address="info@kemenkopukm.go.id", ticket_prefix="KUKM"))
FLOORS = {"reply_text": 0.97, "commands": 1.0, "auto_response": 1.0}


def squeezed(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def shares():
    right = dict.fromkeys(FLOORS, 0)
    mails = sorted(CORPUS.glob("*.eml"))
    for path in mails:
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        said = json.loads(inspection.line(path.read_bytes(), POLICY))
        right["reply_text"] += squeezed(said["reply_text"]) == squeezed(gold["reply_text"])
        right["commands"] += said["commands"] == gold["commands"]
        right["auto_response"] += said["is_auto_response"] is gold["auto_response"]
    return {measure: count / len(mails) for measure, count in right.items()}


@pytest.mark.parametrize("measure", FLOORS)
def test_at_least_so_many_officers_are_understood(shares, measure):
    assert shares[measure] >= FLOORS[measure]
