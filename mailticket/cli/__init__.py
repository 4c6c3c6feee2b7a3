"""The doorbell: the command line of mailticket, one module per group of commands.

Only the module of the command that was called is imported: the others would cost most of a start.

Exit codes: 0 done; 1 it did not work; 2 usage or settings, one line a fault; 3 another daemon holds the database.
"""

import logging
import sys
from importlib import import_module
from typing import Annotated

import typer
from typer.exceptions import TyperException

from mailticket import __version__
from mailticket.cli.common import print_line, say
from mailticket.errors import DatabaseHeld, MailticketError, SettingsError

INTERRUPTED = 130  # as shells say of Ctrl-C

log = logging.getLogger("mailticket")

# Which module has which commands, in the order of the help.
GROUPS = {
    "running": ("run", "import", "check"),
    "mails": ("inspect", "trace", "shunted", "retry", "replay"),
    "outgoing": ("outbox",),
    "book": ("tickets", "show", "explain", "digest"),
    "learn": ("learn",),
    "demo": ("demo",),
}


def command_line(called: str = "") -> typer.Typer:
    """Return the command line: the group of the command that was called, or whole if that is none."""
    commands = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    commands.callback()(mailticket)
    for group in [name for name, held in GROUPS.items() if called in held] or GROUPS:
        import_module(f"mailticket.cli.{group}").add_to(commands)
    return commands


def _tell_version(asked: bool) -> None:
    if asked:
        print_line(f"mailticket {__version__}")
        raise typer.Exit


def mailticket(
    version: Annotated[
        bool, typer.Option("--version", help="Tell the version.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """A public complaints desk that works entirely by e-mail.

    Try it without any set-up: [bold]mailticket demo[/bold]
    """


def main() -> None:
    """Run the command line."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    sys.exit(_code())


def _code() -> int:
    """Run the command and return its exit code; what went wrong is told on stderr, never as a traceback."""
    try:
        return int(command_line(*sys.argv[1:2])(standalone_mode=False) or 0)
    except SettingsError as error:
        for problem in error.problems:
            say(problem)
        return 2
    except DatabaseHeld as error:
        say(str(error))
        return 3
    except MailticketError as error:
        say(str(error))
        return 1
    except TyperException as error:
        if error.format_message():
            say(f"{error.format_message()} (see mailticket --help)")
        return error.exit_code
    except typer.Exit as error:
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: nothing is left to say
        return 1
    except OSError as error:  # a folder that is none, a full disk, a file of somebody else's: no fault of the program
        where = f"{error.filename2 or error.filename}: " if error.filename is not None else ""
        say(f"{where}{error.strerror or error}")
        return 1
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        say(f"unexpected {type(error).__name__}: {error}; this is a fault of mailticket, please report it")
        return 1
