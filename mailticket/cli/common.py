"""What all commands share: the options that many have, and how results and troubles are told."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress

SettingsPath = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="The settings file.", show_default="./settings.yaml")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]

# What a terminal obeys instead of showing it: controls (ESC begins a command, a link, a new window title), but tab and
# line feed, and characters that turn the direction of what follows, so that another text is seen than is there; and
# half characters, which no terminal's encoding knows.
_OBEYED = (
    *range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F),
    *range(0x2066, 0x206A), *range(0xD800, 0xE000),
)  # fmt: skip
_SHOWN = {code: f"<U+{code:04X}>" for code in _OBEYED}
_ESCAPED = {code: f"\\u{code:04x}" for code in _OBEYED}  # in JSON, for a program to read


def visible(text: str) -> str:
    """Return a text as it stands, with a name in place of each character that a terminal would obey."""
    return text.translate(_SHOWN)


class Screen(Console):
    """A console on which the words of strangers are only words: neither commands of the terminal nor Rich's markup."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Make a text of a plain string: every argument of print and every cell of a table comes by here."""
        return super().render_str(visible(text), **options)


out = Screen(highlight=False, soft_wrap=False, markup=False, emoji=False)
err = Screen(stderr=True, highlight=False, markup=False, emoji=False)


def say(line: str) -> None:
    """Tell the user something beside the results: one line on stderr, never wrapped."""
    typer.echo(visible(line), err=True)


def print_line(line: str) -> None:
    """Print one line of results, JSON with whatever a terminal would obey escaped."""
    sys.stdout.write(f"{line.translate(_ESCAPED)}\n")


def print_json(shape: dict[str, Any]) -> None:
    """Print one JSON object as one line."""
    print_line(json.dumps(shape, ensure_ascii=False))


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
            from rich.progress import MofNCompleteColumn, Progress  # noqa: PLC0415 -- seldom shown, slowly imported

            self._bar = Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=err, transient=True)
            self._bar.add_task("Reading mail")
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, total=done + left)
