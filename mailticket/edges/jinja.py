"""Jinja2: the wording of every mail stands in templates, one file for each notice and language; labels beside them.

A folder of templates makes a language. All files are read when the Renderer is made, which refuses a language that is
not whole; rendering is pure afterwards and never raises: a template that fails gives way to built-in plain text
(core.compose), and what failed stands in `Renderer.broken`. A template is compiled when it is first needed: all of them
would cost each start more than most starts need.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
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
from mailticket.core.compose.labels import Labels, labels_of, problems, salutation
from mailticket.core.compose.view import View, dialled
from mailticket.core.notices.letters import CITIZEN_NOTICES, NOTICES, STAFF_NOTICES, Letter
from mailticket.core.notices.notice import Notice, Rendered, Value
from mailticket.core.people import Role
from mailticket.core.policy import AUTO, STAFF_LANGUAGE, Category, Desk, Officer, Policy, Unit
from mailticket.core.ticket import Ticket
from mailticket.errors import SettingsError

PAGE = "_page.html"  # the frame of every HTML part
LABELS = "labels.yaml"  # of each language
TEXT_BLOCKS = ("subject", "body")
SUFFIXES = (".txt", ".html")
PARTIAL = "_"  # files whose names begin so are parts of others
FEET = {"citizen": "_citizen", "staff": "_staff"}  # what stands below every mail
BROKEN_MAX = 200  # so many different failures are remembered


class Renderer:
    """Makes finished mails of notices. `broken` tells which templates failed and why."""

    def __init__(self, policy: Policy, keys: tokens.Keys, folders: Sequence[Path]) -> None:
        self.policy = policy
        self.keys = keys
        own = [Path(policy.desk.templates_folder)] if policy.desk.templates_folder else []
        self.library = Library([*own, *folders], ZoneInfo(policy.desk.timezone))
        refusal = self.library.refusal(policy.desk.language)
        if refusal is not None:
            raise SettingsError([refusal])
        self._failed: list[str] = []

    @property
    def broken(self) -> list[str]:
        """Which templates cannot be compiled, and what failed so far."""
        self.library.compile_all()
        return [*self.library.broken, *self._failed]

    def __call__(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Rendered:
        """Render one mail; what a template or the linter spoils is sent in built-in words instead."""
        return self._finished(notice, ticket, now).rendered

    def html(self, notice: Notice, ticket: Ticket | None, now: datetime) -> str:
        """Return the HTML part of a mail, "" when it has none."""
        return self._finished(notice, ticket, now).html

    def _finished(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Finished:
        labels = self.library.labels
        finished = finish(notice, ticket, self._wording, self.policy, labels, self.keys, now)
        if notice.language not in labels:
            self._report(notice, self.library.lacks.get(notice.language, ("no templates in this language",))[:1])
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
        foot = FEET["citizen"] if notice.to.role is Role.CITIZEN else FEET["staff"]
        template = self.library.text(view.language, foot)
        return block(template, "body", values) if template is not None else fallback.foot(view)

    def _report(self, notice: Notice, wrong: Sequence[str]) -> None:
        for one in wrong:
            line = f"{notice.language}/{notice.name}: {one}"
            if line not in self._failed and len(self._failed) < BROKEN_MAX:
                self._failed.append(line)


class Library:
    """Templates of several folders; of two files of one name the earlier folder's counts.

    An HTML template is used only with the text template of the same folder: a site that rewords the text alone would
    otherwise send two different wordings in one mail.
    """

    def __init__(self, folders: Sequence[Path], zone: ZoneInfo) -> None:
        self.broken: list[str] = []
        self.home: dict[str, int] = {}
        sources = self._read(folders)
        self.names = frozenset(sources)
        self.lacks: dict[str, tuple[str, ...]] = {}  # what each language lacks
        self.labels: dict[str, Labels] = {}  # of the languages that mails can be written in
        for language in sorted({STAFF_LANGUAGE, *(name.partition("/")[0] for name in sources if "/" in name)}):
            if not words.is_language(language):
                self.lacks[language] = (f"{language}: no language that CLDR knows",)
                continue
            labels, wrong = _labels(f"{language}/{LABELS}", sources)
            missing = (f"{language}/{name}.txt" for name in needed(language))
            self.lacks[language] = (*wrong, *(f"{name}: missing" for name in missing if name not in sources))
            # What the staff's language lacks is made up for by built-in text; a citizen's mail is in one language.
            if labels is not None and (language == STAFF_LANGUAGE or not self.lacks[language]):
                self.labels[language] = labels
        loader, greeting = DictLoader(sources), salutation(self.labels.values())
        self._environments = {one: _environment(loader, one, own, greeting, zone) for one, own in self.labels.items()}
        self._compiled: dict[str, Template | None] = {}

    def text(self, language: str, name: str) -> Template | None:
        """Return a text template, or None."""
        return self._template(f"{language}/{name}.txt")

    def html(self, language: str, name: str) -> Template | None:
        """Return the HTML template that belongs to the text template, or None."""
        path = f"{language}/{name}.html"
        belongs = self.home.get(path) == self.home.get(f"{language}/{name}.txt")
        return self._template(path) if belongs else None

    @property
    def page(self) -> Template | None:
        """The frame of every HTML part."""
        return self._template(PAGE)

    def compile_all(self) -> None:
        """Compile what was not needed yet, to know what is broken."""
        for name in sorted(name for name in self.names if not name.endswith(LABELS)):
            self._template(name)

    def refusal(self, language: str) -> str | None:
        """Say why desk.language cannot be this; None: it can."""
        if STAFF_LANGUAGE not in self.labels:
            return f"desk.templates_folder: {self.lacks[STAFF_LANGUAGE][0]}"
        if language == AUTO or language in self.labels:
            return None
        why = self.lacks.get(language, (f"{language}: no such folder of templates",))[0]
        return f"desk.language: must be {AUTO} or one of {', '.join(self.labels)}, not {language!r} ({why})"

    def _read(self, folders: Sequence[Path]) -> dict[str, str]:
        sources: dict[str, str] = {}
        for n, folder in enumerate(folders):
            if not folder.is_dir():
                self.broken.append(f"{folder}: no such folder of templates")
                continue
            for path in sorted(one for one in folder.rglob("*") if one.is_file()):
                name = path.relative_to(folder).as_posix()
                if name in sources or not (path.suffix in SUFFIXES or path.name == LABELS):
                    continue
                try:
                    sources[name] = path.read_text("utf-8")
                    self.home[name] = n
                except (OSError, UnicodeDecodeError) as error:
                    self.broken.append(f"{path}: {error}")
        return sources

    def _template(self, name: str) -> Template | None:
        """Return a template, or None where there is none that can be compiled."""
        if name not in self._compiled and name in self.names and STAFF_LANGUAGE in self.labels:
            environment = self._environments.get(name.partition("/")[0], self._environments[STAFF_LANGUAGE])
            try:
                self._compiled[name] = environment.get_template(name)
            except TemplateError as error:
                self._compiled[name] = None
                self.broken.append(f"{name}: {error}")
        return self._compiled.get(name)


def needed(language: str) -> tuple[str, ...]:
    """Return the names of the text templates that a language must have."""
    staff = (*STAFF_NOTICES, FEET["staff"]) if language == STAFF_LANGUAGE else ()
    return (*CITIZEN_NOTICES, FEET["citizen"], *staff)


def _labels(path: str, sources: Mapping[str, str]) -> tuple[Labels | None, tuple[str, ...]]:
    """Read the labels of a language; None with what is wrong."""
    if path not in sources:
        return None, (f"{path}: missing",)
    try:
        tree = yaml.load(sources[path], Loader=yaml.BaseLoader)  # noqa: S506 (it makes text of everything)
    except yaml.YAMLError as error:
        return None, (f"{path}: {' '.join(str(error).split())}",)
    wrong = tuple(f"{path}: {one}" for one in problems(tree))
    return None if wrong else labels_of(tree), wrong


def block(template: Template, name: str, values: Mapping[str, object]) -> str:
    """Render one block of a template; KeyError when it has none of that name."""
    return "".join(template.blocks[name](template.new_context(dict(values))))


def _environment(
    loader: BaseLoader, language: str, labels: Labels, greeting: re.Pattern[str], zone: ZoneInfo
) -> Environment:
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
        "moment": partial(_moment, zone=zone, language=language, form=labels.moment),
        "number": partial(words.number, language=language),
        "size": partial(words.size, language=language),
        "listed": partial(words.listed, language=language),
        "greets": lambda text: bool(greeting.match(text)),  # whether it has its own salutation
        "phone": dialled,
        "status": lambda status: words.STATUSES.get(status, status),
        "quoted": paper.quoted,
        "folded": paper.folded,
        "letters": partial(_letters, zone=zone, language=language, form=labels.moment),
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


def _held(write: Any, day: date, language: str) -> str:
    return str(write(day, language)).replace(" ", paper.HOLD)


def _hour(at: datetime, zone: ZoneInfo, language: str) -> str:
    return words.at_hour(at, zone, language).replace(" ", paper.HOLD)


def _letters(history: Sequence[tuple[datetime, str, str]], zone: ZoneInfo, language: str, form: str) -> str:
    """Earlier mails as one text, each below a line that says when and by whom."""
    return "\n\n".join(f"{words.on_moment(at, zone, language, form)}, {who}:\n{text}" for at, who, text in history)


def _moment(at: datetime, zone: ZoneInfo, language: str, form: str) -> str:
    """A moment may be folded at one place only: behind its date."""
    day, hour = _held(words.on_day, at.astimezone(zone).date(), language), _hour(at, zone, language)
    return form.replace(" ", paper.HOLD).replace(paper.HOLD, " ", 1).format(day=day, hour=hour)


def check_templates(folders: Sequence[Path], language: str = AUTO) -> tuple[str, ...]:
    """Return every problem of the templates in these folders, the earlier one before the later, one line each.

    `language` is the one that the desk shall write in.
    """
    policy = Policy(
        desk=Desk(address="desk@example.org"),
        officers=(Officer("rina", "Rina Wulandari", "rina@example.org"),),
        units=(Unit("perkoperasian", "Deputi Bidang Perkoperasian", ("unit@example.org",)),),
        categories=(Category("lain", "Lain-lain"),),
    )
    library = Library(folders, ZoneInfo(policy.desk.timezone))
    refusal = library.refusal(language)
    found = [*library.broken, *([refusal] if refusal is not None else []), *_files(library)]
    if STAFF_LANGUAGE in library.labels:
        renderer = Renderer(policy, (("check", b"only for this check"),), folders)
        for notice in _notices(library.labels):
            needs_ticket = notice.value.needs_ticket
            for ticket in (*([] if needs_ticket is False else [samples.TICKET]), *([] if needs_ticket else [None])):
                renderer(notice, ticket, samples.NOW)
        found += renderer.broken
    return tuple(dict.fromkeys(found))


def _files(library: Library) -> Iterator[str]:
    if PAGE not in library.names:
        yield f"{PAGE}: missing"
    for language, lacks in library.lacks.items():
        yield from lacks
        for name in needed(language):
            template = library.text(language, name)
            blocks = [block for block in TEXT_BLOCKS if block == "body" or not name.startswith(PARTIAL)]
            if template is not None:
                yield from (f"{language}/{name}.txt: no block {one}" for one in blocks if one not in template.blocks)
    for path in sorted(library.names - {PAGE}):
        language, _, file = path.partition("/")
        name = file.rpartition(".")[0]
        if file != LABELS and not (language in library.lacks and (name.startswith(PARTIAL) or name in NOTICES)):
            yield f"{path}: no notice of this name"


def _notices(languages: Iterable[str]) -> Iterator[Notice]:
    """Every notice, in each of its languages and cases."""
    for letter in Letter:
        person = samples.PEOPLE[letter.role]
        for n, value in enumerate(samples.cases(Value.by_letter[letter])):
            for language in languages if letter.role is Role.CITIZEN else (STAFF_LANGUAGE,):
                notice = Notice(value, ("check", letter.word, n), person, language)
                yield notice
                yield replace(notice, to=replace(person, name=""))
