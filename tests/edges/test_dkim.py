"""DKIM checked here: only a good signature of the whole mail counts, and nothing hostile raises."""

import base64
import subprocess
from dataclasses import replace
from time import perf_counter

import dkim
import pytest

from mailticket.core.policy import Trust
from mailticket.edges import dkim as own
from mailticket.edges.child import ChildReader
from mailticket.edges.dkim import DNS_SECONDS_MAX, SIGNATURES_MAX, signers
from tests.core.desk import POLICY

MAIL = (
    b"From: Rina Wulandari <rina@example.org>\r\nTo: info@kemenkopukm.go.id\r\nSubject: Re: Simpanan\r\n"
    b"Date: Mon, 16 Mar 2026 08:00:00 +0700\r\nMessage-ID: <a@example.org>\r\n\r\nYth. Ibu Siti, sudah dibayar.\r\n"
)


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> tuple[bytes, bytes]:
    """A private key and the TXT record of its public half."""
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    subprocess.run(["openssl", "genrsa", "-traditional", "-out", path, "2048"], check=True, capture_output=True)
    public = subprocess.run(
        ["openssl", "rsa", "-in", path, "-pubout", "-outform", "DER"], check=True, capture_output=True
    ).stdout
    return path.read_bytes(), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signed(key: tuple[bytes, bytes], domain: bytes = b"example.org", mail: bytes = MAIL, **how) -> bytes:
    names = how.pop("include_headers", [b"from", b"to", b"subject", b"date", b"message-id"])
    return dkim.sign(mail, b"s1", domain, key[0], include_headers=names, **how) + mail


def looking(key: tuple[bytes, bytes]):
    return lambda name, timeout=5: (
        key[1] if b"s1._domainkey." in (name if isinstance(name, bytes) else name.encode()) else None
    )


def test_a_good_signature_names_its_domain(key) -> None:
    assert signers(signed(key), "example.org", looking(key)) == ("example.org",)


def test_of_several_signatures_each_is_judged_by_itself(key) -> None:
    both = signed(key, b"org", signed(key))
    assert signers(both, "example.org", looking(key)) == ("org", "example.org")
    broken = both.replace(b"d=org", b"d=example.org")
    assert signers(broken, "example.org", looking(key)) == ("example.org",)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.replace(b"sudah dibayar", b"tidak dibayar"),
        lambda raw: raw.replace(b"From: Rina Wulandari <rina@", b"From: Rina Wulandari <dodi@"),
        lambda raw: raw.replace(b"Subject: Re: Simpanan", b"Subject: lain"),
        lambda raw: raw.replace(b"b=", b"b=BBBB", 1),
        lambda raw: raw.replace(b"s=s1", b"s=s2"),
        lambda raw: b"DKIM-Signature: v=1; d=; s=; b=\r\n" * 3 + MAIL,
        lambda raw: b"DKIM-Signature: \xff\x00;;;===\r\n" + MAIL,
        lambda raw: MAIL,
        lambda raw: b"",
    ],
)
def test_whatever_is_not_wholly_good_proves_nothing(key, spoil) -> None:
    assert signers(spoil(signed(key)), "example.org", looking(key)) == ()


def test_a_signature_of_the_beginning_of_the_body_proves_nothing(key) -> None:
    assert signers(signed(key, length=True) + b"#spam\r\n", looking(key)) == ()


def counting(found: list[bytes], record: bytes | None = None):
    def look_up(name, timeout=5):
        found.append(name)
        return record

    return look_up


@pytest.mark.parametrize(
    "domain", [b"evil.example", b"mail.example.org", b"ample.org", b"example.org.evil.example", b""]
)
def test_a_signature_that_cannot_vouch_for_the_sender_is_not_looked_up(key, domain: bytes) -> None:
    looked_up: list[bytes] = []
    raw = signed(key, domain or b"x.example").replace(b"d=x.example", b"d=")
    assert signers(raw, "example.org", counting(looked_up, key[1])) == ()
    assert looked_up == []


def test_a_hundred_signatures_cost_a_few_look_ups_and_a_silent_server_is_waited_for_once(key, monkeypatch) -> None:
    raw = MAIL
    for _ in range(6):
        raw = signed(key, mail=raw)
    line = raw[: raw.index(b"From:")]
    looked_up: list[bytes] = []
    assert signers(line * 16 + MAIL, "example.org", counting(looked_up)) == ()
    assert len(looked_up) == SIGNATURES_MAX
    waited: list[float] = []
    clock = [0.0]

    def silent(name, timeout):
        waited.append(timeout)
        clock[0] += timeout
        raise dkim.DnsTimeoutError("no answer")

    monkeypatch.setattr(own, "monotonic", lambda: clock[0])
    assert signers(line * 16 + MAIL, "example.org", silent) == ()
    assert sum(waited) <= DNS_SECONDS_MAX


NAMES = [
    b"from",
    b"to",
    b"subject",
    b"date",
    b"content-type",
    b"content-transfer-encoding",
    b"in-reply-to",
    b"references",
]
WHOLE = (
    b"In-Reply-To: <a@kemenkopukm.go.id>\r\nReferences: <a@kemenkopukm.go.id>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n" + MAIL
)


def test_a_signature_of_all_that_says_how_a_mail_is_read_vouches_for_it(key) -> None:
    raw = signed(key, mail=WHOLE, include_headers=NAMES)
    assert signers(raw, "example.org", looking(key)) == ("example.org",)


@pytest.mark.parametrize("left_out", NAMES)
def test_a_signature_that_leaves_open_how_a_mail_is_read_or_whose_thread_it_is_in_proves_nothing(key, left_out) -> None:
    raw = signed(key, mail=WHOLE, include_headers=[name for name in NAMES if name != left_out] + [b"from"])
    if left_out != b"from":
        assert signers(raw, "example.org", looking(key)) == ()


@pytest.mark.parametrize("name", [b"To", b"Subject", b"Content-Type", b"Date", b"From", b"In-Reply-To"])
def test_a_line_that_was_put_on_top_of_a_signed_one_is_not_signed(key, name: bytes) -> None:
    raw = name + b": x@example.com\r\n" + signed(key, mail=WHOLE, include_headers=NAMES)
    assert signers(raw, "example.org", looking(key)) == ()


@pytest.mark.parametrize("form", [b"relaxed", b"simple"])
@pytest.mark.parametrize(
    "body",
    [b" " * 300_000, b" " * 300_000 + b"x", b"\t x" * 100_000, b" \r\n" * 100_000, b"\r\n" * 300_000, b"a \t b  \r\n\r\n  \r\n",
     b"", b"x", b" ", b" \t\r\n", b"a\r\n \r\n\r\n"],
)  # fmt: skip
def test_a_body_of_blanks_is_read_at_once_and_by_the_same_rule(key, form: bytes, body: bytes) -> None:
    head = MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    if len(body) < 1000:  # the library signs as slowly as it reads
        raw = signed(key, mail=head + body, canonicalize=(b"relaxed", form))
        assert signers(raw, "example.org", looking(key)) == ("example.org",)
    raw = signed(key, canonicalize=(b"relaxed", form)).partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    start = perf_counter()
    assert signers(raw, "example.org", looking(key)) == ()
    assert perf_counter() - start < 1


@pytest.mark.parametrize("piece", [b" ", b"\r\n ", b"\t:", b"a ", b" : "])
def test_a_long_signature_or_head_is_not_looked_at(key, piece: bytes) -> None:
    for value in (
        b"v=1; a=rsa-sha256; d=example.org; s=s1; h=from:subject:date:to%s; bh=x; b=%s",
        b"%s d=example.org; b=%s",
    ):
        line = b"DKIM-Signature: " + value.replace(b"%s", piece * (40_000 // len(piece))) + b"\r\n"
        start = perf_counter()
        assert signers(line + MAIL, "example.org", looking(key)) == ()
        assert signers(b"X-A: " + piece * 2_000_000 + b"\r\n" + line + MAIL, "example.org", looking(key)) == ()
        assert perf_counter() - start < 2


def test_signatures_are_checked_in_the_child_where_a_mail_has_one_budget(key) -> None:
    policy = replace(POLICY, trust=Trust(officers="dkim"))
    reader = ChildReader("mailticket.edges.dkim:read", 20, 1 << 30)
    head = MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    try:
        reader.start(policy)
        start = perf_counter()
        blanks = reader(
            signed(key, canonicalize=(b"relaxed", b"relaxed"), mail=head).replace(b"d=example.org", b"d=evil.test")
            + b" " * 300_000,
            policy,
        )
        assert perf_counter() - start < 10
        assert (blanks.proof.address, blanks.proof.verdict) == ("rina@example.org", "none")
        failing = reader(b"Authentication-Results: mx; dmarc=fail header.from=example.org\r\n" + MAIL, policy)
        assert failing.proof.verdict == "fail"
    finally:
        reader.close()


def test_the_reading_says_who_signed_a_mail_of_staff(key, monkeypatch) -> None:
    policy = replace(POLICY, trust=Trust(officers="dkim"))
    monkeypatch.setattr(own.signers, "__defaults__", (looking(key),))
    assert own.read(signed(key), policy).proof.verdict == "pass"
    assert own.read(signed(key).replace(b"sudah", b"belum"), policy).proof.verdict == "none"
    assert own.read(MAIL.replace(b"rina@", b"siti@"), policy).proof.verdict == "none"


@pytest.mark.parametrize("left_out", [b"subject", b"date"])
def test_a_signature_that_leaves_out_what_people_read_proves_nothing(key, left_out: bytes) -> None:
    names = [name for name in (b"from", b"to", b"subject", b"date") if name != left_out]
    assert signers(signed(key, include_headers=names), "example.org", looking(key)) == ()


def test_a_dead_resolver_proves_nothing(key) -> None:
    def dead(name, timeout=5):
        raise dkim.DnsTimeoutError("no answer")

    assert signers(signed(key), "example.org", dead) == ()
