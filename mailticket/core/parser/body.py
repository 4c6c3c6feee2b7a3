"""From a tree of parts to the text that a person reads, and the files.

winmail.dat is listed with the files inside it, those first: they are what an officer can open, and it is what the
sender's mailer attached and what every plain reader of the mail lists. An opaque signature (smime.p7m) is treated alike.
"""

import re

from mailticket.core.mail import Attachment
from mailticket.core.parser.calendar import invitation_to_text
from mailticket.core.parser.content import Block, Content, join
from mailticket.core.parser.filename import safe_name
from mailticket.core.parser.leaf import MARKUP, TEXT_MAX, html_text, pictures, plain_text, text_part
from mailticket.core.parser.rtf import rtf_to_text
from mailticket.core.parser.smime import signed_content
from mailticket.core.parser.structure import DEPTH_MAX, Part, split
from mailticket.core.parser.tnef import TnefError, read_tnef
from mailticket.core.parser.words import decode_words
from mailticket.core.text import clean, decode

ATTACHMENTS_MAX = 100
SAME_SHARE = 0.9  # of the words of a text that stand in another: it is the same text
MAILS_MAX = 20  # attached mails that are read as the text

_WORD = re.compile(r"\w+")
_FILE = re.compile(
    rb"[^/:\\?#]{1,200}\.[A-Za-z0-9]{1,8}"
)  # a file's name as a Content-Location, as Apple Mail sends it
_URL = re.compile(r"https?://\S+")
_FORWARD_LINE = "---------- Forwarded message ---------"
_FORWARD_HEAD = ("From", "Date", "Subject", "To")
_STUB = re.compile(
    r"html|view (?:this|the) (?:e-?mail|message|newsletter)|in your browser|tidak (?:dapat|bisa) (?:di)?(?:tampil|baca|lihat)"
    r"|mendukung|does not support|nicht (?:korrekt )?(?:angezeigt|dargestellt)|web version|online lesen",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"\bmime\b|multi-?part|mehrteilig", re.IGNORECASE)
_DRESSES = (
    "text/x-amp-html",
    "text/watch-html",
)  # the same text once more, for a program or a watch that shows no other
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_MAIL = ("message/rfc822", "message/global")
_RTF = ("text/rtf", "application/rtf")
_CALENDAR = ("text/calendar", "application/ics", "text/x-vcalendar")


def read_content(root: Part, hint: str | None, defects: list[str]) -> Content:
    """Return all text and all files of a tree of parts."""
    content = Content(defects=defects)
    _Reader(content, hint).read(root)
    if not any(block.text.strip() for block in content.blocks):
        _read_spare(content)
    if not content.blocks and root.type != "multipart/report":
        _read_mails(content, hint)
    if not content.blocks and root.children:
        _read_preamble(root, content)
    if len(content.attachments) > ATTACHMENTS_MAX:
        defects.append("structure: too many attachments")
        del content.attachments[ATTACHMENTS_MAX:]
    return content


class _Reader:
    """Reads parts in order; recursion is bounded by structure.DEPTH_MAX."""

    def __init__(self, content: Content, hint: str | None) -> None:
        self.content = content
        self.hint = hint

    def read(self, part: Part) -> None:
        """Take one part in: its text, its files, or its children."""
        kind = part.type
        if kind.startswith("multipart/"):
            if part.children:
                _CONTAINERS.get(kind, _Reader._mixed)(self, part)
            elif part.depth >= DEPTH_MAX:
                self._attach(part)
            elif part.raw.strip():
                self._text(part, "text/plain")
        elif self._is_text(part):
            self._text(part, kind)
        else:
            self._attach(part)

    def _mixed(self, part: Part) -> None:
        """Read all children in order; a text followed by the same as HTML is one text in two dresses."""
        children = list(part.children)
        for index, child in enumerate(children):
            following = children[index + 1] if index + 1 < len(children) else None
            if following is not None and self._are_one(child, following):
                children[index + 1] = Part((), b"")
                self._best([child, following])
                continue
            self.read(child)

    def _are_one(self, child: Part, following: Part) -> bool:
        types = (child.type, following.type) == ("text/plain", "text/html")
        return types and self._is_text(child) and self._is_text(following) and self._same(child, following)

    def _same(self, first: Part, second: Part) -> bool:
        """True when most words of the plain text stand in the HTML as well."""
        words = set(_WORD.findall(plain_text(first, [])[0].casefold()))
        others = set(_WORD.findall(html_text(second, [])[0].casefold()))
        return len(words) >= 3 and len(words & others) >= SAME_SHARE * len(words)

    def _alternative(self, part: Part) -> None:
        """Read the better of the alternatives; what none of them shows (a calendar, a file) is attached."""
        texts: list[Part] = []
        others: list[Part] = []
        for child in part.children:
            leaf = _main_text(child)
            (texts if leaf is not None else others).append(child)
        self._best(texts)
        for child in others:
            if not texts or child.type not in _DRESSES:
                self.read(child)

    def _best(self, candidates: list[Part]) -> None:
        """Take the best candidate's text, and the files of all."""
        readings: list[tuple[Part, Content]] = []
        for candidate in candidates:
            content = Content(defects=self.content.defects)
            _Reader(content, self.hint).read(candidate)
            readings.append((candidate, content))
        chosen = _choose(readings)
        others = () if chosen is None else _others(readings, chosen)
        for _, content in readings:
            if content is chosen or any(content is other for other in others):
                self.content.blocks.extend(content.blocks)
            self.content.attachments.extend(content.attachments)
            self.content.spare.extend(content.spare)
            self.content.mails.extend(content.mails)

    def _related(self, part: Part) -> None:
        """Read the root of multipart/related; the others are its pictures."""
        start = part.content_type.raw_parameter("start").strip(b"<> ")
        root = next(
            (c for c in part.children if start and (c.first(b"content-id") or b"").strip(b"<> ") == start), None
        )
        root = root or next((c for c in part.children if _main_text(c) is not None), part.children[0])
        for child in part.children:
            if (
                child is root
                or child.type.startswith("multipart/")
                or (self._is_text(child) and not child.first(b"content-id") and not child.first(b"content-location"))
            ):
                self.read(child)
            else:
                self._attach(child, related=True)

    def _is_text(self, part: Part) -> bool:
        """True when the part is text to be read where it stands."""
        return is_text(part)

    def _text(self, part: Part, kind: str) -> None:
        """Add the text of a part."""
        if kind == "text/html":
            text, marks, cut = html_text(part, self.content.defects)
            block = Block(text, marks, cut)
            self._pictures(part)
        else:
            text, files, cut = plain_text(part, self.content.defects)
            for file in files:
                name = decode_words(file.name.encode())
                self.content.attachments.append(
                    Attachment(
                        name, "application/octet-stream", file.content, safe_name(name, "application/octet-stream")
                    )
                )
            block = Block(text, is_cut=cut)
        if cut:
            self.content.defects.append(f"{kind.partition('/')[2]}: too large, cut")
            self._attach(part)
        if block.text.strip():
            self.content.blocks.append(block)

    def _pictures(self, part: Part) -> None:
        """Add the pictures that stand in the source itself: they are shown as those behind a cid: are."""
        for number, (kind, content) in enumerate(pictures(part), start=1):
            picture = Attachment(None, kind, content, safe_name(None, kind), inline=True, content_id=f"data-{number}")
            if all(file.content != content for file in self.content.attachments):
                self.content.attachments.append(picture)

    def _attach(self, part: Part, *, related: bool = False) -> None:
        """Add a part as a file, behind the files that it holds if it is winmail.dat."""
        name = part_name(part, self.hint)
        kind, data = part.type, part.content
        signed = signed_content(data) if kind in _SMIME and part.depth < DEPTH_MAX else None
        if signed is not None:
            inner, defects = split(signed, part.depth + 1)
            self.content.defects.extend(defects)
            self.read(inner)  # and the signature stays below as the file that it came in
        if kind in _WINMAIL or (name or "").lower() == "winmail.dat":
            try:
                tnef = read_tnef(data)
            except TnefError as error:
                self.content.defects.append(f"tnef: {error}")
            else:
                for subtype, text in (("plain", tnef.text), ("html", tnef.html)):
                    if text and text.strip():
                        self.content.spare.append(text_part(subtype, text))
                self.content.attachments.extend(
                    Attachment(f.name, f.content_type, f.content, safe_name(f.name, f.content_type)) for f in tnef.files
                )
        if kind in ("text/plain", "text/html", *_RTF, *_CALENDAR):
            self.content.spare.append(part)
        elif kind in _MAIL and part.depth < DEPTH_MAX:
            self.content.mails.append(part)
        identity = part.first(b"content-id")
        inline = part.disposition.word == "inline" or (related and part.disposition.word != "attachment")
        self.content.attachments.append(
            Attachment(
                filename=name,
                content_type=kind,
                content=data,
                safe_name=safe_name(name or _title(part, data), kind),
                inline=inline,
                content_id=decode_words(identity).strip("<> ")[:500] or None if identity else None,
                unended=part.unended,
            )
        )


_CONTAINERS = {"multipart/alternative": _Reader._alternative, "multipart/related": _Reader._related}


def is_text(part: Part) -> bool:
    """True for text/plain and its like without a file's disposition, nor its name unless it could be no file.

    Content-Location alone makes no file of a text: the messages of phones have one on every part.
    """
    kind = part.type
    if kind not in ("text/plain", "text/html", "text/enriched", "text/richtext"):
        return False
    if part.disposition.word.startswith("attach"):
        return False
    return part.depth == 0 or part.alternative or _parameter_name(part, None) is None


def part_name(part: Part, hint: str | None) -> str | None:
    """Return the declared file name, decoded; None if there is none."""
    name = _parameter_name(part, hint)
    location = b"" if name else part.first(b"content-location") or b""
    return name or (decode_words(location, hint) if _FILE.fullmatch(location) else None)


def _parameter_name(part: Part, hint: str | None) -> str | None:
    """Return the file name that stands in a parameter."""
    for value, key in (
        (part.disposition, "filename"),
        (part.content_type, "name"),
        (part.disposition, "name"),
        (part.content_type, "filename"),
        (part.content_type, "file"),
    ):
        name = value.text_parameter(key, hint)
        if name:
            return name
    return None


def _title(part: Part, data: bytes) -> str | None:
    """Return a name for an attached mail without one: its subject."""
    if part.type not in _MAIL:
        return None
    match = re.search(rb"^subject:([^\r\n]{0,300})", data[:20_000], re.MULTILINE | re.IGNORECASE)
    subject = decode_words(match.group(1)) if match else ""
    return f"{subject[:100]}.eml" if subject else None


def _main_text(part: Part) -> Part | None:
    """Return the text that a candidate of an alternative is about, None if it has none."""
    return next((leaf for leaf in part.walk() if not leaf.children and is_text(leaf)), None)


def _choose(readings: list[tuple[Part, Content]]) -> Content | None:
    """Return the reading to show: plain text unless it is empty, a stub, or much shorter than the HTML."""
    filled = [(part, content) for part, content in readings if any(b.text.strip() for b in content.blocks)]
    if not filled:
        return readings[-1][1] if readings else None
    texts = [(_is_html(part), "\n".join(b.text for b in content.blocks), content) for part, content in filled]
    plains = [entry for entry in texts if not entry[0]]
    htmls = [entry for entry in texts if entry[0]]
    if not plains or not htmls:
        return (plains or htmls)[0][2]
    _, text, content = max(plains, key=lambda entry: len(entry[1]))
    _, html, html_content = max(htmls, key=lambda entry: len(entry[1]))
    words, html_words = _words(text), _words(html)
    if words == 0 or MARKUP.match(text):
        return html_content
    if len(text) < 500 and _STUB.search(text) and html_words > words:
        return html_content
    return html_content if html_words > 3 * words + 15 else content


def _others(readings: list[tuple[Part, Content]], chosen: Content) -> list[Content]:
    """Return further texts of a sort that has one already, if they say something else: an alternative that is none."""
    said = set(_WORD.findall("\n".join(block.text for block in chosen.blocks).casefold()))
    others: list[Content] = []
    for is_html in (False, True):
        alike = [content for part, content in readings if _is_html(part) is is_html]
        first = next((content for content in alike if content is chosen), None) or (alike[0] if alike else None)
        for content in alike:
            words = set(_WORD.findall("\n".join(block.text for block in content.blocks).casefold()))
            if content is not first and words and len(words & said) < SAME_SHARE * len(words):
                others.append(content)
                said |= words
    return others


def _words(text: str) -> int:
    """Count the words, addresses of links left out."""
    return len(_WORD.findall(_URL.sub("", text) if "://" in text else text))


def _is_html(part: Part) -> bool:
    """True when the candidate's main text is HTML."""
    leaf = _main_text(part)
    return leaf is not None and leaf.type == "text/html"


def _read_preamble(root: Part, content: Content) -> None:
    """Where no part has a text, take what a form's program wrote above the first part, but not the notice for old mailers."""
    above = root.raw.partition(b"\n--" + root.content_type.raw_parameter("boundary").rstrip())[0][:TEXT_MAX]
    text = clean(decode(above, root.content_type.parameter("charset"))[0]).strip()
    if text and not text.startswith("--") and not _NOTICE.search(text):
        content.blocks.append(Block(text))


def _read_spare(content: Content) -> None:
    """Where there is no text at all, take the first that was sent as a file but not to be one, or an invitation."""
    for part in content.spare:
        attached = part.disposition.word.startswith("attach")
        if part.type not in _CALENDAR and attached and part_name(part, None) is not None:
            continue
        text = _spare_text(part, content.defects)
        if text.strip():
            content.blocks.append(Block(text))
            taken = next((file for file in content.attachments if file.content is part.content), None)
            if taken is not None and part.type in ("text/plain", "text/html") and not attached:
                content.attachments.remove(taken)
            return


def _spare_text(part: Part, defects: list[str]) -> str:
    """Return what a person can read of a part that was sent as a file."""
    if part.type in _CALENDAR:
        source = decode(part.content, part.content_type.parameter("charset") or "utf-8")[0]
        return invitation_to_text(clean(source[:TEXT_MAX]))
    if part.type in _RTF:
        return clean(rtf_to_text(part.content))
    return plain_text(part, defects)[0] if part.type == "text/plain" else html_text(part, defects)[0]


def _read_mails(content: Content, hint: str | None) -> None:
    """Where there is no text but attached mails, read them as forwards below the header block that Gmail writes."""
    for part in content.mails[:MAILS_MAX]:
        root, _ = split(part.content, part.depth + 1)
        text, _ = join(read_content(root, hint, []).blocks)
        if text.strip():
            values = ((name, root.first(name.lower().encode())) for name in _FORWARD_HEAD)
            head = (f"{name}: {decode_words(value, hint)}" for name, value in values if value)
            content.blocks.append(Block("\n".join([_FORWARD_LINE, *head, "", text])))
            content.is_forward = True
