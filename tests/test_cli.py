"""The doorbell itself: the version, and help under both of its names."""

import subprocess
import sys
from importlib import metadata

import pytest
import typer
from typer.testing import CliRunner

from mailticket.cli import command_line
from tests import program

COMMANDS = sorted(typer.main.get_command(command_line()).commands)


def said(*arguments: str) -> str:
    done = CliRunner().invoke(command_line(*arguments[:1]), arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_version_is_that_of_the_package() -> None:
    told = program.run("--version")
    assert (told.code, told.out, told.err) == (0, f"mailticket {metadata.version('mailticket')}\n", [])
    assert said("--version", "tickets") == told.out


def test_the_version_is_told_without_importing_the_command_line() -> None:
    lines = (
        "import sys",
        "from mailticket.__main__ import main",
        "main()",
        "print(*(name for name in sys.modules if name.partition('.')[0] in ('typer', 'pydantic', 'sqlalchemy')))",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1:] == [""]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_by_its_short_name_too(command: str) -> None:
    assert said(command, "-h") == said(command, "--help")
    assert f"mailticket {command}" in said(command, "-h").partition("Example:")[2]


def test_the_program_itself_has_help_by_both_names() -> None:
    assert said("-h") == said("--help")
    assert "--version" in said("-h")
