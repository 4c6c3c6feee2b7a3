"""Opaque signed S/MIME is read, and what it came in is kept."""

import base64

import pytest

from mailticket.core.parser import parse
from mailticket.core.parser.smime import signed_content

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nIsi surat.\r\n"
SIGNED, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def element(tag: int, content: bytes) -> bytes:
    length = len(content)
    size = bytes([length]) if length < 128 else bytes([0x82]) + length.to_bytes(2, "big")
    return bytes([tag]) + size + content


def signed(octets: bytes) -> bytes:
    content = element(0x30, DATA + element(0xA0, octets))
    return element(
        0x30,
        SIGNED
        + element(0xA0, element(0x30, element(0x02, b"\1") + element(0x31, b"") + content + element(0x31, b"signers"))),
    )


def in_pieces(content: bytes) -> bytes:
    return b"\x24\x80" + element(0x04, content[:10]) + element(0x04, content[10:]) + b"\0\0"


@pytest.mark.parametrize("octets", [element(0x04, INNER), in_pieces(INNER)])
def test_the_mail_inside_is_read_and_the_signature_kept(octets):
    data = signed(octets)
    one = parse(
        b"From: Budi <budi@example.org>\r\nSubject: Surat\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
    )
    assert one.text == "Isi surat."
    assert [(file.filename, file.content) for file in one.attachments] == [("smime.p7m", data)]


def test_what_is_encrypted_or_broken_stays_a_file():
    whole = signed(element(0x04, INNER))
    assert signed_content(element(0x30, bytes.fromhex("06092a864886f70d010703") + element(0xA0, b"x"))) is None
    assert signed_content(b"") is None
    for end in range(len(whole)):
        assert INNER.startswith(signed_content(whole[:end]) or b"")


def test_signatures_inside_signatures_end():
    data = INNER
    for _ in range(40):
        data = b"Content-Type: application/pkcs7-mime\r\n\r\n" + signed(element(0x04, data))
    parse(b"From: Budi <budi@example.org>\r\n" + data)
