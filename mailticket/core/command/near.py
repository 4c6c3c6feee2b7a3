"""Near misses: the commands that a mistyped word may have meant."""

import difflib

from mailticket.core.decide.commands import COMMANDS

CUTOFF = 0.7  # share of equal letters from which a word is taken for a mistyped command
NEAR_MAX = 3

_NAMES = {word: row.name for row in COMMANDS for word in (row.name, row.english)}


def near(word: str) -> tuple[str, ...]:
    """Return the commands that a mistyped word may have meant, the likeliest first."""
    found = difflib.get_close_matches(word, _NAMES, n=NEAR_MAX, cutoff=CUTOFF)
    return tuple(dict.fromkeys(_NAMES[one] for one in found))
