"""What all commands share: where the settings are, how results and troubles are told, how errors become exit codes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from mailticket import app as house
from mailticket import settings as all_settings
from mailticket.errors import SettingsError
from mailticket.settings import Settings

DEFAULT = Path("settings.yaml")

SettingsPath = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="The settings file.", show_default="./settings.yaml")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)


def say(line: str) -> None:
    """Tell the user something beside the results: one line on stderr, never wrapped."""
    typer.echo(line, err=True)


def print_json(shape: dict[str, Any]) -> None:
    """Print one JSON object as one line."""
    sys.stdout.write(json.dumps(shape, ensure_ascii=False) + "\n")


def read_settings(path: Path | None) -> Settings:
    """Read the settings file of the command line, or ./settings.yaml; SettingsError with all of its problems."""
    path = path or DEFAULT
    if not path.is_file():
        raise SettingsError([f"{path}: there is no such file; write one after {all_settings.shipped('settings.yaml')}"])
    return all_settings.load(path)


def shipped_settings(path: Path | None) -> Settings:
    """Read the settings for commands that need no desk: without a file the shipped ones will do."""
    if path is None and not DEFAULT.is_file():
        path = all_settings.shipped("settings.yaml")
    return read_settings(path)


@contextmanager
def desk(path: Path | None, at: str | None = None, *, hold: bool = False) -> Iterator[house.Desk]:
    """Open the house of a settings file."""
    settings = read_settings(path)
    clock = house.now if at is None else house.fixed_clock(settings, moment(at, settings))
    with house.opened(settings, clock, hold) as opened:
        yield opened


def moment(text: str, settings: Settings) -> datetime:
    """Read a time in ISO 8601; without an offset it is in the desk's zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time; write it as 2026-03-16T09:00") from error
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.desk.timezone))


class BackFill:
    """A progress bar for much mail at once: on a terminal only, and only while there is more to read."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __call__(self, done: int, left: int) -> None:
        """Show that so many mails were read, and that at most so many are left."""
        if left == 0 or not err.is_terminal:
            self.__exit__()
            return
        if self._bar is None:
            self._bar = Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=err, transient=True)
            self._bar.add_task("Reading mail")
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, total=done + left)
