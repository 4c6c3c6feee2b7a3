"""The corpus of citizens' mails, understood: floors for each field, so that a change of a rule shows what it costs."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from mailticket.core import reading
from mailticket.core.policy import Desk, Policy

CORPUS = Path(__file__).parent
POLICY = Policy(
    Desk(
        address="info@kemenkopukm.go.id",
        ticket_prefix="KUKM",
        call_centre="1500 587",
        whatsapp="0811 1451 587",
        phones=("081293724828",),
    )
)
# Share of mails in which a field is right. `unseen` was written in other styles before the rules were.
FLOORS = {
    "citizen": {"name": 0.97, "address": 0.97, "phone": 0.97, "email": 0.98, "province": 0.97, "kind": 0.95, "detail": 0.96, "missing": 0.93},
    "unseen": {"name": 0.96, "address": 0.95, "phone": 0.95, "email": 0.97, "province": 0.96, "kind": 0.95, "detail": 0.96, "missing": 0.92},
}  # fmt: skip


def words(value):
    return re.findall(r"\w+", unicodedata.normalize("NFKC", str(value)).casefold())


def is_same(field, want, got):
    if field == "address":  # a postcode or a province more or less is no other address
        left, right = set(words(want)), set(words(got))
        return len(left & right) >= 0.85 * max(len(left), len(right))
    return words(want) == words(got)


def is_right(field, gold, got):
    wanted = [gold[field], *gold.get(f"{field}_accept", [])]
    return any(got == want or (want and got and is_same(field, want, got)) for want in wanted)


@pytest.fixture(scope="module", params=sorted(FLOORS))
def shares(request):
    right = dict.fromkeys(FLOORS[request.param], 0)
    mails = sorted((CORPUS / request.param).glob("*.eml"))
    for path in mails:
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        found = reading.read(path.read_bytes(), POLICY)
        for field in ("name", "address", "phone", "email", "province"):
            right[field] += is_right(field, gold, getattr(found.identity, field).value)
        right["kind"] += found.matter.kind in (gold["kind"], *gold["kind_accept"])
        right["detail"] += found.matter.detail is gold["detail"]
        right["missing"] += set(found.missing) == set(gold["missing"])
    return FLOORS[request.param], {field: count / len(mails) for field, count in right.items()}


@pytest.mark.parametrize("field", FLOORS["citizen"])
def test_a_field_is_right_in_at_least_so_many_mails(shares, field):
    floors, found = shares
    assert found[field] >= floors[field]
