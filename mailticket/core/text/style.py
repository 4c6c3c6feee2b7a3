"""What the inline style and the tag say of how an element looks: seen or hidden, preformatted, tight, a block."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

UNSEEN_TAGS = frozenset(
    "head script style template svg title meta link xml iframe object embed audio video canvas map "
    "datalist noframes".split()
)
_PREFORMATTED_TAGS = frozenset("pre listing xmp textarea plaintext".split())
_STYLE_MAX = 4_000  # characters of a style attribute that are read

_DISPLAY = re.compile(r"(?<![a-z-])display\s{0,9}:\s{0,9}([a-z-]{1,20})")
_VISIBILITY = re.compile(r"(?<![a-z-])visibility\s{0,9}:\s{0,9}([a-z]{1,20})")
_FONT_SIZE = re.compile(r"(?<![a-z-])font-size\s{0,9}:\s{0,9}([0-9.]{1,9})")
_WHITE_SPACE = re.compile(r"(?<![a-z-])white-space\s{0,9}:\s{0,9}([a-z-]{1,20})")
_GONE = re.compile(
    r"mso-hide\s{0,9}:\s{0,9}all|(?<![a-z-])max-height\s{0,9}:\s{0,9}0(?![.0-9]*[1-9])"
    r"|(?<![a-z-])opacity\s{0,9}:\s{0,9}0(?![.0-9]*[1-9])"
)
_NO_MARGIN = re.compile(r"(?<![a-z-])margin(?:-bottom)?\s{0,9}:\s{0,9}0")
_NO_BORDER = re.compile(r"(?<![a-z-])border\s{0,9}:\s{0,9}(?:none|0|medium none)")


@dataclass(frozen=True, slots=True)
class Look:
    """How text inside the open elements looks."""

    zero_size: bool = False
    invisible: bool = False
    preformatted: bool = False
    tight: bool = False  # of this element alone: a paragraph without a margin is a line
    block: bool = False  # of this element alone: an inline tag shown as a block

    @property
    def seen(self) -> bool:
        """True when text here can be seen."""
        return not (self.zero_size or self.invisible)

    def inside(self, tag: str, attributes: dict[str, str | None]) -> "Look | None":
        """Return the look inside a child element; None when nothing in it can be seen."""
        preformatted = self.preformatted or tag in _PREFORMATTED_TAGS
        zero_size, invisible, tight, block = self.zero_size, self.invisible, False, False
        if attributes:
            if "hidden" in attributes:
                return None
            if (attributes.get("class") or "").startswith(("Mso", "ydp")):
                tight = True
            style = attributes.get("style")
            if style:
                said = _said(style[:_STYLE_MAX].lower())
                if said.gone:
                    return None
                block = said.block
                invisible = invisible if said.invisible is None else said.invisible
                zero_size = zero_size if said.zero_size is None else said.zero_size
                preformatted = preformatted if said.preformatted is None else said.preformatted
                tight = tight or said.tight
        before = (self.zero_size, self.invisible, self.preformatted, self.tight, self.block)
        after = (zero_size, invisible, preformatted, tight, block)
        return self if before == after else Look(*after)


class _Said(NamedTuple):
    """What a style attribute says; None where it says nothing of that."""

    gone: bool
    block: bool
    invisible: bool | None
    zero_size: bool | None
    preformatted: bool | None
    tight: bool


@lru_cache(maxsize=256)
def _said(style: str) -> _Said:
    """Read a style attribute; remembered, since mail programs write the same one on every paragraph."""
    display, visibility = _DISPLAY.findall(style), _VISIBILITY.findall(style)
    size, space = _FONT_SIZE.findall(style), _WHITE_SPACE.findall(style)
    return _Said(
        gone=bool(_GONE.search(style)) or display[-1:] == ["none"],
        block=bool(display) and display[-1] in ("block", "table", "table-row", "list-item", "flex"),
        invisible=visibility[-1] in ("hidden", "collapse") if visibility else None,
        zero_size=not size[-1].strip("0.") if size else None,
        preformatted=space[-1] in ("pre", "pre-wrap", "pre-line", "break-spaces") if space else None,
        tight=bool(_NO_MARGIN.search(style)),
    )


def is_indent(attributes: dict[str, str | None]) -> bool:
    """True for a blockquote that only indents (Gmail's and Outlook's indent button), which quotes nobody."""
    if attributes.get("type") == "cite" or attributes.get("cite"):
        return False
    name = attributes.get("class") or ""
    if "quote" in name.lower() and "indent" not in name:
        return False
    style = (attributes.get("style") or "")[:_STYLE_MAX].lower()
    return "indent" in name or (bool(_NO_BORDER.search(style)) and "margin" in style)
