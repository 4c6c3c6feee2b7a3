"""What may be installed: every dependency has a tried lower bound, and the releases of the lock file lie within the bounds."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from tests.lowest import lowest

ROOT = Path(__file__).parents[1]
WANTED = [
    Requirement(one) for one in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
]
LOCKED = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))


def test_the_locked_releases_lie_within_the_bounds() -> None:
    assert {one.name for one in WANTED if not one.specifier.contains(LOCKED[one.name.lower()])} == set()


def test_each_dependency_has_a_lower_bound_that_can_be_tried_alone() -> None:
    tried = {one.name: lowest(str(one)) for one in WANTED}
    assert {name for name, found in tried.items() if found is None} == {"tzdata"}  # data, of whatever year
    assert lowest("psycopg[binary]>=3.2.1") == "psycopg==3.2.1"
    assert lowest("imapclient<4.2,>=3.1") == "imapclient==3.1"


def test_a_library_of_which_the_insides_are_used_has_an_end() -> None:
    ended = {one.name for one in WANTED if any(part.operator in ("<", "==") for part in one.specifier)}
    assert {"imapclient", "apscheduler", "mail-parser"} <= ended
