"""What was understood of a mail, for people: one mail in full and in colour, or one line for each of many."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from mailticket.cli.common import err, out, visible

if TYPE_CHECKING:
    from mailticket.app import Fact, Understood

PROGRESS_FROM = 50  # so many files are worth a progress bar
QUOTE_LINES_MAX = 8  # lines of one quotation that are shown; the text of `--json` has all of them
LACKS_WIDTH = 23  # columns for what is missing, of 80
TEXT_LINES_MAX = 200  # lines of one stretch of anything else

_VERDICTS = {"accept": "green", "silent": "yellow", "drop": "red"}
_SORTS = {"found": "cyan", "missing": "bold red", "nothing": "bright_black", "command": "magenta", "doubt": "yellow"}
_PARTS = {"new": ("text", "green"), "quote": ("quote", "bright_black"), "signature": ("sign", "blue")}
_LEGEND = {"new": "newly written", "quote": "quoted", "signature": "signature"}


def explain(console: Console, mail: "Understood") -> None:
    """Explain one mail in full: verdict, details, what is missing and why, and the text with its parts."""
    console.print(Rule(_plain(str(mail.path), style="bold"), align="left", style="bright_black"))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="bright_black")
    facts.add_column(overflow="fold")
    for fact in mail.facts:
        facts.add_row(fact.label, _said(fact))
    console.print(facts)
    console.print(Rule(_legend(), align="left", style="bright_black"))
    console.print(_body(mail))


def _said(fact: "Fact") -> Text:
    """A fact, and in brackets what made it so."""
    if fact.sort == "verdict":
        text = _plain(fact.says, style=f"bold {_VERDICTS[fact.says]}")
        return text.append(visible(fact.because), style="not bold default")
    text = _plain(fact.says, style=_SORTS.get(fact.sort, ""))
    return text.append(f"  ({visible(fact.because)})", style="not bold bright_black") if fact.because else text


def _plain(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def _legend() -> Text:
    """What the colours at the left of the text mean."""
    legend = Text()
    for part, (label, colour) in _PARTS.items():
        legend.append(f"{'  ' if legend else ''}{label}", style=colour).append(f": {_LEGEND[part]}")
    return legend


def _body(mail: "Understood") -> Table:
    """The text line by line, with the part that each line belongs to."""
    body = Table.grid(padding=(0, 1))
    body.add_column(no_wrap=True, width=6)
    body.add_column(overflow="fold")
    for stretch in mail.text:
        label, colour = _PARTS[stretch.part]
        shown = QUOTE_LINES_MAX if stretch.part == "quote" else TEXT_LINES_MAX
        for number, line in enumerate(stretch.lines[:shown]):
            gutter = Text(f"{'' if number else label:5}│", style=colour)
            body.add_row(gutter, _plain(line, style="" if stretch.part == "new" else colour))
        if len(stretch.lines) > shown:
            body.add_row("", Text(f"... {len(stretch.lines) - shown} more lines", style="italic bright_black"))
    if not body.rows:
        body.add_row("", Text("no text at all", style="italic bright_black"))
    return body


class Total:
    """The sum of many mails."""

    def __init__(self) -> None:
        self.mails = 0
        self.verdicts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()

    def add(self, mail: "Understood") -> None:
        """Count one mail."""
        self.mails += 1
        self.verdicts[mail.action] += 1
        if mail.rule:
            self.rules[mail.rule] += 1
        if mail.action != "drop":
            self.missing.update(mail.missing or ("nothing",))

    def said(self) -> Text:
        """Say the sum in a few lines."""
        text = Text(f"\n{self.mails} mails: ", style="bold")
        text.append(", ".join(f"{self.verdicts[action]} {action}" for action in _VERDICTS), style="not bold")
        for label, counts in (("rules", self.rules), ("missing", self.missing)):
            if counts:
                text.append(f"\n{label}: ", style="bold")
                text.append(", ".join(f"{name} {count}" for name, count in counts.most_common()), style="not bold")
        return text


def one_line(mail: "Understood", total: Total) -> Text:
    """One mail in one line; it is counted as well."""
    total.add(mail)
    line = Text(f"{mail.action:7}", style=_VERDICTS[mail.action])
    line.append(f"{mail.rule or mail.kind:21.20}", style="default")
    lacks = "" if mail.action == "drop" else " ".join(f"-{name}" for name in mail.missing) or "complete"
    if len(lacks) > LACKS_WIDTH:
        lacks = lacks[: LACKS_WIDTH - 1] + "…"
    line.append(f"{lacks:{LACKS_WIDTH + 1}}", style="red" if mail.missing else "green")
    return line.append(visible(mail.path.name), style="default")


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
