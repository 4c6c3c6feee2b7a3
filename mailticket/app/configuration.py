"""Which settings a command uses: those of a file, or for commands that need no desk the shipped ones."""

from pathlib import Path

from mailticket import settings
from mailticket.errors import SettingsError
from mailticket.settings import Settings

DEFAULT = Path("settings.yaml")


def read_settings(path: Path | None, *, reads_mail: bool = False) -> Settings:
    """Read a settings file, or ./settings.yaml; SettingsError with all of its problems.

    `reads_mail`: what the reader has learned must be there as well.
    """
    path = path or DEFAULT
    if not path.is_file():
        raise SettingsError([f"{path}: there is no such file; write one after {settings.shipped('settings.yaml')}"])
    found = settings.load(path)
    if reads_mail and found.reader.model:
        _prove(found.reader.model)
    return found


def _prove(model: str) -> None:
    """Open a file of weights; raises SettingsError where it is missing or something else."""
    from mailticket.core.reader.models import models  # noqa: PLC0415 -- most desks name no file of their own

    try:
        models(model)
    except (OSError, ValueError) as error:
        raise SettingsError(
            [f"reader.model: {model}: {error}; make one with `mailticket learn`, or leave it out"]
        ) from error


def shipped_settings(path: Path | None, *, reads_mail: bool = False) -> Settings:
    """Read the settings for commands that need no desk: without a file the shipped ones will do."""
    if path is None and not DEFAULT.is_file():
        path = settings.shipped("settings.yaml")
    return read_settings(path, reads_mail=reads_mail)
