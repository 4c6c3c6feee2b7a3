"""Texts of officers, written by somebody who did not know the rules: what is no answer never goes out unasked."""

import json
from pathlib import Path

import pytest

from mailticket.core.people import Role
from tests.core.desk import Memory, a_ticket, signed, verdict, written

TEXTS = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
ASKED_MAX = 2  # of 120 answers


def goes_out(said: dict[str, object]) -> bool:
    """Whether the citizen gets it; `file` is the name of one that the officer attached."""
    head, _, text = written(str(said["text"]).replace("\n", "\r\n"), own=signed(), above=verdict()).partition(
        b"\r\n\r\n"
    )
    if name := said.get("file"):
        head = head.replace(b"Content-Type:", b"X-Was:") + b'\r\nContent-Type: multipart/mixed; boundary="b"'
        text = (
            b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n--b\r\nContent-Type: application/pdf; name=%s\r\n\r\n%%PDF\r\n--b--\r\n"
            % (text, str(name).encode())
        )
    decision = Memory(ticket=a_ticket()).decided(head + b"\r\n\r\n" + text)
    return any(notice.to.role is Role.CITIZEN for notice in decision.notices)


@pytest.mark.parametrize("said", [one for one in TEXTS if not one["answer"]], ids=lambda one: one["id"])
def test_what_is_no_answer_is_held_and_asked_about(said: dict[str, object]) -> None:
    assert not goes_out(said)


def test_answers_go_out_and_hardly_any_is_asked_about() -> None:
    asked = [one["id"] for one in TEXTS if one["answer"] and not goes_out(one)]
    assert len(asked) <= ASKED_MAX, asked
