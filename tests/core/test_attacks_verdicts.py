"""Attacks on the mail server's verdict: what a sender can write into its line, or below it, is never a verdict."""

from dataclasses import replace
from time import perf_counter

import pytest

from mailticket.core.parser import parse
from mailticket.core.policy import Trust
from mailticket.core.proof import prove
from mailticket.core.results import read_results
from tests.core.desk import AUTHSERV, POLICY, Memory, notices, signed, verdict, written

ANSWER = "Yth. Ibu Siti,\n\nSimpanan Ibu dibayar pekan depan."
PASS = "dmarc=pass header.from=example.org"
FAIL = "dmarc=fail (p=reject) header.from=example.org"
HOP = "Received: from a by b; Mon, 16 Mar 2026 08:00:00 +0700\r\n"
BELOW = f"Authentication-Results: {AUTHSERV}; {PASS}\r\n"
M365 = Trust(officers="microsoft365")


def says(*lines: str | bytes, trust: Trust = POLICY.trust) -> str:
    """The verdict on a mail of Rina's with these Authentication-Results on top."""
    raw = b"".join(
        b"Authentication-Results: " + (line if isinstance(line, bytes) else line.encode()) + b"\r\n" for line in lines
    )
    return prove(parse(raw + b"From: rina@example.org\r\nTo: x@example.net\r\n\r\nx\r\n"), trust).verdict


# What a sender writes into the envelope, into HELO or into the DNS of his own address, as servers write it down.
SMUGGLED = {
    "encoded word in the envelope": f"{AUTHSERV}; spf=pass smtp.mailfrom==?us-ascii?q?a=29=3Bdmarc=3Dpass=20header.from=3Dexample.org=28=28?=@x.example; {FAIL}",
    "encoded word that ends in an open comment": f"{AUTHSERV}; spf=pass smtp.mailfrom==?us-ascii?q?a=29=3Bdmarc=3Dpass=20header.from=3Dexample.org=3B=28?=@x.example; {FAIL}",
    "encoded word in base64": f"{AUTHSERV}; spf=pass (=?us-ascii?b?KTtkbWFyYz1wYXNzIGhlYWRlci5mcm9tPWV4YW1wbGUub3JnICgo?=) smtp.mailfrom=x@x.example; {FAIL}",
    "quoted local part": f'{AUTHSERV}; spf=pass smtp.mailfrom="a; {PASS}; ("@x.example; {FAIL}',
    "quoted local part with escapes": f'{AUTHSERV}; spf=pass smtp.mailfrom="a\\"; {PASS}; (\\""@x.example; {FAIL}',
    "quoted local part that is not quoted": f"{AUTHSERV}; spf=pass smtp.mailfrom=a; {PASS}@x.example; {FAIL}",
    "not quoted, with a property": f"{AUTHSERV}; spf=pass smtp.mailfrom=a; {PASS} policy.x=y@x.example; {FAIL}",
    "open comment behind a pass": f"{AUTHSERV}; spf=pass smtp.mailfrom=a; {PASS} (@x.example; {FAIL}",
    "open quote behind a pass": f'{AUTHSERV}; spf=pass smtp.mailfrom=a; {PASS} "@x.example; {FAIL}',
    "comment closed by HELO": f"{AUTHSERV}; spf=pass (helo a) ; {PASS} ; spf=none (b) smtp.helo=a; {FAIL}",
    "comment in a comment": f"{AUTHSERV}; spf=none (a ({PASS}) b; {PASS}) smtp.helo=a; {FAIL}",
    "escaped bracket": f"{AUTHSERV}; spf=none (a \\) ; {PASS} (\\( ) smtp.helo=a; {FAIL}",
    "line break that folds nothing": f"{AUTHSERV}; spf=none smtp.helo=a\rb; {PASS} c=(; {FAIL}",
    "pass in a reason": f'{AUTHSERV}; dkim=fail reason="x; {PASS}"; {FAIL}',
    "pass in a property": f"{AUTHSERV}; dkim=fail header.b=x;dmarc/1=fail header.from=dmarc=pass header.i=example.org",
    "result of the method arc": f"{AUTHSERV}; arc=pass (i=1 {PASS}); {FAIL}",
    "in capitals": f"{AUTHSERV}; spf=none; DMARC=PASS (Header.From=EXAMPLE.org) ; {FAIL}",
}  # fmt: skip


@pytest.mark.parametrize("smuggled", SMUGGLED)
def test_what_a_sender_writes_into_the_servers_own_line_is_no_verdict(smuggled: str) -> None:
    assert says(SMUGGLED[smuggled]) != "pass"
    assert says(SMUGGLED[smuggled], f"{AUTHSERV}; {PASS}") != "pass"
    unnamed = SMUGGLED[smuggled].removeprefix(f"{AUTHSERV}; ")
    assert says(unnamed, trust=M365) != "pass"
    raw = written(ANSWER, own=signed(), above=f"Authentication-Results: {SMUGGLED[smuggled]}\r\n")
    assert not any(name.startswith("citizen.") for name in notices(Memory().decided(raw)))


UNREADABLE = {
    "open comment": f"{AUTHSERV}; spf=pass (",
    "open quote": f'{AUTHSERV}; spf=pass reason="',
    "clause without a result": f"{AUTHSERV}; spf; {PASS}",
    "two words": f"{AUTHSERV}; spf=none of it",
    "a second version": f"{AUTHSERV} 2; {PASS}",
    "quoted server": f'"{AUTHSERV}"; {PASS}',
    "encoded server": f"=?us-ascii?q?{AUTHSERV}?=; {PASS}",
    "server in an encoded word of base64": f"=?us-ascii?b?bXguZXhhbXBsZS5vcmc=?= ({AUTHSERV}); {PASS}",
    "NUL": f"{AUTHSERV}; spf=none \x00; {PASS}",
    "nested without end": f"{AUTHSERV}; spf=none {'(' * 5000}",
    "nested too deeply": f"{AUTHSERV}; spf=none {'(' * 500}{')' * 500}; {PASS}",
    "too long": f"{AUTHSERV}; spf=none ({'x' * 20_000}); {PASS}",
    "too many clauses": f"{AUTHSERV}{'; spf=none' * 500}; {PASS}",
    "nothing": f"{AUTHSERV}; none",
    "no results": AUTHSERV,
    "null sender": f"{AUTHSERV}; spf=none smtp.mailfrom=<>",
    "IPv6": f"{AUTHSERV}; iprev=fail policy.iprev=2001:db8::1; spf=none smtp.remote-ip=[2001:db8::1]",
    "beyond ASCII": f"{AUTHSERV}; spf=none smtp.mailfrom=jörg@bücher.example",
    "encoded quote": f"{AUTHSERV}; spf=none smtp.mailfrom==?utf-8?q?=22?=@x.example",
    "not UTF-8": f"{AUTHSERV}; spf=none smtp.mailfrom=".encode() + b"\xff\xfe@x.example",
}


@pytest.mark.parametrize("line", UNREADABLE)
def test_the_first_line_of_our_server_alone_speaks_even_when_it_cannot_be_read(line: str) -> None:
    assert says(UNREADABLE[line], f"{AUTHSERV}; {PASS}") == "none"
    raw = b"Authentication-Results: " + (
        UNREADABLE[line] if isinstance(UNREADABLE[line], bytes) else UNREADABLE[line].encode()
    )
    raw += f"\r\n{BELOW}{HOP}{BELOW}".encode() + written(ANSWER, own=signed())
    decision = Memory().decided(raw)
    assert decision.state == "held"
    assert not any(name.startswith("citizen.") for name in notices(decision))


TRUE = {
    "plain": f"{AUTHSERV}; {PASS}",
    "version": f"{AUTHSERV} 1; {PASS}",
    "capitals": f"{AUTHSERV.upper()}; DMARC=Pass Header.From=Example.ORG",
    "comments": f"(a) {AUTHSERV} (b); dmarc (c) = (d) pass (p=none (sp=none) dis=none) header.from (e) = example.org (f)",
    "folded": f"{AUTHSERV};\r\n\tspf=pass (sender\r\n\t SPF authorized) smtp.mailfrom=rina@example.org;\r\n\t{PASS}",
    "quoted value": f'{AUTHSERV}; dmarc=pass header.from="example.org"',
    "null sender": f"{AUTHSERV}; spf=none smtp.mailfrom=<>; {PASS}",
    "IPv6": f"{AUTHSERV}; iprev=pass policy.iprev=2001:db8::1; spf=pass smtp.remote-ip=[2001:db8::1]; {PASS}",
    "beyond ASCII": f"{AUTHSERV}; spf=none smtp.mailfrom=jörg@bücher.example (für alle); {PASS}",
    "not UTF-8": f"{AUTHSERV}; spf=none smtp.mailfrom=".encode() + b"\xff\xfe@x.example; " + PASS.encode(),
    "encoded quote": f"{AUTHSERV}; spf=none smtp.mailfrom==?utf-8?q?=22?=@x.example; {PASS}",
    "quoted local part": f'{AUTHSERV}; spf=none smtp.mailfrom="a; b (c"@x.example; {PASS}',
    "as Gmail writes": f"{AUTHSERV};\r\n       dkim=pass header.i=@example.org header.s=g1 header.b=Ab/1+x==;\r\n       spf=pass (google.example: domain of rina@example.org designates 192.0.2.1 as permitted sender) smtp.mailfrom=rina@example.org;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.org",
    "as Exim writes": f"{AUTHSERV}; iprev=pass (a.example) smtp.remote-ip=192.0.2.1; spf=pass smtp.mailfrom=example.org; arc=none; {PASS}",
    "as Rspamd writes": f"{AUTHSERV};\r\n\tdkim=pass header.d=example.org header.s=s1 header.b=AbCd12;\r\n\tdmarc=pass (policy=quarantine) header.from=example.org;\r\n\tspf=pass (mx: domain of rina@example.org designates 192.0.2.1 as permitted sender) smtp.mailfrom=rina@example.org;",
    "as Cisco writes": f"{AUTHSERV}; dkim=none (message not signed) header.i=none; spf=Pass smtp.mailfrom=rina@example.org smtp.helo=postmaster@a.example; dmarc=pass (p=none dis=none) d=example.org header.from=example.org",
    "as amavis writes": f'{AUTHSERV}; dkim=pass (2048-bit key) reason="pass (just generated, assumed good)" header.d=example.org; {PASS}',
}  # fmt: skip


@pytest.mark.parametrize("line", TRUE)
def test_a_true_line_is_read_as_servers_write_it(line: str) -> None:
    assert says(TRUE[line]) == "pass"
    assert says(TRUE[line], f"{AUTHSERV}; {FAIL}") == "pass"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{AUTHSERV}; {PASS}; {FAIL}", "none"),
        (f"{AUTHSERV}; {FAIL}; {PASS}", "none"),
        (f"{AUTHSERV}; {PASS}; dmarc=temperror", "none"),
        (f"{AUTHSERV}; {PASS}; {PASS}", "pass"),
        (f"{AUTHSERV}; {FAIL}; {FAIL}", "fail"),
        (f"{AUTHSERV}; {PASS} header.from=evil.example", "none"),
        (f"{AUTHSERV}; dmarc=pass header.from=evil.example.org", "none"),
        (f"{AUTHSERV}; dmarc=pass header.from=rina@example.org", "none"),
        (f"{AUTHSERV}; dmarc=pass", "none"),
        (f"{AUTHSERV}; dmarc.pass=pass header.from=example.org", "none"),
        (f"{AUTHSERV}; dmarc/2=pass header.from=example.org", "none"),
        (f"{AUTHSERV}; x-dmarc=pass header.from=example.org", "none"),
        (f"{AUTHSERV}.evil.example; {PASS}", "none"),
        (f"x{AUTHSERV}; {PASS}", "none"),
    ],
)
def test_two_results_that_contradict_one_another_are_none(line: str, expected: str) -> None:
    assert says(line) == expected


@pytest.mark.parametrize(
    "name",
    ["ARC-Authentication-Results", "X-Authentication-Results", "Authentication-Results-Original", "Old-Authentication-Results",
     "Authentication-Results ", "Authentication-Results\t", "X-Original-Authentication-Results", "Authentication_Results"],
)  # fmt: skip
def test_a_header_that_only_looks_like_it_says_nothing(name: str) -> None:
    for trust, value in ((POLICY.trust, f"{AUTHSERV}; {PASS}"), (M365, PASS)):
        mail = parse(f"{name}: {value}\r\nFrom: rina@example.org\r\n\r\nx\r\n".encode())
        assert prove(mail, trust).verdict == "none"


@pytest.mark.parametrize("letter", ["(", "((a) ", '"', "\\(", ";", "a=", "=", "\t", "x.", "\r\n ", "(a)", '"a" '])
def test_a_long_line_costs_next_to_nothing(letter: str) -> None:
    value = f"{AUTHSERV}; spf=none {letter * (200_000 // len(letter))}"
    start = perf_counter()
    assert says(value) == "none"
    assert says(*[value[:16_000]] * 12) == "none"
    assert perf_counter() - start < 2


def test_nothing_that_a_line_holds_raises() -> None:
    pieces = [
        b"a",
        b"=",
        b";",
        b"(",
        b")",
        b'"',
        b"\\",
        b" ",
        b"\r\n ",
        b"\r",
        b"\n",
        b"\x00",
        b"\xff",
        b".",
        b"/",
        b"1",
    ]
    for n in range(4000):
        line, left = b"mx.example.org;", n * 7919 + 1
        while left:
            left, at = divmod(left, len(pieces))
            line += pieces[at]
        read_results(line)


@pytest.mark.parametrize("mode", ["authentication_results", "microsoft365", "dkim", "none"])
@pytest.mark.parametrize("server", [AUTHSERV, None])
def test_a_failing_verdict_counts_however_officers_are_proven(mode: str, server: str | None) -> None:
    trust = Trust(officers=mode, authserv_id=server)
    if mode == "authentication_results" and server is None:
        return
    named = "" if mode == "microsoft365" else f"{AUTHSERV}; "
    policy = replace(POLICY, trust=trust)
    text = (
        "Nama: Budi Santoso\nAlamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur\nHP: 0813 9876 5432\n\n"
        "Saya anggota KSP Maju. Sejak Januari 2026 simpanan saya Rp 5.000.000 tidak bisa ditarik. Mohon bantuan."
    )
    above = f"Authentication-Results: {named}dmarc=fail header.from=example.com\r\n"
    failing = Memory(policy=policy).decided(written(text, "Budi <budi@example.com>", subject="Simpanan", above=above))
    assert not any(name.startswith("citizen.") for name in notices(failing))
    plain = Memory(policy=policy).decided(written(text, "Budi <budi@example.com>", subject="Simpanan"))
    assert "citizen.acknowledged" in notices(plain)
    signed_mail = replace(parse(written(ANSWER, above=verdict(result="fail"))), signed_by=("example.org",))
    if mode in ("dkim", "none"):
        assert prove(signed_mail, trust).verdict == "fail"
        assert prove(replace(signed_mail, raw_results=()), trust).verdict == "pass"


def test_without_an_own_server_a_line_never_speaks_for_a_mail() -> None:
    assert says(f"mx.evil.example; {PASS}", trust=Trust(officers="dkim")) == "none"
    assert says(PASS, trust=Trust(officers="dkim")) == "none"
