"""HTML of a mail to the text that a person sees: one iterative walk over lexbor's tree, in linear time.

Hidden text is no text. Blockquotes become "> " lines, two-cell rows of a form "label: value" lines, links show
their target where it differs from what is shown. What the markup says of quotes and signatures is kept as marks.
"""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailticket.core.mail import Mark
from mailticket.core.text.clean import clean
from mailticket.core.text.links import shown_target
from mailticket.core.text.markup import Markings, first_words
from mailticket.core.text.page import Page, join_row
from mailticket.core.text.style import UNSEEN_TAGS, Look, is_indent

CHARACTERS_MAX = 1_000_000
TAGS_MAX = 20_000
DEPTH_MAX = 2_000  # of open elements; lexbor's time is quadratic in the depth
QUOTES_MAX = 20  # nested blockquotes that get a mark of their own

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})?")
_REFERENCE = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?")
_WINDOWS = frozenset(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # HTML reads these numbers as windows-1252
# What forms ask of a person; the cells of any other table stand beside one another.
_FORM = re.compile(
    r"^\W{0,3}(?:\d{1,2}[.)] ?)?(?:nama|name|alamat|address|no|nomor|telp|telepon|tel|phone|hp|handphone|wa|whatsapp|e-?mail|surel|nik|ktp|uraian"
    r"|keluhan|kronologi|pelapor|pengadu|terlapor|identitas|isi|pesan|message|subject|subjek|perihal|kontak|contact|domisili|kota|city)\b",
    re.I | re.M,
)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_VOID = frozenset("br hr img input meta link area base col embed source track wbr param p li td tr th dd dt".split())

# Elements that begin and end a line, and those that leave a blank line around them.
_LINES = frozenset(
    "div tbody thead tfoot caption li dd dt dl section article header footer address fieldset form "
    "center figure figcaption main nav aside details summary legend option body html dir menu hgroup "
    "tabcontainer multicol optgroup".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol blockquote pre listing xmp".split())


# Pictures that stand in the source itself (RFC 2397), where a source can name one: in an attribute or a style sheet.
_DATA = re.compile(
    r"""(=\s{0,3}")data:[^"]*(?=")|(=\s{0,3}')data:[^']*(?=')|(=\s{0,3})data:[^\s"'>]+|(url\(\s{0,3}["']?)data:[^"')]*""",
    re.I,
)


def html_to_text(html: str) -> tuple[str, tuple[Mark, ...], bool]:
    """Return what a person sees of the HTML, what its markup calls quote, signature or forward, and whether it was cut."""
    source, is_cut = _clean_source(html)
    root = LexborHTMLParser(source).root
    text, marks = ("", ()) if root is None else _Walk().run(root)
    return text, marks, is_cut


def _clean_source(html: str) -> tuple[str, bool]:
    """Return the HTML cleaned and cut to the caps of size, tags and depth, and whether it was cut."""
    if "data:" in html or "DATA:" in html:
        html = _DATA.sub(_without_data, html)
    source = html[:CHARACTERS_MAX]
    if source.count("<") <= min(TAGS_MAX, DEPTH_MAX):
        return _clean(source), len(html) > CHARACTERS_MAX
    depth = 0
    for count, match in enumerate(_TAG.finditer(source)):
        closes, name = match.groups()
        if name and name.lower() not in _VOID:
            depth = max(0, depth - 1) if closes else depth + 1
        if count >= TAGS_MAX or depth > DEPTH_MAX:
            return _clean(source[: match.start()]), True
    return _clean(source), len(html) > CHARACTERS_MAX


def _without_data(found: re.Match[str]) -> str:
    """Return what names a picture without the picture."""
    return next((start for start in found.groups() if start is not None), "")


def _clean(source: str) -> str:
    """Return the source cleaned, the controls that stand in it as references (&#1;) included."""
    source = clean(source)
    return _REFERENCE.sub(_without_control, source) if "&#" in source else source


def _without_control(reference: re.Match[str]) -> str:
    """Return a reference as it stands; for a control what NUL becomes in HTML, a blank for one that is white space."""
    decimal, hexadecimal = reference.groups()
    digits = (decimal or hexadecimal).lstrip("0")[:8]
    number = int(digits or "0", 10 if decimal else 16)
    if number in (11, 12, 13):
        return " "
    kept = number > 0x10FFFF or number in _WINDOWS or clean(chr(number))
    return reference.group() if kept else "\ufffd"  # not nothing: what stands around it could become a reference


class _Walk:
    """One walk: the stack holds nodes to enter and functions to call when an element ends."""

    def __init__(self) -> None:
        self.page = Page()
        self.marks = Markings()
        self.look = Look()
        self.lists: list[int | None] = []  # the next number of each open ordered list, None for bullets
        self.rows: list[list[Page]] = []
        self.forms: list[bool] = []  # of each open table, whether it is a form
        self.quotes = 0
        self.stack: list[LexborNode | Callable[[], None]] = []

    def run(self, root: LexborNode) -> tuple[str, tuple[Mark, ...]]:
        """Walk the tree and lay the page out."""
        self.stack.append(root)
        while self.stack:
            top = self.stack.pop()
            if isinstance(top, LexborNode):
                following = top.next
                if following is not None:
                    self.stack.append(following)
                self._enter(top)
            else:
                top()
        return self.page.lay_out()

    def _enter(self, node: LexborNode) -> None:
        """Take in a text, or open an element."""
        tag = node.tag
        if tag == "-text":
            if self.look.seen:
                self._text(node.text_content or "")
            return
        if tag is None or tag.startswith("-") or tag in UNSEEN_TAGS:
            return
        attributes = node.attributes
        look = self.look.inside(tag, attributes)
        if look is None:
            return
        if look is not self.look:
            self.stack.append(lambda before=self.look: setattr(self, "look", before))  # type: ignore[misc]
            self.look = look
        end_mark = self.marks.enter(node, tag, attributes, self.page) if attributes or tag == "hr" else None
        if end_mark is not None:
            self.stack.append(end_mark)
        if tag == "br":
            self.page.line_break()
        elif tag == "hr":
            self.page.rule()
        elif tag == "img":
            self._image(attributes)
        else:
            opener = _OPENERS.get(tag)
            if opener is not None:
                opener(self, node, attributes)
            elif tag in _PARAGRAPHS:
                self._block(blank=not look.tight)
            elif tag in _LINES or look.block:
                self._block(blank=False)
            child = node.child
            if child is not None:
                self.stack.append(child)

    def _text(self, text: str) -> None:
        """Add a text node: white space folded unless preformatted."""
        if self.look.preformatted:
            self.page.preformatted(text)
        else:
            self.page.add(_BLANKS.sub(" ", text))

    def _block(self, blank: bool) -> None:
        """Begin a block, and end it when its element ends."""
        self.page.end_block(blank=blank)
        self.stack.append(lambda: self.page.end_block(blank=blank))

    def _image(self, attributes: dict[str, str | None]) -> None:
        """Add what stands for a picture: an emoji, or the only content of a link."""
        alt = _BLANKS.sub(" ", attributes.get("alt") or "").strip()
        if alt and len(alt) <= 100 and self.look.seen:
            if len(alt) <= 8 and not alt.isascii():
                self.page.add(alt)
            else:
                self.page.picture(alt)

    def _link(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Remember where the link's text begins; its target follows the text."""
        href = attributes.get("href")
        if href and self.look.seen:
            page, start = self.page, self.page.place()
            self.stack.append(lambda: page.end_link(start, lambda text: shown_target(href, text)))

    def _quote(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Open a blockquote; one that only indents is an ordinary block."""
        self._block(blank=True)
        if is_indent(attributes) or self.quotes >= QUOTES_MAX:
            return
        self.page.quote(+1)
        self.quotes += 1

        def end() -> None:
            self.page.end_block(blank=True)
            self.page.quote(-1)
            self.quotes -= 1

        self.stack.append(end)

    def _list(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Open a list; a nested one leaves no blank line."""
        self._block(blank=not self.lists)
        start = attributes.get("start") or "1"
        number = (
            int(start) if node.tag == "ol" and re.fullmatch("[0-9]{1,6}", start) else None if node.tag != "ol" else 1
        )
        self.lists.append(number)

        def end() -> None:
            self.lists.pop()

        self.stack.append(end)

    def _item(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Begin a list item with its bullet or number."""
        self._block(blank=False)
        indent = "  " * min(len(self.lists) - 1, 10)
        if self.lists and self.lists[-1] is not None:
            self.page.bullet(f"{indent}{self.lists[-1]}. ")
            self.lists[-1] += 1
        else:
            self.page.bullet(f"{indent}- ")

    def _table(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Open a table; in one with a person's particulars a cell names what stands beside it."""
        self._block(blank=False)
        self.forms.append(_FORM.search(first_words(node)) is not None)

        def end() -> None:
            self.forms.pop()

        self.stack.append(end)

    def _row(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Open a table row; its cells are pages of their own until it ends."""
        self.page.end_block(blank=False)
        cells: list[Page] = []
        self.rows.append(cells)
        page, is_form = self.page, not self.forms or any(self.forms)

        def end() -> None:
            self.rows.pop()
            join_row(page, cells, is_form=is_form)

        self.stack.append(end)

    def _cell(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Open a cell of the row."""
        if not self.rows:
            self._block(blank=False)
            return
        before, cell = self.page, Page()
        self.page = cell
        self.rows[-1].append(cell)

        def end() -> None:
            cell.end_block(blank=False)
            self.page = before

        self.stack.append(end)


_OPENERS: dict[str, Callable[[_Walk, LexborNode, dict[str, str | None]], None]] = {
    "a": _Walk._link,
    "blockquote": _Walk._quote,
    "ul": _Walk._list,
    "ol": _Walk._list,
    "li": _Walk._item,
    "table": _Walk._table,
    "tr": _Walk._row,
    "td": _Walk._cell,
    "th": _Walk._cell,
}
