"""winmail.dat: the files and the text inside are read."""

import base64
import struct

import pytest

from mailticket.core.parser import parse
from mailticket.core.parser.rtf import decompress, rtf_to_text
from mailticket.core.parser.tnef import TnefError, read_tnef


def attribute(level: int, name: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*ones: tuple[int, int, bytes]) -> bytes:
    packed = b""
    for kind, name, value in ones:
        padding = b"\0" * (-len(value) % 4)
        packed += struct.pack("<HHII", kind, name, 1, len(value)) + value + padding
    return struct.pack("<I", len(ones)) + packed


def stream(*attributes: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def winmail(data: bytes, text: str = "") -> bytes:
    return (
        b"From: Budi <budi@example.org>\r\nSubject: Berkas\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + (b"--b\r\nContent-Type: text/plain\r\n\r\n" + text.encode() + b"\r\n" if text else b"")
        + b"--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(data)
        + b"--b--\r\n"
    )


FILE = (
    attribute(2, 0x69002, b"\0" * 14) + attribute(2, 0x18010, b"BUKTI~1.PDF\0") + attribute(2, 0x6800F, b"%PDF-1.4 isi")
)
LONG_NAME = attribute(
    2,
    0x69005,
    properties((0x1F, 0x3707, "Bukti setoran – März.pdf\0".encode("utf-16-le")), (0x1E, 0x370E, b"application/pdf\0")),
)


def test_a_file_has_its_long_name_and_type():
    file, _ = parse(winmail(stream(FILE, LONG_NAME), "Terlampir.")).attachments
    assert (file.filename, file.content_type, file.content) == (
        "Bukti setoran – März.pdf",
        "application/pdf",
        b"%PDF-1.4 isi",
    )


def test_the_stream_itself_is_listed_behind_what_it_holds():
    data = stream(FILE, LONG_NAME)
    *_, last = parse(winmail(data, "Terlampir.")).attachments
    assert (last.filename, last.content_type, last.content) == ("winmail.dat", "application/ms-tnef", data)


def test_a_file_without_properties_has_its_short_name():
    (file,) = read_tnef(stream(FILE)).files
    assert (file.name, file.content) == ("BUKTI~1.PDF", b"%PDF-1.4 isi")


def test_the_body_is_the_text_where_the_mail_has_no_other():
    data = stream(attribute(1, 0x69007, struct.pack("<II", 1252, 0)), attribute(1, 0x2800C, b"Simpanan saya \xe9\0"))
    assert parse(winmail(data)).text == "Simpanan saya é"
    assert parse(winmail(data, "Isi surat.")).text == "Isi surat."


def test_an_html_body_is_read():
    data = stream(attribute(1, 0x69003, properties((0x102, 0x1013, b"<p>Halo</p><p>Dunia</p>"))))
    assert parse(winmail(data)).text.split() == ["Halo", "Dunia"]


def test_a_mail_inside_gives_its_text_and_its_files():
    inner = stream(attribute(1, 0x2800C, b"Surat di dalam\0"), FILE)
    value = b"\x07\x03\x02\x00" + b"\0" * 12 + inner
    outer = stream(
        attribute(2, 0x69002, b"\0" * 14),
        attribute(2, 0x69005, properties((0x0D, 0x3701, value), (0x1E, 0x3001, b"Fwd\0"))),
    )
    assert [(file.name, file.content) for file in read_tnef(outer).files] == [
        ("Fwd.txt", b"Surat di dalam"),
        ("BUKTI~1.PDF", b"%PDF-1.4 isi"),
    ]


def test_a_stream_that_is_cut_gives_what_stands_before():
    whole = stream(FILE, LONG_NAME)
    for end in range(6, len(whole)):
        assert len(read_tnef(whole[:end]).files) <= 1
    assert read_tnef(stream(FILE) + b"\x09junk").files[0].content == b"%PDF-1.4 isi"


def test_what_is_no_tnef_stays_a_file_and_says_so():
    mail = parse(winmail(b"no tnef at all"))
    assert [file.filename for file in mail.attachments] == ["winmail.dat"]
    assert "tnef: not a TNEF stream" in mail.defects
    with pytest.raises(TnefError):
        read_tnef(b"")


def test_compressed_rtf_is_unpacked():
    # The example of MS-OXRTFCP, 4.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_the_text_of_rtf_is_what_a_person_reads():
    rtf = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\*\generator X;}\pard Halo \'cf\par \u1055?ada\tab x\line {\b tebal} \{y\}}"
    assert rtf_to_text(rtf) == "Halo П\nПada\tx\ntebal {y}"
