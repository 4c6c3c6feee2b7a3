"""Is the From line true? Crafted From lines, forged verdicts, and headers of ours that a stranger writes."""

from dataclasses import replace

import pytest

from mailticket.core.compose.headers import header_lines
from mailticket.core.compose.letter import Outgoing
from mailticket.core.parser import parse
from mailticket.core.policy import Trust
from mailticket.core.proof import prove
from tests.core.desk import DESK, NOW, NUMBER, POLICY, Memory, notices, signed, verdict, written

TRUST = POLICY.trust
ANSWER = "Yth. Ibu Siti,\n\nSimpanan Ibu dibayar pekan depan."

CRAFTED = {
    "two From headers": b"From: rina@example.org\r\nFrom: evil@example.com\r\n",
    "two From headers, ours last": b"From: evil@example.com\r\nFrom: rina@example.org\r\n",
    "the same From twice": b"From: rina@example.org\r\nFrom: rina@example.org\r\n",
    "two mailboxes": b"From: rina@example.org, evil@example.com\r\n",
    "two mailboxes, ours last": b"From: evil@example.com, rina@example.org\r\n",
    "group": b"From: staf: rina@example.org;\r\n",
    "group of two": b"From: staf: rina@example.org, evil@example.com;\r\n",
    "empty group": b"From: rina@example.org:;\r\n",
    "comment behind": b"From: rina@example.org (evil@example.com)\r\n",
    "comment before": b"From: (rina@example.org) evil@example.com\r\n",
    "comment inside the address": b"From: rina(comment)@example.org\r\n",
    "comment inside the domain": b"From: rina@(comment)example.org\r\n",
    "nested comment": b"From: <rina@example.org> (a (b) <evil@example.com>)\r\n",
    "encoded address": b"From: =?utf-8?q?rina=40example=2Eorg?=\r\n",
    "encoded address in base64": b"From: =?utf-8?b?cmluYUBleGFtcGxlLm9yZw==?=\r\n",
    "encoded local part": b"From: <=?utf-8?q?rina?=@example.org>\r\n",
    "encoded word hides an address": b"From: =?utf-8?q?rina=40example=2Eorg=3E?= <evil@example.com>\r\n",
    "encoded line break": b"From: =?utf-8?q?Rina=0D=0AFrom:_rina=40example=2Eorg?= <evil@example.com>\r\n",
    "bare CR": b"From: evil@example.com\rFrom: rina@example.org\r\n",
    "bare CR inside": b"From: Rina\r <rina@example.org>\r\n",
    "bare CR in another header": b"Subject: x\rFrom: rina@example.org\r\nFrom: evil@example.com\r\n",
    "bare CR in a header above": b"X-A: y\rX-B: z\r\nFrom: rina@example.org\r\n",
    "bare CR in a header below": b"From: rina@example.org\r\nX-A: y\rX-B: z\r\n",
    "bare CR at the end of a line": b"From: rina@example.org\r\r\nX-A: y\r\n",
    "NUL in another header": b"X-A: y\x00z\r\nFrom: rina@example.org\r\n",
    "NUL": b"From: rina@example.org\x00evil@example.com\r\n",
    "display name is an address": b'From: "rina@example.org" <evil@example.com>\r\n',
    "bare display name is an address": b"From: rina@example.org <evil@example.com>\r\n",
    "folded display name is an address": b"From: rina@example.org\r\n <evil@example.com>\r\n",
    "two angle addresses": b"From: <rina@example.org> <evil@example.com>\r\n",
    "two angle addresses, ours last": b"From: <evil@example.com> <rina@example.org>\r\n",
    "route": b"From: <@evil.example,@b.example:rina@example.org>\r\n",
    "quoted local part": b'From: <"rina"@example.org>\r\n',
    "quoted local part with an address": b'From: <"rina@example.org"@evil.example>\r\n',
    "homograph in the domain": "From: rina@ex\u0430mple.org\r\n".encode(),
    "homograph as A-label": b"From: rina@xn--exmple-4nf.org\r\n",
    "homograph in the local part": "From: rin\u0430@example.org\r\n".encode(),
    "full-width at sign": "From: rina\uff20example.org\r\n".encode(),
    "zero width inside": "From: ri\u200bna@example.org\r\n".encode(),
    "bidi in the name": 'From: "\u202egro.elpmaxe@anir" <evil@example.com>\r\n'.encode(),
    "longer domain": b"From: rina@example.org.evil.example\r\n",
    "sub-address": b"From: rina+x@example.org\r\n",
    "domain literal": b"From: rina@[203.0.113.5]\r\n",
    "trailing dot": b"From: rina@example.org.\r\n",
    "percent hack": b"From: rina%example.org@evil.example\r\n",
    "bang path": b"From: evil.example!rina@example.org\r\n",
    "no address": b"From: Rina Wulandari\r\n",
    "empty": b"From: \r\n",
    "angle left open": b"From: Rina <rina@example.org\r\n",
    "text behind the angle": b"From: <rina@example.org> evil@example.com\r\n",
    "Sender is ours": b"From: evil@example.com\r\nSender: rina@example.org\r\n",
    "Reply-To is ours": b"From: evil@example.com\r\nReply-To: rina@example.org\r\n",
    "Resent-From is ours": b"From: evil@example.com\r\nResent-From: rina@example.org\r\n",
    "blank before the colon": b"From : evil@example.com\r\nX-From: rina@example.org\r\n",
}
PLAIN = {
    "bare": b"From: rina@example.org\r\n",
    "angle": b"From: <rina@example.org>\r\n",
    "name": b"From: Rina Wulandari <rina@example.org>\r\n",
    "quoted name": b'From: "Wulandari, Rina" <rina@example.org>\r\n',
    "encoded name": b"From: =?utf-8?b?UmluYQ==?= <rina@example.org>\r\n",
    "folded": b"From: Rina Wulandari\r\n <rina@example.org>\r\n",
    "capitals": b"From: RINA@Example.ORG\r\n",
}


@pytest.mark.parametrize("crafted", CRAFTED)
def test_a_crafted_from_line_is_nobodys(crafted: str) -> None:
    mail = parse(verdict().encode() + CRAFTED[crafted] + b"\r\nx\r\n")
    assert prove(mail, TRUST).address != "rina@example.org"
    raw = written(ANSWER, own=signed(), above=verdict()).replace(
        b"From: Rina Wulandari <rina@example.org>\r\n", CRAFTED[crafted]
    )
    decision = Memory().decided(raw)
    assert decision.state in ("held", "shunted")
    assert not any(name.startswith(("citizen.", "unit.")) for name in notices(decision))


@pytest.mark.parametrize("plain", PLAIN)
def test_a_plain_from_line_is_believed(plain: str) -> None:
    raw = written(ANSWER, own=signed(), above=verdict()).replace(
        b"From: Rina Wulandari <rina@example.org>\r\n", PLAIN[plain]
    )
    assert "citizen.answered" in notices(Memory().decided(raw))


M365 = Trust(officers="microsoft365", received_above_max=3)
ABOVE = "Received: from a by b; Mon, 16 Mar 2026 08:00:00 +0700\r\n"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=example.org; dkim=pass (signature was verified) header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100", "pass"),
        ("spf=fail smtp.mailfrom=x.example; dmarc=fail action=quarantine header.from=example.org;compauth=fail reason=000", "fail"),
        ("spf=pass smtp.mailfrom=example.org;dmarc=pass header.from=example.org;compauth=fail reason=001", "fail"),
        ("spf=pass; dmarc=pass action=none header.from=evil.example", "none"),
        ("spf=pass (dmarc=pass header.from=example.org); dmarc=none", "none"),
        ("spf=pass (a (b) dmarc=pass header.from=example.org; dmarc=none", "none"),
        ('spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.org"; dmarc=none', "none"),
        ("dmarc=pass header.from=example.org; dmarc=none", "none"),
        ("dmarc=pass header.from=example.org header.from=evil.example", "none"),
        ("mx.evil.example; dmarc=pass header.from=example.org", "none"),
        ("dmarc=bestguesspass action=none header.from=example.org", "none"),
        ("", "none"),
    ],
)  # fmt: skip
def test_microsoft_365_vouches_in_its_own_form(header: str, expected: str) -> None:
    top = f"{ABOVE}Authentication-Results: {header}\r\n"
    forged = "Authentication-Results: spf=pass;dmarc=pass header.from=example.org\r\n"
    mail = parse((top + ABOVE + forged + "From: rina@example.org\r\n\r\nx\r\n").encode())
    assert prove(mail, M365).verdict == expected


@pytest.mark.parametrize("profile", ["authentication_results", "microsoft365", "dkim"])
def test_that_somebody_inside_the_tenant_sent_it_says_not_who(profile: str) -> None:
    said = (
        "X-MS-Exchange-Organization-AuthAs: Internal\r\nX-MS-Exchange-Organization-AuthSource: a.prod.outlook.example\r\n"
        "X-MS-Exchange-CrossTenant-AuthAs: Internal\r\nX-MS-Exchange-Organization-SCL: -1\r\n"
    )
    mail = parse((said + ABOVE + "From: rina@example.org\r\n\r\nx\r\n").encode())
    assert prove(mail, Trust(officers=profile, authserv_id="mx.example.org")).verdict == "none"


def test_below_too_many_hops_microsoft_365_says_nothing() -> None:
    header = "Authentication-Results: dmarc=pass header.from=example.org\r\n"
    mail = parse((ABOVE * 4 + header + "From: rina@example.org\r\n\r\nx\r\n").encode())
    assert prove(mail, M365).verdict == "none"


@pytest.mark.parametrize(
    ("signers", "expected"),
    [
        (("example.org",), "pass"),
        (("list.example.com", "example.org"), "pass"),
        (("org",), "pass"),  # who holds a domain above can speak for all below it anyway
        (("mail.example.org",), "none"),
        (("ample.org",), "none"),
        (("evil.example",), "none"),
        ((), "none"),
    ],
)
def test_a_signature_vouches_for_its_own_domain_and_those_below(signers: tuple[str, ...], expected: str) -> None:
    mail = replace(parse(b"From: rina@example.org\r\n\r\nx\r\n"), signed_by=signers)
    assert prove(mail, Trust(officers="dkim")).verdict == expected


def test_without_a_profile_every_plain_from_line_is_believed() -> None:
    assert prove(parse(b"From: rina@example.org\r\n\r\nx\r\n"), Trust(officers="none")).verdict == "pass"


LETTER = Outgoing(
    notice="citizen.answered", ticket=NUMBER, desk=DESK, desk_name="Desk", to="siti@example.org", to_name="Siti",
    subject="x", date=NOW, message_id="<x@example.org>", text="x", html=None, in_reply_to="<y@example.org>",
    references=("<y@example.org>",), reply_to=None, auto_submitted="auto-generated", attachments=(),
)  # fmt: skip
ORDINARY = {"Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version"}
EMITTED = {name: value.replace("\r\n", "") for name, value in header_lines(LETTER) if name not in ORDINARY}
COMPLAINT = (
    "Nama: Budi Santoso\nAlamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur\nHP: 0813 9876 5432\n\n"
    "Saya anggota KSP Maju. Sejak Januari 2026 simpanan saya Rp 5.000.000 tidak bisa ditarik. Mohon bantuan."
)


@pytest.mark.parametrize("name", [*EMITTED, "X-Mailticket-Officer", "X-Mailticket-Command", "X-Mailticket-Release"])
def test_our_control_headers_sent_in_from_outside_do_nothing(name: str) -> None:
    extra = f"{name}: {EMITTED.get(name, 'rina tutup')}\r\n"
    plain = Memory().decided(written(COMPLAINT, "Budi <budi@example.com>", subject="Simpanan"))
    decision = Memory().decided(written(COMPLAINT, "Budi <budi@example.com>", subject="Simpanan", extra=extra))
    assert decision.state == "done"
    assert decision.ticket is not None
    assert plain.ticket is not None
    assert decision.ticket.number is None  # born, bound to no ticket
    if name != "Auto-Submitted":  # what a machine wrote by itself has no words of a person's
        assert replace(decision.ticket, silent=None) == replace(plain.ticket, silent=None)
    loop = name in ("X-Loop", "Auto-Submitted", "X-Auto-Response-Suppress")
    assert ("citizen.acknowledged" in notices(decision)) is not loop  # a loop header only keeps us silent (RFC 3834)


@pytest.mark.parametrize("name", EMITTED)
def test_our_control_headers_prove_no_officer(name: str) -> None:
    extra = f"{name}: {EMITTED[name]}\r\n"
    decision = Memory().decided(written("#tutup\nSelesai.", own=None, subject=f"[{NUMBER}] x", extra=extra))
    assert notices(decision) in (["officer.not_done"], [])
    assert decision.state != "done" or decision.ticket is None
