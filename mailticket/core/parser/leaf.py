"""The text of one part: plain with the files inside it, or HTML with its marks."""

import re
from urllib.parse import unquote_to_bytes

from mailticket.core.mail import Mark
from mailticket.core.parser import plain
from mailticket.core.parser.structure import Field, Part
from mailticket.core.parser.transfer import decode_base64
from mailticket.core.text import clean, decode, html_to_text

PICTURES_MAX = 50  # that stand in the source of one HTML part
TEXT_MAX = 2_000_000  # characters of all texts together

_PICTURE = re.compile(
    rb"(?:=|\()\s{0,3}[\"']?data:(image/[a-z0-9.+-]{1,40});base64,([A-Za-z0-9+/=%\s]{4,})", re.IGNORECASE
)
MARKUP = re.compile(r"\s{0,200}(?:<!doctype html|<html|<head|<body|<div|<p>|<table|<meta)", re.IGNORECASE)


def plain_text(part: Part, defects: list[str]) -> tuple[str, list[plain.InnerFile], bool]:
    """Return the text of a plain part, the files inside it, and whether the text had to be cut."""
    data, files = plain.take_yenc(part.content) if b"=ybegin " in part.content else (part.content, [])
    text, defect = decode(data, part.content_type.parameter("charset"))
    if defect:
        defects.append(defect)
    text = (
        text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    )  # the first: line ends turned into CRLF twice
    text, uuencoded = plain.take_uuencoded(text)
    files += uuencoded
    cut = len(text) > TEXT_MAX
    text = clean(text[:TEXT_MAX])
    if part.type in ("text/enriched", "text/richtext"):
        text = re.sub(r"<nl>\n?", "\n", text) if part.type == "text/richtext" else text
        text = re.sub(r"<param>[^<>]{0,200}</param>|</?[a-zA-Z-]{1,40}>", "", text)
    if MARKUP.match(text) and re.search(r"</(?:html|body|div|p|table)>", text[-2_000:], re.IGNORECASE):
        defects.append("body: HTML declared as plain text")
        shown, _, is_cut = html_to_text(text)
        return shown, files, cut or is_cut
    if part.content_type.parameter("format") == "flowed":
        text = plain.unflow(text, part.content_type.parameter("delsp") == "yes")
    return text.strip("\n").rstrip(), files, cut


def html_text(part: Part, defects: list[str]) -> tuple[str, tuple[Mark, ...], bool]:
    """Return the text of an HTML part, its marks, and whether it had to be cut."""
    declared = part.content_type.parameter("charset")
    data = part.content
    if declared is None:
        named = re.search(
            rb"<meta[^<>]{1,200}?charset\s{0,5}=\s{0,5}[\"']?([\w:.-]{2,40})", data[:4_000], re.IGNORECASE
        )
        declared = named.group(1).decode("ascii", "replace") if named else None
    html, defect = decode(data, declared)
    if defect:
        defects.append(defect)
    return html_to_text(html)


def pictures(part: Part) -> list[tuple[str, bytes]]:
    """Return the pictures that stand in the source of an HTML part (RFC 2397), each with its type."""
    source = part.content
    if b"data:" not in source:
        return []
    found: list[tuple[str, bytes]] = []
    for picture in _PICTURE.finditer(source):
        encoded = unquote_to_bytes(picture[2]) if b"%" in picture[2] else picture[2]
        found.append((picture[1].decode("ascii").lower(), decode_base64(encoded)[0]))
        if len(found) >= PICTURES_MAX:
            break
    return found


def text_part(subtype: str, text: str) -> Part:
    """Return text found inside a file as if it had been a part of its own."""
    return Part(
        (Field(b"Content-Type", f"text/{subtype}; charset=utf-8".encode()),), text.encode("utf-8", "replace"), depth=1
    )
