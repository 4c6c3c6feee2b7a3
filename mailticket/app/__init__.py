"""Put the house together, and let it run: once, or as a daemon. The only floor that knows everybody and the time.

Its parts are imported when they are first asked for: `inspect` and `--help` must not wait for databases and schedulers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailticket.app.checks import Check, check
    from mailticket.app.daemon import Daemon
    from mailticket.app.demo import EXPECTED, Totals, run_demo
    from mailticket.app.desk import Desk, fixed_clock, now, opened
    from mailticket.app.files import inspect, inspect_lines
    from mailticket.app.once import import_since, run_once
    from mailticket.app.tools import digest, rehearse, save

_PARTS = {
    "checks": ("Check", "check"),
    "daemon": ("Daemon",),
    "demo": ("EXPECTED", "Totals", "run_demo"),
    "desk": ("Desk", "fixed_clock", "now", "opened"),
    "files": ("inspect", "inspect_lines"),
    "once": ("import_since", "run_once"),
    "tools": ("digest", "rehearse", "save"),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}

__all__ = [
    "EXPECTED", "Check", "Daemon", "Desk", "Totals", "check", "digest", "fixed_clock", "import_since", "inspect",
    "inspect_lines", "now", "opened", "rehearse", "run_demo", "run_once", "save",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import the part of the house that has this name."""
    if name not in _PART_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PART_OF[name]}"), name)
