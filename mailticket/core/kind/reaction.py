"""Reactions: a mark that a mail program sends in place of words ("Siti reacted via Gmail", a thumb and nothing else)."""

import re
import unicodedata

from mailticket.core.mail import Attachment

LENGTH_MAX = 2_000  # characters; the programs quote a few lines of what is reacted to
_TYPE = "text/vnd.google.email-reaction+json"

_PHRASE = re.compile(
    r"^[^\n]{0,90}\b(?:reacted (?:via gmail|to your (?:message|e-?mail))"
    r"|(?:bereaksi|memberi(?:kan)? reaksi|menanggapi) (?:melalui|lewat|via|dari) gmail"
    r"|(?:bereaksi|memberi(?:kan)? reaksi|menanggapi) (?:terhadap|pada|atas|untuk) (?:pesan|e-?mail|surel) anda)"
    r"[ \t]{0,9}[:.]?[ \t]{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)
_GMAIL = re.compile(r"^[^\n]{1,90}\bgmail\b[^\n]{0,40}$", re.IGNORECASE | re.MULTILINE)  # in whichever language
_LINK = re.compile(r"<?https?://[^\s<>]{1,400}>?", re.IGNORECASE)
_TAPBACK = re.compile(
    r"\s{0,9}(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted \S{1,12} to|menyukai|mencintai|tidak menyukai"
    r"|tertawa pada|menekankan|mempertanyakan) [\"“„«][^\"”»]{1,1900}[\"”»]\s{0,9}",
    re.IGNORECASE,
)


def is_reaction(text: str, files: tuple[Attachment, ...] = ()) -> bool:
    """True for a mark without a word of its writer's own; a file beside it is news."""
    if len(text) > LENGTH_MAX or any(not file.inline and file.content_type != _TYPE for file in files):
        return False
    if _TAPBACK.fullmatch(text):
        return True
    phrase = _GMAIL if any(file.content_type == _TYPE for file in files) else _PHRASE
    shown = _LINK.sub("", text)
    rest = phrase.sub("", shown)
    if any(letter.isalnum() for letter in rest):
        return False
    return phrase.search(shown) is not None or any(unicodedata.category(letter) == "So" for letter in rest)
