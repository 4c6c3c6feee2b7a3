"""What was understood of a mail, for people: one mail in full and in colour, or one line for each of many."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from mailticket.cli.common import err, out, visible
from mailticket.core.citizen import VALUES, Field
from mailticket.core.found import Action, Reading
from mailticket.core.reply import Line, Part, take_apart

PROGRESS_FROM = 50  # so many files are worth a progress bar
QUOTE_LINES_MAX = 8  # lines of one quotation that are shown; the text of `--json` has all of them
LACKS_WIDTH = 23  # columns for what is missing, of 80
TEXT_LINES_MAX = 200  # lines of one stretch of anything else

_COLOURS = {Action.ACCEPT: "green", Action.SILENT: "yellow", Action.DROP: "red"}
_PARTS = {Part.NEW: ("text", "green"), Part.QUOTE: ("quote", "bright_black"), Part.SIGNATURE: ("sign", "blue")}


def explain(console: Console, path: Path, read: Reading) -> None:
    """Explain one mail in full: verdict, details, what is missing and why, and the text with its parts."""
    console.print(Rule(_plain(str(path), style="bold"), align="left", style="bright_black"))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="bright_black")
    facts.add_column(overflow="fold")
    for label, said in _facts(read):
        facts.add_row(label, said)
    console.print(facts)
    console.print(Rule(_legend(), align="left", style="bright_black"))
    console.print(_body(read))


def _facts(read: Reading) -> Iterator[tuple[str, Text]]:
    """Everything but the text, label by label."""
    mail, screening, matter = read.mail, read.screening, read.matter
    yield "from", _plain(", ".join(f"{one.name} <{one.address}>".strip() for one in mail.from_) or "nobody")
    yield "subject", _plain(mail.subject or "none")
    yield "date", Text(mail.date.isoformat(sep=" ", timespec="minutes") if mail.date else "none")
    verdict = Text(screening.action.value, style=f"bold {_COLOURS[screening.action]}")
    because = f" by the rule {screening.rule}: {screening.why}" if screening.rule else f": {screening.why}"
    yield "verdict", verdict.append(because.rstrip(": "), style="not bold default")
    flags = {"automatic": screening.is_auto_response, "a bounce": screening.is_bounce, "from a list": screening.is_list}
    if any(flags.values()):
        yield "", Text(f"it is {', '.join(word for word, flag in flags.items() if flag)}", style="yellow")
    if screening.bounce:
        bounce = screening.bounce
        yield "bounce", _plain(f"{', '.join(bounce.recipients) or 'recipient unknown'}  {bounce.status or 'no status'}")
    yield "kind", _because(matter.kind, matter.kind_why)
    yield "category", _because(matter.category, ", ".join(matter.category_words))
    yield "language", Text(matter.language)
    for name in VALUES:
        yield name, _field(getattr(read.identity, name), missing=name in read.missing)
    yield "detail", _because("enough", matter.detail_why) if matter.detail else _missing(matter.detail_why)
    for command in read.orders.commands:
        yield "command", _plain(f"#{command.name}  {command.argument or ''}".rstrip(), style="magenta")
    if read.orders.trouble:
        yield "held", _plain(f"{read.orders.trouble.value}: {read.orders.word}", style="yellow")
    for file in mail.attachments:
        yield "file", _because(file.safe_name, f"{file.content_type}, {file.size} bytes")
    for defect in mail.defects:
        yield "defect", _plain(defect, style="yellow")


def _field(field: Field, *, missing: bool) -> Text:
    """One detail with its evidence, or why there is none."""
    if field.value:
        return _because(field.value, ": ".join(filter(None, (field.source, field.why))), style="cyan")
    return _missing(field.why) if missing else _because("-", field.why, style="bright_black")


def _missing(why: str) -> Text:
    return _because("missing", why, style="bold red")


def _because(said: str, why: str, style: str = "") -> Text:
    """A value, and in brackets what made it so."""
    text = _plain(said, style=style)
    return text.append(f"  ({visible(why)})", style="not bold bright_black") if why else text


def _plain(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def _legend() -> Text:
    """What the colours at the left of the text mean."""
    words = {Part.NEW: "newly written", Part.QUOTE: "quoted", Part.SIGNATURE: "signature"}
    legend = Text()
    for part, (label, colour) in _PARTS.items():
        legend.append(f"{'  ' if legend else ''}{label}", style=colour).append(f": {words[part]}")
    return legend


def _body(read: Reading) -> Table:
    """The text line by line, with the part that each line belongs to."""
    body = Table.grid(padding=(0, 1))
    body.add_column(no_wrap=True, width=6)
    body.add_column(overflow="fold")
    lines = [Line(line, line.strip(), 0, part=Part.QUOTE) for line in read.mail.text.split("\n")]
    if not read.screening.is_auto_response:
        lines = take_apart(read.mail)
    for part, group in groupby(lines, key=lambda line: line.part):
        label, colour = _PARTS[part]
        stretch = _stripped(list(group))
        shown = QUOTE_LINES_MAX if part is Part.QUOTE else TEXT_LINES_MAX
        for number, line in enumerate(stretch[:shown]):
            gutter = Text(f"{'' if number else label:5}│", style=colour)
            body.add_row(gutter, _plain(line.text.rstrip(), style="" if part is Part.NEW else colour))
        if len(stretch) > shown:
            body.add_row("", Text(f"... {len(stretch) - shown} more lines", style="italic bright_black"))
    if not body.rows:
        body.add_row("", Text("no text at all", style="italic bright_black"))
    return body


def _stripped(lines: list[Line]) -> list[Line]:
    """The lines without the empty ones at both ends."""
    filled = [index for index, line in enumerate(lines) if line.bare]
    return lines[filled[0] : filled[-1] + 1] if filled else []


class Total:
    """The sum of many mails."""

    def __init__(self) -> None:
        self.mails = 0
        self.verdicts: Counter[Action] = Counter()
        self.rules: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()

    def add(self, read: Reading) -> None:
        """Count one mail."""
        self.mails += 1
        self.verdicts[read.screening.action] += 1
        if read.screening.rule:
            self.rules[read.screening.rule] += 1
        if read.screening.action is not Action.DROP:
            self.missing.update(read.missing or ("nothing",))

    def said(self) -> Text:
        """Say the sum in a few lines."""
        text = Text(f"\n{self.mails} mails: ", style="bold")
        text.append(", ".join(f"{self.verdicts[action]} {action.value}" for action in Action), style="not bold")
        for label, counts in (("rules", self.rules), ("missing", self.missing)):
            if counts:
                text.append(f"\n{label}: ", style="bold")
                text.append(", ".join(f"{name} {count}" for name, count in counts.most_common()), style="not bold")
        return text


def one_line(path: Path, read: Reading, total: Total) -> Text:
    """One mail in one line; it is counted as well."""
    total.add(read)
    screening = read.screening
    line = Text(f"{screening.action.value:7}", style=_COLOURS[screening.action])
    line.append(f"{screening.rule or read.matter.kind:21.20}", style="default")
    lacks = "" if screening.action is Action.DROP else " ".join(f"-{name}" for name in read.missing) or "complete"
    if len(lacks) > LACKS_WIDTH:
        lacks = lacks[: LACKS_WIDTH - 1] + "…"
    line.append(f"{lacks:{LACKS_WIDTH + 1}}", style="red" if read.missing else "green")
    return line.append(visible(path.name), style="default")


@contextmanager
def reading_progress(count: int, *, shown: bool) -> Iterator[tuple[Callable[[], None], Console]]:
    """A bar on stderr while many files are read; yields what advances it, and the console that may print above it."""
    if not shown or count < PROGRESS_FROM:
        yield lambda: None, out
        return
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # The results are none of its business where they go to a file.
    with Progress(*columns, console=err, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task("", total=count)
        yield lambda: progress.advance(task), err if out.is_terminal else out
