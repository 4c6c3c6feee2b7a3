"""DKIM checked here: only a good signature of the whole mail counts, and nothing hostile raises."""

import base64
import subprocess

import dkim
import pytest

from mailticket.edges.dkim import signers

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
    assert signers(signed(key), looking(key)) == ("example.org",)


def test_of_several_signatures_each_is_judged_by_itself(key) -> None:
    both = signed(key, b"evil.example", signed(key))
    assert signers(both, looking(key)) == ("evil.example", "example.org")
    broken = both.replace(b"d=evil.example", b"d=fake.example")
    assert signers(broken, looking(key)) == ("example.org",)


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
    assert signers(spoil(signed(key)), looking(key)) == ()


def test_a_signature_of_the_beginning_of_the_body_proves_nothing(key) -> None:
    assert signers(signed(key, length=True) + b"#spam\r\n", looking(key)) == ()


@pytest.mark.parametrize("left_out", [b"subject", b"date"])
def test_a_signature_that_leaves_out_what_people_read_proves_nothing(key, left_out: bytes) -> None:
    names = [name for name in (b"from", b"to", b"subject", b"date") if name != left_out]
    assert signers(signed(key, include_headers=names), looking(key)) == ()


def test_a_dead_resolver_proves_nothing(key) -> None:
    def dead(name, timeout=5):
        raise dkim.DnsTimeoutError("no answer")

    assert signers(signed(key), dead) == ()
