"""Bytes of a mail: text (7bit or quoted-printable), HTML beside it, files (RFC 2045, 2046, 2231)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from mailticket.core.compose.headers import CRLF, header_lines
from mailticket.core.compose.letter import Outgoing
from mailticket.core.mail import Attachment

LINE_BYTES_MAX = 998  # RFC 5322, section 2.1.1
BASE64_LINE_BYTES = 57  # become 76 characters
BASE64_LINE = 76
PART_HEAD_BYTES = 400  # reckoned for the headers and the boundary of a file
NAME_PIECE_CHARACTERS = 60  # of a percent-encoded file name on one line
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()+,-]{1,60}")

Part = tuple[list[str], str]  # header lines, body with CRLF line ends and without the last one


def compose(letter: Outgoing) -> bytes:
    """Return the mail as it goes over the wire; deterministic, ASCII throughout."""
    seed = _seed(letter)
    part = _text_part(letter.text, "plain")
    if letter.html is not None:
        part = _multipart("alternative", f"=_a{seed}", [part, _text_part(letter.html, "html")])
    if letter.attachments:
        part = _multipart("mixed", file_boundary(letter), [part, *map(_file_part, letter.attachments)])
    head = [f"{name}: {value}" for name, value in header_lines(letter)]
    return CRLF.join([*head, *part[0], "", part[1], ""]).encode("ascii")


def file_boundary(letter: Outgoing) -> str:
    """Return the boundary between the text and the files of a mail."""
    return f"=_m{_seed(letter)}"


def _seed(letter: Outgoing) -> str:
    return hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]


def fitting(files: Iterable[Attachment], room_bytes: int) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """Divide files into those that fit into so many bytes when encoded, in order, and those that do not; each once."""
    sent, left_out, seen = [], [], set()
    for file in files:
        if (file.safe_name, file.sha256) in seen:
            continue
        seen.add((file.safe_name, file.sha256))
        lines = -(-file.size // BASE64_LINE_BYTES)
        needed = lines * (BASE64_LINE_BYTES // 3 * 4 + len(CRLF)) + PART_HEAD_BYTES
        if needed <= room_bytes and not file.lost_bytes:
            room_bytes -= needed
            sent.append(file)
        else:
            left_out.append(file)
    return tuple(sent), tuple(left_out)


def _text_part(text: str, subtype: str) -> Part:
    text = text.rstrip("\n")
    if text.isascii() and all(len(line) <= LINE_BYTES_MAX for line in text.split("\n")):
        encoding, body = "7bit", text
    else:
        encoding = "quoted-printable"
        body = binascii.b2a_qp(text.encode("utf-8", "replace"), istext=True).decode("ascii")
    head = [f'Content-Type: text/{subtype}; charset="utf-8"', f"Content-Transfer-Encoding: {encoding}"]
    return head, body.replace("\n", CRLF)


def _file_part(file: Attachment) -> Part:
    # A mail attached as message/rfc822 must not be encoded (RFC 2046, 5.2.1) but could have lines that must be.
    kind = file.content_type if _TYPE.fullmatch(file.content_type) else "application/octet-stream"
    if kind.startswith(("message/", "multipart/")):
        kind = "application/octet-stream"
    encoded = base64.b64encode(file.content).decode("ascii")
    lines = (encoded[at : at + BASE64_LINE] for at in range(0, len(encoded), BASE64_LINE))
    head = [
        f"Content-Type: {kind}",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment" + _filename(file.safe_name),
    ]
    return head, CRLF.join(lines)


def _filename(name: str) -> str:
    """Write the file's name as a parameter, in pieces when it is long (RFC 2231, sections 3 and 4)."""
    if _PLAIN_NAME.fullmatch(name):
        return f';{CRLF} filename="{name}"'
    whole = "utf-8''" + quote(name.encode("utf-8", "replace"), safe="")
    if len(whole) <= NAME_PIECE_CHARACTERS:
        return f";{CRLF} filename*={whole}"
    pieces = re.findall(rf"(?:%[0-9A-F]{{2}}|[^%]){{1,{NAME_PIECE_CHARACTERS // 3}}}", whole)
    return "".join(f";{CRLF} filename*{n}*={piece}" for n, piece in enumerate(pieces))


def _multipart(subtype: str, boundary: str, parts: Sequence[Part]) -> Part:
    lines: list[str] = []
    for head, body in parts:
        lines += [f"--{boundary}", *head, "", body]
    return [f'Content-Type: multipart/{subtype};{CRLF} boundary="{boundary}"'], CRLF.join([*lines, f"--{boundary}--"])
