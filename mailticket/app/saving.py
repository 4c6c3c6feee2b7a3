"""A folder that only this user may look into: what citizens sent us is nobody else's."""

import os
import unicodedata
from pathlib import Path, PurePath

from mailticket.errors import Permanent

FOLDER_MODE, FILE_MODE = 0o700, 0o600


class PrivateFolder:
    """Files of one's own in a folder; `count` is how many were put."""

    def __init__(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            raise Permanent(f"{folder}: is no folder")
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if not any(folder.iterdir()):  # it holds nothing that others were meant to see
            folder.chmod(FOLDER_MODE)
        self._folder = folder
        self._taken: set[str] = set()
        self.count = 0

    def put(self, name: str, content: bytes) -> None:
        """Write a file; one that would bear the name of another gets a number, and none is ever overwritten."""
        number = 1
        while not self._is_put(_numbered(name, number), content):
            number += 1
        self.count += 1

    def _is_put(self, name: str, content: bytes) -> bool:
        """Whether the content stands under this name now: it is written, or an earlier time wrote the same."""
        alike = unicodedata.normalize("NFC", name).casefold()  # as disks compare that fold case
        if alike in self._taken:
            return False
        path = self._folder / name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        except FileExistsError:
            if path.is_symlink() or not path.is_file() or path.read_bytes() != content:
                return False
            path.chmod(FILE_MODE)
        else:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        self._taken.add(alike)
        return True


def _numbered(name: str, number: int) -> str:
    """The name, with a number before its extension from the second on."""
    if number == 1:
        return name
    pure = PurePath(name)
    return f"{pure.stem}-{number}{pure.suffix}"
