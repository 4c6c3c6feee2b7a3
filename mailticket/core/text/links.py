"""What is shown of a link's target."""

import re
from urllib.parse import unquote

LENGTH_MAX = 200  # characters of a target that are shown; what is longer loses its query
_SCHEME = re.compile(r"(?:https?://|mailto:|ftp://)", re.I)
_BLANKS = re.compile(r"\s+")
_PREFIX = re.compile(r"^(?:https?://|mailto:|ftp://)?(?:www\.)?", re.I)


def shown_target(href: str, text: str) -> str | None:
    """Return the target to show after the text of a link; None when the text already says it."""
    target = _BLANKS.sub("", href)[:10_000]
    if not _SCHEME.match(target):
        return None
    if target.lower().startswith("mailto:"):
        target = unquote(target[7:].split("?", 1)[0])
        if "@" not in target:
            return None
    words = text.strip().casefold()
    if (
        not words
        or _bare(target) in _BLANKS.sub("", words)
        or (len(_bare(words)) > 8 and _bare(target).startswith(_bare(words)))
    ):
        return None
    if len(target) > LENGTH_MAX:
        target = target.split("?", 1)[0].split("#", 1)[0][:LENGTH_MAX]
    return target


def _bare(url: str) -> str:
    """Return the URL without what people leave out when they type it."""
    return _PREFIX.sub("", url.casefold(), count=1).rstrip("/.")
