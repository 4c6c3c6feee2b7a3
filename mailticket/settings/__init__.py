"""settings.yaml -> frozen values; all problems are reported at once, each in one line with its path first.

`load` reads the file as text only (document), holds every text against the type of its field (values) and the keys
against one another (rules), completes what is relative or secret, and lets pydantic build the values (model). Secrets
stay where they are until `Secret.read`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mailticket.errors import SettingsError
from mailticket.settings import rules, values
from mailticket.settings.document import Document, Place, Problem, find, read, spell
from mailticket.settings.keys import token_keys
from mailticket.settings.model import Calendar, Database, Decree, Mailbox, Settings, Smtp, TokenKey
from mailticket.settings.rules import is_loopback
from mailticket.settings.secret import Secret, secret

__all__ = [
    "Calendar",
    "Database",
    "Decree",
    "Mailbox",
    "Secret",
    "Settings",
    "Smtp",
    "TokenKey",
    "is_loopback",
    "load",
    "shipped",
    "token_keys",
]

_SETTINGS = TypeAdapter(Settings)

# The values of settings that are left out, where they depend on the folder of the file.
_DATABASE_URL = "sqlite:///mailticket.db"
_TOKEN_KEYS = ({"id": "k1", "secret": {"file": "token-k1.key"}},)

_PATHS = ("desk.templates_folder", "reader.model", "calendar.decrees.*.file")
_SECRETS = ("mailbox.password", "smtp.password", "database.password", "trust.token_keys.*.secret")


def load(path: Path) -> Settings:
    """Read a settings file; SettingsError with every problem in it. No secret is read."""
    document = read(path)
    found = [*document.problems, *values.problems(Settings, document.tree), *rules.problems(document.tree)]
    found += _complete(document.tree, path.absolute().parent)
    try:
        settings = _SETTINGS.validate_python(document.tree)
    except ValidationError as error:
        found += _by_pydantic(error)
    if found:
        raise SettingsError(_lines(found, document))
    return settings


def shipped(name: str) -> Path:
    """Return the path of `templates` or `settings.yaml` as shipped: in the package, or in the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "_shipped" / name
    return inside if inside.exists() else package.parent / name


def _complete(tree: dict[str, Any], folder: Path) -> Iterator[Problem]:
    """Put in what depends on the folder: two defaults, absolute paths, and where the secrets are."""
    database, trust = tree.setdefault("database", {}), tree.setdefault("trust", {})
    if isinstance(database, dict):
        url = database.setdefault("url", _DATABASE_URL)
        if isinstance(url, str) and url.startswith("sqlite:///"):
            database["url"] = f"sqlite:///{folder / url.removeprefix('sqlite:///')}"
    if isinstance(trust, dict):
        trust.setdefault("token_keys", [dict(key) for key in _TOKEN_KEYS])
    for place, value in _given(tree, _PATHS):
        _put(tree, place, str(folder / str(value)))
    for place, value in _given(tree, _SECRETS):
        try:
            _put(tree, place, secret(value, spell(place), folder))
        except ValueError as error:
            _put(tree, place, Secret(spell(place)))
            yield place, str(error)


def _given(tree: dict[str, Any], patterns: tuple[str, ...]) -> list[tuple[Place, Any]]:
    return [(place, value) for pattern in patterns for place, value in find(tree, pattern) if value is not None]


def _put(tree: Any, place: Place, value: Any) -> None:
    for step in place[:-1]:
        tree = tree[step]
    tree[place[-1]] = value


# What pydantic found, in the words of an administrator; {given} is the value, {expected} what a list of words allows.
_WORDS = {
    "missing": "is missing",
    "unexpected_keyword_argument": "is not a known key",
    "enum": "must be {expected}, not {given}",
    "literal_error": "must be {expected}, not {given}",
    "none_required": "cannot be used yet: leave it out",
    "int_parsing": "must be a whole number, not {given}",
    "float_parsing": "must be a number, not {given}",
    "int_from_float": "must be a whole number, not {given}",
    "bool_parsing": "must be true or false, not {given}",
    "string_type": "must be text",
    "dataclass_type": "must be a section of keys",
    "dict_type": "must be a section of keys",
    "mapping_type": "must be a section of keys",
    "tuple_type": "must be a list, in [ ] or one item a line",
}


def _by_pydantic(error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        place = tuple(step for step in fault["loc"] if step != "[key]")
        words = _WORDS.get(fault["type"], "is wrong: {says}")
        if fault["input"] is None and fault["type"] != "unexpected_keyword_argument":
            words = "must not be null; a key that is left out has its default"
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
        yield place, words.format(given=_short(fault["input"]), expected=expected, says=fault["msg"])


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _lines(found: list[Problem], document: Document) -> list[str]:
    """One line for each place, the first of its problems, in the order of the file."""
    first = dict(reversed(found))
    lines = []
    for place in sorted(first, key=lambda place: (document.line(place), spell(place))):
        where = f" (line {document.lines[place]})" if place in document.lines else ""
        lines.append(f"{spell(place)}: {first[place]}{where}")
    return lines
