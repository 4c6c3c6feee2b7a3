"""A kept mail without the lines that its files can give back, and whole again to the byte."""

import base64
import hashlib
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.core.parser import parse
from mailticket.core.slim import BYTES_MIN, Damaged, slim, whole
from tests.build import a_mail
from tests.growth import growth

DEED = b"%PDF-1.7 akta " + bytes(range(256)) * 40
PHOTO = b"\xff\xd8\xff\xe0 JFIF " + bytes(reversed(range(256))) * 30


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def files(*contents: bytes) -> dict[str, bytes]:
    return {hash_of(content): content for content in contents}


def lines(content: bytes, width: int = 76, end: bytes = b"\r\n") -> bytes:
    """Base64 as a program writes it, without the line end behind it."""
    text = base64.b64encode(content)
    return end.join(text[place : place + width] for place in range(0, len(text), width))


def with_part(body: bytes, end: bytes = b"\r\n") -> bytes:
    """A mail with one part of these lines."""
    head = (
        b"From: siti@example.org",
        b'Content-Type: multipart/mixed; boundary="b"',
        b"",
        b"--b",
        b"",
        b"Isi.",
        b"--b",
    )
    return end.join((*head, b"Content-Transfer-Encoding: base64", b"", body, b"--b--", b""))


def again(stored: bytes, raw: bytes, *contents: bytes) -> bytes:
    return whole(stored, hash_of(raw), files(*contents).get)


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("width", [60, 64, 72, 75, 76, 1 << 20])
@pytest.mark.parametrize("length", range(3))
def test_the_lines_of_a_kept_file_are_left_out_and_made_again(width: int, end: bytes, length: int) -> None:
    deed = DEED + bytes(length)
    raw = with_part(lines(deed, width, end), end)
    stored = slim(raw, files(deed))
    assert stored is not None
    assert len(stored) < len(raw) - len(deed)
    assert again(stored, raw, deed) == raw


@pytest.mark.parametrize("behind", [b"", b"\r\n", b"\r\n\r\n", b"\r\n\r\n\r\n-- \r\nmilis"])
def test_a_mail_that_is_one_file_alone_is_made_again_to_its_last_line_end(behind: bytes) -> None:
    raw = b"From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines(DEED) + behind
    stored = slim(raw, files(DEED))
    assert stored is not None
    assert len(stored) < 400
    assert again(stored, raw, DEED) == raw


def test_of_several_files_each_is_left_out_as_often_as_it_stands_there() -> None:
    raw = a_mail(files=(("akta.pdf", DEED), ("foto.jpg", PHOTO), ("akta lagi.pdf", DEED)))
    stored = slim(raw, files(DEED, PHOTO))
    assert stored is not None
    assert len(stored) < len(raw) - 2 * len(lines(DEED)) - len(lines(PHOTO)) + 500
    assert again(stored, raw, DEED, PHOTO) == raw


@pytest.mark.parametrize("known", ["the mail", "its file", "both"])
def test_an_attached_mail_is_left_out_as_it_stands_or_its_file_is(known: str) -> None:
    inner, outer = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    inner["From"] = outer["From"] = "siti@example.org"
    inner.set_content("Terlampir.")
    inner.add_attachment(DEED, maintype="application", subtype="pdf", filename="akta.pdf")
    outer.set_content("Diteruskan.")
    outer.add_attachment(inner)
    raw = outer.as_bytes()
    (attached,) = parse(raw).attachments
    kept = {"the mail": (attached.content,), "its file": (DEED,), "both": (DEED, attached.content)}[known]
    stored = slim(raw, files(*kept))
    assert stored is not None
    assert len(stored) < 1_500
    assert again(stored, raw, *kept) == raw


def test_a_list_in_plain_text_is_left_out() -> None:
    table = b"".join(b"%d;Koperasi Maju Mandiri;Rp 12.500.000\r\n" % n for n in range(500))
    raw = with_part(table)
    stored = slim(raw, files(table))
    assert stored is not None
    assert len(stored) < 400
    assert again(stored, raw, table) == raw


@pytest.mark.parametrize(
    "body",
    [
        lines(DEED).replace(b"\r\n", b"\n", 1),
        lines(DEED)[:100] + b"\r\n" + lines(DEED)[100:],
        lines(DEED).replace(b"\r\n", b" \r\n"),
        lines(DEED, 77)[:-2] + b"A=",
        lines(DEED)[:-4],
        b"IA==\r\n" + lines(DEED),
        lines(DEED) + b"\r\nMilis warga",
        base64.urlsafe_b64encode(PHOTO),
    ],
    ids=["mixed line ends", "an uneven line", "blanks", "other bits", "cut", "two stretches", "a footer", "url-safe"],
)
def test_what_could_not_be_made_again_exactly_stays(body: bytes) -> None:
    assert slim(with_part(body), files(DEED, PHOTO)) is None


def test_what_is_no_kept_file_or_hardly_large_stays() -> None:
    small = DEED[: BYTES_MIN // 2]
    raw = a_mail(files=(("akta.pdf", DEED), ("kecil.pdf", small)))
    assert slim(raw, files(PHOTO, small)) is None
    assert slim(raw, {}) is None


def test_a_whole_mail_is_itself() -> None:
    raw = a_mail(files=(("akta.pdf", DEED),))
    assert again(raw, raw) == raw


def test_a_mail_that_looks_like_a_slim_one_is_itself() -> None:
    """Whoever knows the form can write it, and gets no file of somebody else's by it."""
    slim_one = slim(a_mail(files=(("akta.pdf", DEED),)), files(DEED))
    assert slim_one is not None
    assert again(slim_one, slim_one, DEED) == slim_one
    raw = slim_one + b"\r\n\r\n" + lines(PHOTO)
    stored = slim(raw, files(DEED, PHOTO))
    assert stored is not None
    assert again(stored, raw, DEED, PHOTO) == raw


@pytest.mark.parametrize("kept", [(), (PHOTO,)], ids=["gone", "another"])
def test_what_no_longer_makes_up_the_mail_is_told(kept: tuple[bytes, ...]) -> None:
    raw = a_mail(files=(("akta.pdf", DEED),))
    stored = slim(raw, files(DEED))
    assert stored is not None
    with pytest.raises(Damaged, match=hash_of(DEED)):
        again(stored, raw, *kept)


@pytest.mark.parametrize("change", [lambda data: b"X" + data, lambda data: data[:-1], lambda data: data[:60]])
def test_bytes_that_changed_in_the_book_are_told(change) -> None:
    raw = a_mail(files=(("akta.pdf", DEED),))
    stored = slim(raw, files(DEED))
    assert stored is not None
    for kept in (raw, stored):
        with pytest.raises(Damaged, match=hash_of(raw)):
            again(change(kept), raw, DEED)
    with pytest.raises(Damaged, match=hash_of(raw)):
        whole(stored, hash_of(raw), {hash_of(DEED): DEED[:-1] + b"?"}.get)


@pytest.mark.parametrize("index", [b"", b"{}", b"[1]", b"[[]]", b"[[1, 2, 3, 4]]", b'[[-5, "x", 0, 9]]', b"[" * 5_000])
def test_an_index_that_says_nothing_is_told(index: bytes) -> None:
    stored = slim(a_mail(files=(("akta.pdf", DEED),)), files(DEED))
    assert stored is not None
    name, _, rest = stored.split(b"\n", 2)
    with pytest.raises(Damaged):
        again(name + b"\n" + index + b"\n" + rest, b"another", DEED)


contents = st.binary(max_size=300).map(lambda some: some * (BYTES_MIN // max(1, len(some)) + 1))


@st.composite
def pieces(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Some bytes, and the file that perhaps stands in them."""
    content, is_usual = draw(contents), draw(st.booleans())
    end = draw(st.sampled_from((b"\r\n", b"\n") if is_usual else (b"\r", b"\r\r\n")))
    body = lines(content, draw(st.integers(40, 200) if is_usual else st.integers(1, 200)), end)
    before = draw(st.binary(max_size=20)) + draw(st.sampled_from((b"\n\n", b"\r\n\r\n", b"\n\r\n", b"--b\r\n")))
    behind = draw(st.sampled_from((b"", end, end + b"--b", end + end)) | st.binary(max_size=20))
    place, damage = draw(st.integers(0, len(body))), b"" if is_usual else draw(st.binary(max_size=2))
    if draw(st.booleans()):
        return before + content + behind, content
    return before + body[:place] + damage + body[place:] + behind, content


@given(st.lists(pieces() | st.binary().map(lambda some: (some, some)), max_size=4), st.integers(1, 4))
def test_whatever_the_bytes_are_they_come_back(some: list[tuple[bytes, bytes]], count: int) -> None:
    raw = b"".join(piece for piece, _ in some)
    known = [content for _, content in some[:count]]
    stored = slim(raw, files(*known))
    assert stored is None or len(stored) < len(raw)
    assert again(raw if stored is None else stored, raw, *known) == raw


@pytest.mark.parametrize(
    "evil", ["\n\n", "\r\n\r\n" + "A" * 80, "\n\n" + "A" * 40 + "\n", "A" * 76 + "\r\n", "\n--\n\nAAAA"]
)
def test_to_look_for_files_takes_as_long_as_the_mail_is(evil: str) -> None:
    known = files(bytes(BYTES_MIN * 2))
    assert growth(lambda text: slim(text.encode(), known), evil * (4_000_000 // len(evil))) < 9
