"""Jinja2: the wording of every mail stands in templates, one file for each notice and language.

All files are read when the Renderer is made; rendering is pure afterwards and never raises: a template that fails gives
way to built-in plain text (core.compose), and what failed stands in `Renderer.broken`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
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
from markupsafe import Markup

from mailticket.core import token as tokens
from mailticket.core import words
from mailticket.core.compose import Wording, as_html, drawing, fallback, finish, paper, parse, samples
from mailticket.core.compose.clean import clean_line
from mailticket.core.compose.finishing import Finished
from mailticket.core.compose.view import View, dialled
from mailticket.core.notices import Letter, Notice, Rendered, Value
from mailticket.core.people import Role
from mailticket.core.policy import Category, Desk, Officer, Policy, Unit
from mailticket.core.ticket import Ticket

NOTICES = tuple(letter.word for letter in Letter)
CITIZEN_NOTICES = tuple(letter.word for letter in Letter if letter.role is Role.CITIZEN)
LANGUAGES = ("id", "en")  # citizens' notices in both; the desk itself works in Indonesian
BROKEN_MAX = 200  # so many different failures are remembered

PAGE = "_page.html"  # the frame of every HTML part
TEXT_BLOCKS = ("subject", "body")
HTML_BLOCKS = ("body",)
SUFFIXES = (".txt", ".html")
PARTIAL = "_"  # files whose names begin so are parts of others
_GREETING = re.compile(
    r"\s{0,20}(?:yth|yang terhormat|kepada|dengan hormat|salam|assalam|selamat (?:pagi|siang|sore|malam)|halo|hai"
    r"|bapak|ibu|bpk|dear|good (?:morning|day|afternoon|evening)|hello|hi)\b",
    re.IGNORECASE,
)


class Renderer:
    """Makes finished mails of notices. `broken` tells which templates failed and why."""

    def __init__(self, policy: Policy, keys: tokens.Keys, folders: Sequence[Path]) -> None:
        self.policy = policy
        self.keys = keys
        own = [Path(policy.desk.templates_folder)] if policy.desk.templates_folder else []
        self.library = Library([*own, *folders], ZoneInfo(policy.desk.timezone))
        self.broken: list[str] = list(self.library.broken)

    def __call__(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Rendered:
        """Render one mail; what a template or the linter spoils is sent in built-in words instead."""
        return self._finished(notice, ticket, now).rendered

    def html(self, notice: Notice, ticket: Ticket | None, now: datetime) -> str:
        """Return the HTML part of a mail, "" when it has none."""
        return self._finished(notice, ticket, now).html

    def _finished(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Finished:
        finished = finish(notice, ticket, self._wording, self.policy, self.keys, now)
        self._report(notice, finished.broken)
        return finished

    def _wording(self, notice: Notice, view: View) -> Wording:
        language, values = view.language, view.context()
        template = self.library.text(language, notice.name)
        if template is None:
            raise LookupError(f"no template {language}/{notice.name}.txt")
        text, foot = block(template, "body", values), self._foot(notice, view, values)
        title = clean_line(block(template, "subject", values))
        return Wording(title, text, foot, self._html(notice, values, title, text, foot))

    def _html(self, notice: Notice, values: Mapping[str, object], title: str, text: str, foot: str) -> str | None:
        """The HTML part: by its own template, else made of the text; None when the frame fails."""
        page = self.library.page
        if page is None:
            return None
        inner = as_html(parse(text))
        try:
            template = self.library.html(str(values["language"]), notice.name)
            if template is not None:
                inner = block(template, "body", values)
        except Exception as error:  # noqa: BLE001 (the text is good, so the HTML can be made of it)
            self._report(notice, (f"HTML: {type(error).__name__}: {error}",))
        try:
            framed = {
                **values,
                "title": title,
                "content": Markup(inner),  # noqa: S704 (escaped by as_html and autoescape)
                "foot": Markup(as_html(parse(foot))),  # noqa: S704 (escaped by as_html)
            }
            return page.render(framed)
        except Exception as error:  # noqa: BLE001 (the plain part is a whole mail)
            self._report(notice, (f"HTML frame: {type(error).__name__}: {error}",))
            return None

    def _foot(self, notice: Notice, view: View, values: Mapping[str, object]) -> str:
        """What stands below every mail to this sort of recipient, files that did not fit first."""
        name = "_citizen" if notice.to.role is Role.CITIZEN else "_staff"
        template = self.library.text(view.language, name)
        return block(template, "body", values) if template is not None else fallback.foot(view)

    def _report(self, notice: Notice, wrong: Sequence[str]) -> None:
        for one in wrong:
            line = f"{notice.language}/{notice.name}: {one}"
            if line not in self.broken and len(self.broken) < BROKEN_MAX:
                self.broken.append(line)


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


def block(template: Template, name: str, values: Mapping[str, object]) -> str:
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
        "table": drawing.table,
        "bars": drawing.bars,
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


def check_templates(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return every problem of the templates in these folders, the earlier one before the later, one line each."""
    policy = Policy(
        desk=Desk(address="desk@example.org"),
        officers=(Officer("rina", "Rina Wulandari", "rina@example.org"),),
        units=(Unit("perkoperasian", "Deputi Bidang Perkoperasian", ("unit@example.org",)),),
        categories=(Category("lain", "Lain-lain"),),
    )
    renderer = Renderer(policy, (("check", b"only for this check"),), folders)
    found = [*renderer.library.broken, *_files(renderer.library)]
    for notice in _notices():
        needs_ticket = notice.value.needs_ticket
        for ticket in (*([] if needs_ticket is False else [samples.TICKET]), *([] if needs_ticket else [None])):
            renderer(notice, ticket, samples.NOW)
    return tuple(dict.fromkeys((*found, *renderer.broken)))


def _files(library: Library) -> Iterator[str]:
    if PAGE not in library.names:
        yield f"{PAGE}: missing"
    for language in LANGUAGES:
        for name in NOTICES if language == "id" else CITIZEN_NOTICES:
            template = library.text(language, name)
            if f"{language}/{name}.txt" not in library.names:
                yield f"{language}/{name}.txt: missing"
            elif template is not None:
                yield from (f"{language}/{name}.txt: no block {b}" for b in TEXT_BLOCKS if b not in template.blocks)
    for path in sorted(library.names - {PAGE}):
        language, _, file = path.rpartition("/")
        name = file.rpartition(".")[0]
        if language not in LANGUAGES or not (name.startswith(PARTIAL) or name in NOTICES):
            yield f"{path}: no notice of this name"


def _notices() -> Iterator[Notice]:
    """Every notice, in each of its languages and cases."""
    for letter in Letter:
        person = samples.PEOPLE[letter.role]
        for n, value in enumerate(samples.cases(Value.by_letter[letter])):
            for language in LANGUAGES if letter.role is Role.CITIZEN else ("id",):
                notice = Notice(value, ("check", letter.word, n), person, language)
                yield notice
                yield replace(notice, to=replace(person, name=""))
