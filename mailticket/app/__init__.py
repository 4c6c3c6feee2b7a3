"""Put the house together, and let it run: once, or as a daemon. The only floor that knows everybody and the time."""

from mailticket.app.checks import Check, check
from mailticket.app.daemon import Daemon
from mailticket.app.demo import EXPECTED, Totals, demo
from mailticket.app.desk import Desk, fixed_clock, now, opened
from mailticket.app.once import import_since, run_once
from mailticket.app.tools import digest, inspect, rehearse, save

__all__ = [
    "EXPECTED", "Check", "Daemon", "Desk", "Totals", "check", "demo", "digest", "fixed_clock", "import_since",
    "inspect", "now", "opened", "rehearse", "run_once", "save",
]  # fmt: skip
