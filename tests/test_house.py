"""The rules of the house: who may import whom, sizes, no clock and no chance where there must be none, style and types."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = sorted((ROOT / "mailticket").rglob("*.py"))

LINES_OF_A_MODULE_MAX = 400
LINES_OF_A_FUNCTION_MAX = 60

# cli -> app -> {flows, edges, settings} -> core; errors is open to all but core.
MAY_IMPORT = {
    "core": {"core", "lexicon"},
    "lexicon": set(),
    "errors": set(),
    "flows": {"core", "errors", "flows"},
    "edges": {"core", "errors", "edges"},
    "settings": {"core", "errors", "settings"},
    "app": {"core", "errors", "flows", "edges", "settings", "app"},
    "cli": {"app", "cli", "errors", "__version__"},
    "__main__": {"cli", "__version__"},
    "__init__": set(),
}

# Edges do not know each other, except the ones that share the tables of the ticket book.
BOOK = {"store", "ledger", "book", "outbox", "tally", "rows", "tables", "migrations"}

# The third parties that a floor may know; a floor that is not named may know any.
THIRD_PARTIES = {
    # Pure libraries: bytes in, values out.
    "core": {"annotated_types", "babel", "mailparser", "phonenumbers", "pycrfsuite", "selectolax"},
    "flows": set(),
    "errors": set(),
}

# What a mail says is read in the child and stands in Reading; deciding looks at no raw text again.
READERS = {"parser", "text", "screen", "reply", "identity", "kind"}

# Between rooms travel values: nobody reads a meaning out of a sentence, a key or a name.
MEANING_OF_A_STRING = (
    r"Mapping\[str, Any\]",
    r"\bkey\.(?:split|partition|startswith)\(",
    r"""startswith\(["'](?:citizen|officer|unit|supervisor)\.""",
    r"\bwhy\.(?:split|partition|startswith)\(",
    r"(?:search|match|finditer|fullmatch)\([^)\n]{0,60}\.why\b",
)

# Core is pure: no I/O, no clock, no chance, no logging.
IMPURE = {
    *("fcntl", "glob", "imaplib", "importlib", "os", "pathlib", "shutil", "smtplib", "socket", "sqlite3", "ssl", "sys"),
    *("tempfile", "urllib.request", "random", "secrets", "uuid", "time", "logging", "warnings"),
    *("asyncio", "concurrent", "multiprocessing", "select", "selectors", "signal", "subprocess", "threading"),
}
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__"}

# The present is an argument; app alone asks for it. A database's clock and a Date header's default are clocks as well.
WALL_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "email.utils.formatdate",
    "email.utils.localtime",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
    "sqlalchemy.func.current_date",
}
MONOTONIC = {"time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns", "time.process_time"}


def broken_rules(path: Path, source: str) -> Iterator[str]:
    """Yield a line for everything in a module that the house does not allow; `path` is relative to the root."""
    tree = ast.parse(source)
    parts = path.with_suffix("").parts[1:]
    for line, wrong in (
        *_imports(parts, tree),
        *_purity(parts[0], tree),
        *_clocks(parts[0], tree),
        *_sizes(tree, source),
        *_meanings(parts[0], source),
    ):
        yield f"{path}:{line}: {wrong}"


def _imports(parts: tuple[str, ...], tree: ast.Module) -> Iterator[tuple[int, str]]:
    floor = parts[0]
    for line, name in _imported(tree):
        top, *below = name.split(".")
        if top == "":
            yield line, "relative import"
        elif top == "mailticket":
            if not below or below[0] not in MAY_IMPORT[floor]:
                yield line, f"{floor} must not import {name}"
            elif parts[:2] == ("core", "decide") and below[0] == "core" and below[1:2] and below[1] in READERS:
                yield line, f"what {name} reads of a mail stands in Reading"
            elif floor == below[0] == "edges" and len(parts) > 1 and parts[1] != "__init__":
                edge, other = parts[1], below[1] if len(below) > 1 else ""
                if edge != other and not {edge, other} <= BOOK:
                    yield line, f"the edge {edge} must not import {name}"
        elif top not in sys.stdlib_module_names and top not in THIRD_PARTIES.get(floor, {top}):
            yield line, f"{floor} must not import {top}"


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            where = "" if node.level else node.module
            yield from ((node.lineno, f"{where}.{alias.name}") for alias in node.names)


def _purity(floor: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    if floor != "core":
        return
    for line, name in _imported(tree):
        if any(name == impure or name.startswith(f"{impure}.") for impure in IMPURE):
            yield line, f"core is pure and must not import {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield node.lineno, f"core is pure and must not call {node.func.id}"


def _clocks(floor: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    forbidden = {"app": set(), "edges": WALL_CLOCK}.get(floor, WALL_CLOCK | MONOTONIC)
    origins: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            origins |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            origins |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, dot, rest = ast.unparse(node).partition(".")
            if f"{origins.get(first, first)}{dot}{rest}" in forbidden:
                yield node.lineno, f"{ast.unparse(node)}: the present is an argument"


def _meanings(floor: str, source: str) -> Iterator[tuple[int, str]]:
    if floor not in ("core", "flows"):
        return
    for number, line in enumerate(source.split("\n"), start=1):
        for pattern in MEANING_OF_A_STRING:
            if re.search(pattern, line):
                yield number, f"a value is wanted instead of {line.strip()}"


def _sizes(tree: ast.Module, source: str) -> Iterator[tuple[int, str]]:
    lines = len(source.splitlines())
    if lines > LINES_OF_A_MODULE_MAX:
        yield 1, f"a module of {lines} lines; above {LINES_OF_A_MODULE_MAX} it becomes a package of the same name"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_OF_A_FUNCTION_MAX:
                yield node.lineno, f"{node.name} has {lines} lines, more than {LINES_OF_A_FUNCTION_MAX}"
    if not ast.get_docstring(tree):
        yield 1, "no docstring"


def test_every_module_keeps_the_rules_of_the_house():
    broken = [line for path in HOUSE for line in broken_rules(path.relative_to(ROOT), path.read_text("utf-8"))]
    assert not broken, "\n".join(["", *broken])


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/ticket.py", "import sqlalchemy"),
        ("core/ticket.py", "from mailticket.errors import Transient"),
        ("core/ticket.py", "from mailticket.flows import receive"),
        ("core/ticket.py", "import logging"),
        ("core/ticket.py", "from urllib.request import urlopen"),
        ("core/ticket.py", "def read():\n    return open('x')"),
        ("core/identity/name.py", "import random"),
        ("core/decide/officer.py", "from mailticket.core.reply import separate"),
        ("core/decide/commands/noting.py", "from mailticket.core.text import html"),
        ("core/digest/telling.py", "found = PATTERN.search(event.why)"),
        ("core/decide/delivery.py", "purpose, _, number = send.key.partition(':')"),
        ("flows/deliver.py", "is_citizens = send.name.startswith('citizen.')"),
        ("core/mail.py", "values: Mapping[str, Any] = {}"),
        ("flows/receive.py", "from mailticket.edges.store import Store"),
        ("flows/receive.py", "from mailticket.settings import Settings"),
        ("flows/receive.py", "def keep():\n    import sqlalchemy"),
        ("flows/receive.py", "from time import monotonic\nstart = monotonic()"),
        ("edges/imap.py", "from ..flows import receive"),
        ("edges/imap.py", "from mailticket.flows.ports import Mailbox"),
        ("edges/imap.py", "from mailticket.edges import smtp"),
        ("edges/imap/session.py", "from mailticket.edges.smtp import Sender"),
        ("edges/smtp.py", "from mailticket.edges.store import Store"),
        ("edges/store.py", "from mailticket.edges.smtp import Sender"),
        ("edges/imap.py", "import mailticket"),
        ("settings/rules.py", "from mailticket.app import run"),
        ("app.py", "from mailticket.cli import main"),
        ("core/deadline.py", "from datetime import datetime\nnow = datetime.now()"),
        ("edges/smtp.py", "import datetime as dt\nnow = dt.datetime.now(dt.UTC)"),
        ("edges/smtp.py", "from datetime import date as day\ntoday = day.today"),
        ("edges/smtp.py", "from time import time as now\nnow()"),
        ("edges/smtp.py", "import email.utils\nemail.utils.formatdate()"),
        ("edges/tables.py", "import sqlalchemy as sa\ndefault = sa.func.now()"),
        ("cli/book.py", "import time\nnow = time.time()"),
        ("edges/imap.py", "x = 1\n" * 401),
        ("edges/imap.py", "def fetch():\n" + "    x = 1\n" * 60),
    ],
)
def test_a_module_that_breaks_one_rule_is_found_out(path, source):
    broken = list(broken_rules(Path("mailticket", path), f'"""Break one rule."""\n{source}\n'))
    assert len(broken) == 1, broken


def test_a_module_without_a_docstring_is_found_out():
    assert list(broken_rules(Path("mailticket/app.py"), "import os\n")) == ["mailticket/app.py:1: no docstring"]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/parser.py", "import mailparser\nimport email.utils\nfrom mailticket.core.mail import Mail"),
        ("flows/receive.py", "from mailticket.errors import Transient\nfrom mailticket.flows.ports import Store"),
        ("edges/store.py", "import sqlalchemy\nfrom mailticket.edges import tables"),
        (
            "edges/imap/session.py",
            "import time\nfrom mailticket.edges.imap.folder import Folder\nstart = time.monotonic()",
        ),
        ("settings/__init__.py", "import pydantic\nfrom mailticket.settings.model import Settings"),
        ("app.py", "from datetime import UTC, datetime\nfrom mailticket.edges import imap\nnow = datetime.now(UTC)"),
        ("cli/__init__.py", "import typer\nfrom mailticket.app import run"),
        ("__main__.py", "from mailticket.cli import main"),
        ("flows/receive.py", "def receive(clock):\n    return clock.now()"),
    ],
)
def test_what_the_house_allows_is_not_held_up(path, source):
    assert not list(broken_rules(Path("mailticket", path), f'"""Break no rule."""\n{source}\n'))


@pytest.mark.parametrize(
    "command", [["ruff", "check", "--quiet"], ["mypy", "--strict", "mailticket"]], ids=lambda c: c[0]
)
def test_style_and_types_are_clean(command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"
