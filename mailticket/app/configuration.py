"""Which settings a command uses: those of a file, or for commands that need no desk the shipped ones."""

from pathlib import Path

from mailticket import settings
from mailticket.errors import SettingsError
from mailticket.settings import Settings

DEFAULT = Path("settings.yaml")


def read_settings(path: Path | None) -> Settings:
    """Read a settings file, or ./settings.yaml; SettingsError with all of its problems."""
    path = path or DEFAULT
    if not path.is_file():
        raise SettingsError([f"{path}: there is no such file; write one after {settings.shipped('settings.yaml')}"])
    return settings.load(path)


def shipped_settings(path: Path | None) -> Settings:
    """Read the settings for commands that need no desk: without a file the shipped ones will do."""
    if path is None and not DEFAULT.is_file():
        path = settings.shipped("settings.yaml")
    return read_settings(path)
