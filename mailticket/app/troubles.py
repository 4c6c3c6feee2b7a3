"""What is wrong now: told once for as long as it stays so, and once when it is over."""

from collections.abc import Callable

Say = Callable[[str], None]


class Troubles:
    """What is wrong now."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._known: dict[str, str] = {}

    def note(self, name: str, says: str, again: str = "") -> bool:
        """Say what is wrong, once for as long as it stays so; whether it is news."""
        line = f"{name}: {says}{again}"
        if self._known.get(name) == line:
            return False
        self._known[name] = line
        self._say(line)
        return True

    def over(self, name: str) -> None:
        """Say that what was wrong works again."""
        if self._known.pop(name, None) is not None:
            self._say(f"{name}: works again")

    def __bool__(self) -> bool:
        return bool(self._known)
