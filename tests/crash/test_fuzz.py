"""Whatever the bytes are, a mail is read: made-up mails, and known mails with bytes broken.

`make test` runs it for a moment, always the same way. MAILTICKET_FUZZ_SECONDS=1200 runs it for so long with chance;
what it finds is written to a folder that the failure names, to become a pair in tests/corpus/parser.
"""

import hashlib
import os
import pickle
import random
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailticket.core.reading import read
from tests.shipped import POLICY

ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("MAILTICKET_FUZZ_SECONDS", "0"))
FOLDER = Path(tempfile.gettempdir()) / "mailticket-fuzz"  # where findings are written
SLOW_SECONDS = 2.0  # of a long run: what takes longer is a finding
MUTANTS = 75  # of a short run
EXAMPLES = 60

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

# What breaks readers of mail: boundaries, encodings, words, marks, and lengths that lie.
PIECES = (
    b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b$B", b"\x1b(B", b"\x80",
    b"--", b"----", b"--b", b"--b--", b"--b\r\n", b"=?", b"?=", b"=?utf-8?B?", b"=?utf-8?Q?=", b"=?gb2312?b?xOM", b"=?x?q??=", b"=3D", b"=\r\n",
    b"=E", b"<", b">", b"<<>>", b"<a@b>", b"(", b"((", b")", b'"', b"\\", b";", b":", b",", b"@", b"*0*=", b"*1=utf-8''%", b"%E2%28%A1",
    b"From: ", b"From: a@b\r\n", b"To: x:a,b;\r\n", b"Subject: ", b"Date: Thu, 99 Foo 20999 99:99:99 +9999\r\n", b"Message-ID: <", b"References: <a>",
    b"Content-Type: multipart/mixed; boundary=b\r\n", b'Content-Type: multipart/alternative; boundary="b"\r\n', b"Content-Type: text/html; charset=utf-7\r\n",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: text/plain; format=flowed; delsp=yes\r\n", b"Content-Type: application/ms-tnef; name=winmail.dat\r\n",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", b"Content-Type: message/delivery-status\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''a%", b"begin 644 a\n#0V%T\n`\nend\n", b'x\x9f>"', b"Auto-Submitted: auto-replied\r\n",
    b"Final-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: 5.1.1\r\n", b"<div><blockquote type=cite>", b"</div>", b"<table><tr><td>", b"<!--", b"&#x110000;", b"&#1;",
    b"> ", b"On Mon, x wrote:\n", b"-- \n", b"Dari: a\nKepada: b\n", b"#tutup\n", b"Nama: ", b"No HP: 0812", "Kepada Yth. ä".encode(), b"-----BEGIN PGP SIGNED MESSAGE-----\n",
)  # fmt: skip


def mails() -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "tests/corpus").rglob("*.eml"))]


def check(raw: bytes) -> None:
    """Read it, and hold what comes out to what databases, JSON and mails can take."""
    reading = read(raw, POLICY)
    assert not any(defect.startswith("parser: ") for defect in reading.mail.defects), (
        reading.mail.defects
    )  # the catch-all
    for string in strings_in(reading):
        string.encode()  # no lone surrogate
        assert not CONTROLS.search(string), string[:200]
    pickle.dumps(reading)


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings_in(getattr(value, field.name))


def mutant(raw: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Break a mail at a few places."""
    data = bytearray(raw[:200_000])
    for _ in range(chance.choice((1, 1, 2, 3, 5, 10, 30))):
        place = chance.randrange(len(data) + 1)
        length = chance.choice((0, 1, 1, 2, 8, 50, 400))
        match chance.randrange(7):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 20))
            case 3:
                data[place:place] = data[place : place + length] * chance.choice((1, 2, 10))
            case 4:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                data[place : place + length] = other[start : start + chance.choice((20, 200, 2_000))]
            case 5:
                lines = data.split(b"\n")
                index = chance.randrange(len(lines))
                lines[index : index + 2] = reversed(lines[index : index + 2])
                data = bytearray(b"\n".join(lines))
            case _:
                del data[place if chance.random() < 0.2 else len(data) :]
    return bytes(data)


@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES),
            st.binary(max_size=40),
            st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace")),
        ),
        max_size=60,
    )
)
def test_any_pieces_of_mail_are_read(pieces):
    check(b"".join(pieces))


@settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw):
    check(raw)


def test_mails_with_broken_bytes_are_read():
    chance, known = random.Random(None if SECONDS else 20261116), mails()
    end, count, findings = time.monotonic() + SECONDS, 0, []
    while time.monotonic() < end if SECONDS else count < MUTANTS:
        made_up = chance.random() < 0.2
        raw = some_pieces(chance) if made_up else mutant(chance.choice(known), chance, known)
        finding = finding_of(raw)
        if finding:
            name = hashlib.sha256(raw).hexdigest()[:12]
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.eml").write_bytes(raw)
            findings.append(f"{FOLDER / name}.eml: {finding}")
        count += 1
    assert not findings, f"{len(findings)} findings in {count} mails: {findings[:20]}"


def some_pieces(chance: random.Random) -> bytes:
    return b"".join(chance.choice(PIECES) * chance.choice((1, 1, 1, 3, 50)) for _ in range(chance.randrange(200)))


def finding_of(raw: bytes) -> str:
    """Say what is wrong with the reading of a mail, "" if nothing; a long run also minds the time."""
    began = time.process_time()
    try:
        check(raw)
    except Exception as error:  # noqa: BLE001  Whatever is raised is the finding.
        return f"{type(error).__name__}: {error}"[:300]
    seconds = time.process_time() - began
    return f"{seconds:.1f} s" if SECONDS and seconds > SLOW_SECONDS else ""
