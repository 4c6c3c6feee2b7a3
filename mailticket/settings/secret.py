"""A secret: where it is to be read from. It is never in settings.yaml, never in a repr, and read only when needed."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailticket.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Secret:
    """The value of an environment variable, or of a file without the line ends at its end."""

    place: str  # the key in settings.yaml, for messages: "mailbox.password"
    env: str | None = None
    file: Path | None = None

    def read(self) -> str:
        """Return the secret; SettingsError if it is not there or empty."""
        text = os.environ.get(self.env) if self.env is not None else self._from_file()
        if text is None:
            raise SettingsError([f"{self.place}: environment variable {self.env} is not set"])
        if not text:
            raise SettingsError([f"{self.place}: {self._source} is empty"])
        return text

    def _from_file(self) -> str:
        try:
            return Path(self.file or "").read_text("utf-8").rstrip("\r\n")
        except OSError as error:
            raise SettingsError([f"{self.place}: {self.file} cannot be read: {error.strerror}"]) from error
        except UnicodeDecodeError as error:
            raise SettingsError([f"{self.place}: {self.file} is not UTF-8 text"]) from error

    @property
    def _source(self) -> str:
        return f"environment variable {self.env}" if self.env is not None else str(self.file)


def secret(value: Any, place: str, folder: Path) -> Secret:
    """Read `{env: NAME}` or `{file: PATH}`; ValueError with a sentence for anything else.

    A relative path is relative to `folder`, where settings.yaml is.
    """
    match value:
        case {"env": str(name), **rest} if name and not rest:
            return Secret(place, env=name)
        case {"file": str(path), **rest} if path and not rest:
            return Secret(place, file=folder / path)
        case str():
            raise ValueError("a secret does not stand in the settings: write {env: NAME} or {file: PATH}")
        case _:
            raise ValueError("must be {env: NAME} or {file: PATH}")
