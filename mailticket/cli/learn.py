"""`mailticket learn`: the reader's weights anew, from the corpora and from what officers corrected."""

import json as json_format
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from mailticket import app
from mailticket.cli.common import Json, SettingsPath, err, out, print_line, say

if TYPE_CHECKING:
    from mailticket.app.learn import Comparison, Learned

CORPUS = Path("tests/corpus")
COLUMNS = ("name", "address", "phone", "province", "kind", "detail", "missing", "asked")


def add_to(commands: typer.Typer) -> None:
    """Add this group's commands."""
    commands.command()(learn)


def learn(
    settings: SettingsPath = None,
    corpus: Annotated[Path, typer.Option(metavar="DIR", help="Mails with what a person read in them.")] = CORPUS,
    from_book: Annotated[bool, typer.Option("--from-book", help="Learn from this desk's own corrections too.")] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the weights go; else to `reader.model` of the settings.")
    ] = None,
    variants: Annotated[int, typer.Option(min=0, max=5, help="Variants of each mail with other names and places.")] = 1,
    json: Json = False,
) -> None:
    """Train the reader of mails, and tell how good it is on mails that it was not trained on.

    With --from-book officers' corrections (#data, #lengkap, #tanya) are learned from as well; nothing leaves this
    machine. Weights that read the desk's own mails worse than those in use are not installed. Takes up to 15 minutes.

    Example: mailticket learn --from-book --settings settings.yaml
    """
    with _progress() as progress:
        learned, comparison, path = app.learn_reader(
            settings, corpus, from_book=from_book, output=output, variants=variants, progress=progress
        )
    if json:
        _as_json(learned, comparison)
    else:
        _for_people(learned, comparison)
    if path is None:
        say("Not installed: on this desk's own mails the new weights are worse. Those in use stay.")
        raise typer.Exit(1)
    say(f"Written: {path}. A running desk takes them at its next start.")


@contextmanager
def _progress() -> Iterator["app.learn.Progress"]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        tasks: dict[str, int] = {}

        def told(what: str, done: int, count: int) -> None:
            task = tasks.setdefault(what, shown.add_task(what, total=count))
            shown.update(task, completed=done, total=count)  # type: ignore[arg-type]

        yield told


def _as_json(learned: "Learned", comparison: "Comparison | None") -> None:
    for name, measures in sorted(learned.measures.items()):
        print_line(json_format.dumps({"collection": name, "mails": measures.mails, **measures.figures()}))
    calibration = [
        {"said": said / count, "right": right / count, "count": count}
        for count, said, right in learned.measures["all"].calibration
        if count
    ]
    print_line(json_format.dumps({"calibration": calibration}))
    if comparison is not None:
        found = {"before": comparison.before.figures(), "after": comparison.after.figures()}
        print_line(json_format.dumps({"book": comparison.mails, **found}))


def _for_people(learned: "Learned", comparison: "Comparison | None") -> None:
    table = Table("collection", "mails", *COLUMNS, title="On mails that were not learned from")
    for name, measures in sorted(learned.measures.items()):
        figures = measures.figures()
        table.add_row(name, str(measures.mails), *(f"{figures[one]:.3f}" if one in figures else "-" for one in COLUMNS))
    if comparison is not None and comparison.mails:
        for name, measures in (("book, in use", comparison.before), ("book, new", comparison.after)):
            figures = measures.figures()
            table.add_row(
                name, str(measures.mails), *(f"{figures[one]:.3f}" if one in figures else "-" for one in COLUMNS)
            )
    out.print(table)
    sure = Table("said", "right", "times", title="How often what is said with a probability is right")
    for count, said, right in learned.measures["all"].calibration:
        if count:
            sure.add_row(f"{said / count:.2f}", f"{right / count:.2f}", str(int(count)))
    out.print(sure)
