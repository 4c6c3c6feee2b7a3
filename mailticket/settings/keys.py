"""The keys that sign the tokens in our mail; a key file that is not there yet is made."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from mailticket.errors import SettingsError
from mailticket.settings.model import Settings
from mailticket.settings.secret import Secret

_LENGTH_MIN = 32  # characters; a key made here has 43, which are 256 bits


def token_keys(settings: Settings, make: bool = True) -> tuple[tuple[str, bytes], ...]:
    """Return (id, key) of every token key, the signing one first; a missing key file is made with mode 0600.

    Only the daemon makes one: made by another user it could not be read. SettingsError if a key cannot be read or made,
    or is too short to be one.
    """
    return tuple((key.id, _read(key.secret, make)) for key in settings.trust.token_keys)


def _read(secret: Secret, make: bool) -> bytes:
    if make and secret.file is not None and not secret.file.exists():
        try:
            _make(secret.file)
        except OSError as error:
            raise SettingsError([f"{secret.place}: {secret.file} cannot be made: {error.strerror}"]) from error
    text = secret.read()
    if len(text) < _LENGTH_MIN:
        raise SettingsError([f"{secret.place}: must be at least {_LENGTH_MIN} characters long"])
    return text.encode()


def _make(path: Path) -> None:
    """Write a new key so that it is there whole or not at all; of two processes at once the first one's key stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
