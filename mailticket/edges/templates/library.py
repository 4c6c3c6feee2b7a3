"""The template files: read once, compiled at once, looked up by language and notice."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import (
    BaseLoader,
    DictLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext

from mailticket.core import words
from mailticket.core.compose import paper
from mailticket.core.compose.view import dialled
from mailticket.core.digest import Bar

CITIZEN_NOTICES = tuple(
    f"citizen.{name}"
    for name in (
        "acknowledged", "details_missing", "reminded", "question", "forwarded", "answered", "closed",
        "closed_no_response", "referred",
    )
)  # fmt: skip
STAFF_NOTICES = (
    *(
        f"officer.{name}"
        for name in (
            "assigned", "followup", "draft", "receipt", "not_done", "held", "escalated", "undelivered", "digest",
        )
    ),
    "unit.forwarded", "unit.reminded", "supervisor.escalated", "supervisor.digest",
)  # fmt: skip
NOTICES = (*CITIZEN_NOTICES, *STAFF_NOTICES)
LANGUAGES = ("id", "en")  # citizens' notices in both; the desk itself works in Indonesian

PAGE = "_page.html"  # the frame of every HTML part
TEXT_BLOCKS = ("subject", "body")
HTML_BLOCKS = ("body",)
SUFFIXES = (".txt", ".html")
_GREETING = re.compile(
    r"\s{0,20}(?:yth|yang terhormat|kepada|dengan hormat|salam|assalam|selamat (?:pagi|siang|sore|malam)|halo|hai"
    r"|bapak|ibu|bpk|dear|good (?:morning|day|afternoon|evening)|hello|hi)\b",
    re.IGNORECASE,
)
BAR_CELLS = 24  # the longest bar of a drawing in plain text
BAR_LABEL_WIDTH = 32
TABLE_WIDTH = 76


class Library:
    """Templates of several folders; of two files of one name the earlier folder's counts.

    An HTML template is used only with the text template of the same folder: a site that rewords the text alone would
    otherwise send two different wordings in one mail.
    """

    def __init__(self, folders: Sequence[Path], zone: ZoneInfo) -> None:
        self.broken: list[str] = []
        self.names: frozenset[str] = frozenset()
        self.home: dict[str, int] = {}
        sources = self._read(folders)
        loader = DictLoader(sources)
        self._environments = {language: _environment(loader, language, zone) for language in LANGUAGES}
        self._compiled = dict(self._compile(sources))

    def text(self, language: str, name: str) -> Template | None:
        """Return a text template, the Indonesian one where the language has none."""
        return self._compiled.get(f"{language}/{name}.txt") or self._compiled.get(f"id/{name}.txt")

    def html(self, language: str, name: str) -> Template | None:
        """Return the HTML template that belongs to the text template, or None."""
        language = language if f"{language}/{name}.txt" in self._compiled else "id"
        path = f"{language}/{name}.html"
        belongs = self.home.get(path) == self.home.get(f"{language}/{name}.txt")
        return self._compiled.get(path) if belongs else None

    @property
    def page(self) -> Template | None:
        """The frame of every HTML part."""
        return self._compiled.get(PAGE)

    def _read(self, folders: Sequence[Path]) -> dict[str, str]:
        sources: dict[str, str] = {}
        for n, folder in enumerate(folders):
            if not folder.is_dir():
                self.broken.append(f"{folder}: no such folder of templates")
                continue
            for path in sorted(one for one in folder.rglob("*") if one.suffix in SUFFIXES and one.is_file()):
                name = path.relative_to(folder).as_posix()
                if name in sources:
                    continue
                try:
                    sources[name] = path.read_text("utf-8")
                    self.home[name] = n
                except (OSError, UnicodeDecodeError) as error:
                    self.broken.append(f"{path}: {error}")
        self.names = frozenset(sources)
        return sources

    def _compile(self, sources: Mapping[str, str]) -> Sequence[tuple[str, Template]]:
        compiled = []
        for name in sources:
            language = name.partition("/")[0] if name.partition("/")[0] in LANGUAGES else "id"
            try:
                compiled.append((name, self._environments[language].get_template(name)))
            except TemplateError as error:
                self.broken.append(f"{name}: {error}")
        return compiled


def block(template: Template, name: str, values: Mapping[str, Any]) -> str:
    """Render one block of a template; KeyError when it has none of that name."""
    return "".join(template.blocks[name](template.new_context(dict(values))))


def _environment(loader: BaseLoader, language: str, zone: ZoneInfo) -> Environment:
    # The templates are the administrator's own files; citizens' text comes as values only and is never compiled.
    environment = Environment(
        loader=loader,
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_written,
    )
    environment.filters |= {
        "day": partial(_held, words.on_day, language=language),
        "date": partial(_held, words.on_date, language=language),
        "short": partial(words.short_day, language=language),
        "hour": partial(_hour, zone=zone, language=language),
        "moment": partial(_moment, zone=zone, language=language),
        "number": partial(words.number, language=language),
        "size": partial(words.size, language=language),
        "listed": partial(words.listed, language=language),
        "greets": _greets,
        "phone": dialled,
        "status": lambda status: words.STATUSES.get(status, status),
        "quoted": paper.quoted,
        "folded": paper.folded,
        "letters": partial(_letters, zone=zone, language=language),
        "verbatim": paper.verbatim,
        "form": paper.form,
        "table": _table,
        "bars": _bars,
    }
    environment.globals["style"] = paper.STYLE
    return environment


@pass_eval_context
def _written(context: EvalContext, value: Any) -> Any:
    """Write nothing for None; in text, a value inside a line must not begin another one, whoever wrote it."""
    if value is None:
        return ""
    if context.autoescape or isinstance(value, paper.Marked):
        return value
    return " ".join(str(value).split("\n"))


def _greets(text: str) -> bool:
    """Whether an answer has its own salutation."""
    return bool(_GREETING.match(text))


def _held(write: Any, day: date, language: str) -> str:
    return str(write(day, language)).replace(" ", paper.HOLD)


def _hour(at: datetime, zone: ZoneInfo, language: str) -> str:
    return words.at_hour(at, zone, language).replace(" ", paper.HOLD)


def _letters(history: Sequence[tuple[datetime, str, str]], zone: ZoneInfo, language: str) -> str:
    """Earlier mails as one text, each below a line that says when and by whom."""
    return "\n\n".join(f"{words.on_moment(at, zone, language)}, {who}:\n{text}" for at, who, text in history)


def _moment(at: datetime, zone: ZoneInfo, language: str) -> str:
    """A moment may be folded between its date and its hour."""
    word = "pukul" if language == "id" else "at"
    day, _, hour = words.on_moment(at, zone, language).partition(f" {word} ")
    return f"{day} {word} {hour}".replace(" ", paper.HOLD).replace(f"{paper.HOLD}{word}", f" {word}")


def _table(rows: Sequence[Sequence[Any]], columns: Sequence[str] = ()) -> paper.Marked:
    """Draw a table of text: columns aligned, the widest ones narrowed until a line fits, their cells folded."""
    cells = [[str(cell) for cell in row] for row in (columns, *rows) if row]
    if not cells:
        return paper.Marked("")
    count = max(len(row) for row in cells)
    cells = [row + [""] * (count - len(row)) for row in cells]
    widths = [min(max(len(row[n]) for row in cells), TABLE_WIDTH) for n in range(count)]
    while sum(widths) + 2 * (count - 1) > TABLE_WIDTH and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    return paper.drawn(line for row in cells for line in _row(row, widths))


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    folded = [textwrap.wrap(cell, width, break_on_hyphens=False) for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue=""):
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()


def _bars(bars: Sequence[Bar]) -> paper.Marked:
    """Draw counts as bars of characters, what is late of them first and with another sign."""
    most = max((bar.count for bar in bars), default=0) or 1
    room = min(max((len(bar.label) for bar in bars), default=0), BAR_LABEL_WIDTH)
    return paper.drawn(line for bar in bars for line in _bar(bar, most, room))


def _bar(bar: Bar, most: int, room: int) -> Iterator[str]:
    label = textwrap.wrap(bar.label, room) or [""]
    cells, late = -(-bar.count * BAR_CELLS // most), -(-bar.late * BAR_CELLS // most)
    told = f"{words.number(bar.count)}, lewat {words.number(bar.late)}" if bar.late else words.number(bar.count)
    yield from label[:-1]
    yield f"{label[-1]:<{room}}  {'!' * late + '#' * (cells - late):<{BAR_CELLS}}  {told}"
