"""The linter: re-parse the bytes of an outgoing mail as a stranger would, and hold them against the letter.

It is the last look before a mail is queued. Whatever went wrong before it (a template, a name, a library), a mail with
a second From, a broken id, a loop header missing or somebody else's token does not leave.
"""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from mailticket.core import token as tokens
from mailticket.core.compose.headers import header_lines, is_address, is_id
from mailticket.core.compose.letter import Outgoing
from mailticket.core.compose.mime import LINE_BYTES_MAX, file_boundary
from mailticket.core.masking import ADDRESS_LIKE
from mailticket.core.own_mail import Room, holds_token

MESSAGE_ID_CHARACTERS_MAX = 70
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_CONTENT_HEADERS = ("Content-Type", "Content-Transfer-Encoding")


def problems(
    data: bytes, letter: Outgoing, is_own_token: Callable[[str], bool], staff: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return everything that is wrong with a mail, in words; empty: it may go.

    `is_own_token` says whether a token is the recipient's own; `staff` are addresses that must not be read in it.
    """
    message = message_from_bytes(_without_files(data, letter))
    texts = [_decoded(part) for part in message.walk() if part.get_content_maintype() == "text" and not _is_file(part)]
    return (
        *_wire(data),
        *_names(message, letter),
        *_people(message, letter),
        *_ids(message),
        *_loop_headers(message, letter),
        *_texts(texts, letter),
        *_files(letter),
        *_secrets(data.partition(b"\r\n\r\n")[0].decode("ascii", "replace"), texts, letter, is_own_token, staff),
    )


def _without_files(data: bytes, letter: Outgoing) -> bytes:
    """The mail without what its files hold: base64 has no header and no text, and to parse it takes long."""
    delimiter = f"\r\n--{file_boundary(letter)}".encode()
    head, *parts = data.split(delimiter)
    if not letter.attachments or len(parts) < 2:
        return data
    text, *files, end = parts
    heads = (b"%s\r\n\r\n" % file.partition(b"\r\n\r\n")[0] for file in files)
    return delimiter.join((head, text, *heads, end))


def _wire(data: bytes) -> Iterator[str]:
    if not data.count(b"\r\n") == data.count(b"\r") == data.count(b"\n"):
        yield "a line that does not end with CRLF"
    if not data.isascii() or b"\x00" in data:
        yield "bytes beyond ASCII"
    if any(len(line) > LINE_BYTES_MAX for line in data.split(b"\r\n")):
        yield f"a line longer than {LINE_BYTES_MAX} bytes"


def _names(message: Message, letter: Outgoing) -> Iterator[str]:
    intended = [name for name, _ in header_lines(letter)]
    found = [name for name in message.keys() if name not in _CONTENT_HEADERS]  # noqa: SIM118 (a Message is no dict)
    if found != intended:
        yield f"headers {', '.join(found)} instead of {', '.join(intended)}"
    if message.defects:
        yield f"defects: {', '.join(type(defect).__name__ for defect in message.defects)}"


def _people(message: Message, letter: Outgoing) -> Iterator[str]:
    for name, address in (("From", letter.desk), ("To", letter.to), ("Reply-To", letter.reply_to)):
        values = [_unfolded(value) for value in message.get_all(name, [])]
        if address is None:
            continue
        found = [one for _, one in getaddresses(values)]
        if found != [address] or not is_address(address):
            yield f"{name} is not exactly the one address meant"
    subject = _decoded_header(_unfolded(str(message.get("Subject", ""))))
    if subject != letter.subject or _CONTROL.search(subject):
        yield "the subject is not the one meant"
    if letter.ticket and f"[{letter.ticket}]" not in subject:
        yield "no ticket number in the subject"


def _ids(message: Message) -> Iterator[str]:
    for name in ("Message-ID", "In-Reply-To", "References"):
        for value in message.get_all(name, []):
            if not all(is_id(one) for one in _unfolded(value).split()):
                yield f"{name} has something that is no id"
    if len(str(message.get("Message-ID", ""))) > MESSAGE_ID_CHARACTERS_MAX:
        yield f"the Message-ID is longer than {MESSAGE_ID_CHARACTERS_MAX} characters"


def _loop_headers(message: Message, letter: Outgoing) -> Iterator[str]:
    for name, value in (
        ("Auto-Submitted", letter.auto_submitted),
        ("X-Loop", letter.desk),
        ("X-Mailticket-Notice", letter.notice),
        ("X-Mailticket-Ticket", letter.ticket),
    ):
        if message.get(name) != value:
            yield f"{name} is not {value}"


def _texts(texts: list[str], letter: Outgoing) -> Iterator[str]:
    intended = [text.rstrip("\n") for text in (letter.text, letter.html) if text is not None]
    if [text.rstrip("\n") for text in texts] != intended:
        yield "the text does not come out as it was written"


def _secrets(
    head: str, texts: list[str], letter: Outgoing, is_own_token: Callable[[str], bool], staff: frozenset[str]
) -> Iterator[str]:
    said = "\n".join([head, letter.subject, *texts])
    if not all(is_own_token(one) for one in tokens.find(said)):
        yield "a token that is not the recipient's"
    if staff & {one.lower() for one in ADDRESS_LIKE.findall(said)}:
        yield "an officer's own address"


def _files(letter: Outgoing) -> Iterator[str]:
    """A mail of ours inside a file holds the token of whom it was for, however deep it lies."""
    room = Room()
    if any(holds_token(file, room) for file in letter.attachments):
        yield "a file that holds a token"


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(payload, bytes) else ""


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", value)


def _decoded_header(value: str) -> str:
    return "".join(
        part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
        for part, charset in decode_header(value)
    )
