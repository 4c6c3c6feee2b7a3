"""What `mailticket check` says of the mail that reaches the mailbox."""

from dataclasses import replace

import pytest

from mailticket.app.checks import FORGED, lists_of, verdict_of
from mailticket.core.policy import Desk, Policy, Trust

PROFILES = {
    "authentication_results": Trust(authserv_id="mx.example.org"),
    "microsoft365": Trust(officers="microsoft365"),
}
OWN = {
    "authentication_results": "Authentication-Results: mx.example.org; dmarc=none header.from=example.org\r\n",
    "microsoft365": "Authentication-Results: spf=none; dmarc=none header.from=example.org\r\n",
}
HOP = "Received: from a by b; Mon, 16 Mar 2026 08:00:00 +0700\r\n"


@pytest.mark.parametrize("profile", PROFILES)
def test_only_a_forged_verdict_that_would_be_believed_is_a_fault(profile: str) -> None:
    trust = PROFILES[profile]
    written = [line.format(server="mx.example.org", domain="abc.invalid") for line in FORGED[profile]]
    forged = "".join(f"Authentication-Results: {line}\r\n" for line in written)

    def ok(head: str) -> bool:
        return verdict_of(f"{head}From: desk@example.org\r\n\r\nx\r\n".encode(), "abc.invalid", trust).ok

    assert ok(HOP)
    assert ok(OWN[profile] + HOP)
    assert ok(OWN[profile] + HOP + forged)
    assert ok(HOP * 2 + forged)
    assert not ok(forged)
    assert not ok(HOP + forged)
    for line in written[1:]:  # a server takes out what bears its name plainly, and leaves in what hides it
        assert ok(f"{HOP}Authentication-Results: {line}\r\n")


def test_it_names_the_lists_that_reach_the_mailbox_and_says_which_are_ours() -> None:
    own, other = b"List-Id: <info.desk.example>\r\n\r\n", b"List-Id: Warta <warta.example>\r\n\r\n"
    policy = Policy(desk=Desk(address="info@desk.example", ticket_prefix="KUKM"))
    said = lists_of([own, own, other, b"From: siti@pos.example\r\n\r\n"], policy)
    assert said.ok
    assert (
        "of the newest 4 mails 2 through <info.desk.example> (ours), 1 through Warta <warta.example> (dropped"
        in said.says
    )
    assert "warta.example> (ours)" in lists_of([other], replace(policy, lists=("warta.example",))).says
    assert "none came through a list" in lists_of([], policy).says
