"""Pictures inside a text: which of them were meant to be seen, and the marks that programs leave in their place.

Gmail writes "[image: image.png]", Outlook "[cid:image001.png@01DB...]", Apple "<image0.png>". A picture that the text
shows is part of what was said; one that only the signature shows is the sender's logo.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailticket.core.mail import Attachment, is_news

_MARK = re.compile(
    r"\[(?:image|gambar|inline image|foto)[ ]{0,2}:[ ]{0,2}(?P<name>[^\]\n]{1,200})\]"
    r"|\[cid:[ ]{0,2}(?P<cid>[^\]\n]{1,300})\]"
    r"|<(?P<file>[\w.()@ -]{1,120}\.(?:png|jpe?g|gif|heic|webp|bmp))>",
    re.IGNORECASE,
)


_SPOKEN_OF = re.compile(
    r"\b(?:gambar|foto|skrinsut|screen ?shot|tangkapan layar|capture|picture|image|bagan|grafik|denah|peta|qr)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its pictures."""

    text: str  # with the name of each picture that is there in place of its mark
    files: tuple[Attachment, ...]  # that go with it
    missing: tuple[str, ...]  # names of pictures that stand in the text, and are not there


def shown(text: str, signature: str, files: Sequence[Attachment]) -> Shown:
    """Return what a text shows, and the files to go with it: not what only the signature shows."""
    missing: list[str] = []
    in_text: set[int] = set()

    def named(mark: re.Match[str]) -> str:
        index = _index_of(mark, files)
        name = _name(mark) if index is None else files[index].safe_name
        if index is None:
            missing.append(name)
            return mark[0]
        in_text.add(index)
        return f"[{name}]"

    text = _MARK.sub(named, text)
    logos = {_index_of(mark, files) for mark in _MARK.finditer(signature)}
    # Where no mark says its place, a small one may be meant all the same: the text speaks of it, or nobody signs.
    is_meant = _SPOKEN_OF.search(text) is not None or not signature.strip()
    chosen = (
        file
        for index, file in enumerate(files)
        if index in in_text
        or (index not in logos and (is_meant or is_news(file) or not (file.inline and file.content_id)))
    )
    return Shown(text, tuple(chosen), tuple(dict.fromkeys(missing)))


def marks_of(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the pictures that a text shows and that are not among the files with these names."""
    known = {name.casefold() for name in names}
    found = (_name(mark) for mark in _MARK.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name.casefold() not in known))


def without_marks(text: str) -> str:
    """Return the text with the name of each picture in place of its mark, whether it is there or not."""
    return _MARK.sub(lambda mark: f"[{_name(mark)}]", text)


def _index_of(mark: re.Match[str], files: Sequence[Attachment]) -> int | None:
    """Return the file that a mark stands for: by its id, else by its name."""
    wanted = _name(mark).casefold()
    cid = (mark["cid"] or "").casefold()
    for index, file in enumerate(files):
        if cid and (file.content_id or "").casefold() == cid:
            return index
    return next((index for index, file in enumerate(files) if (file.filename or "").casefold() == wanted), None)


def _name(mark: re.Match[str]) -> str:
    return (mark["name"] or mark["file"] or mark["cid"].partition("@")[0]).strip()
