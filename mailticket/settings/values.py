"""What single values of settings.yaml must be: each text is held against what stands beside the type of its field.

It is the text of the file that is looked at, before pydantic makes values of it: pydantic would name one end of a range
only, and take the date 20261231 for seconds since 1970. A text that is not even of its type is left to pydantic.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from annotated_types import Interval

from mailticket.core.spelling import Spelling
from mailticket.settings.document import Place, Problem


def problems(kind: Any, value: Any, place: Place = ()) -> Iterator[Problem]:
    """Yield what is wrong with a value of a type, and with all that it holds."""
    if NoneType in get_args(kind):  # X | None
        kind = get_args(kind)[0]
    if isinstance(value, str):
        beside = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
        yield from ((place, wrong) for rule in beside for wrong in _broken(rule, value))
    elif isinstance(value, list) and get_origin(kind) is tuple:
        for index, item in enumerate(value):
            yield from problems(get_args(kind)[0], item, (*place, index))
    elif isinstance(value, dict) and get_origin(kind) is Mapping:
        for key, item in value.items():
            yield from problems(get_args(kind)[0], key, (*place, key))
            yield from problems(get_args(kind)[1], item, (*place, key))
    elif isinstance(value, dict) and is_dataclass(kind):
        for field in fields(kind):
            key = field.name.removesuffix("_")
            if key in value:
                yield from problems(field.type, value[key], (*place, key))


def _broken(rule: Any, text: str) -> Iterator[str]:
    match rule:
        case Spelling(fits=fits, otherwise=otherwise):
            if not fits(text):
                yield otherwise.format(given=repr(text))
        case Interval(ge=int() | float() as low, le=int() | float() as high):
            try:
                number = float(text)  # pydantic takes 5.0 for a whole number
            except ValueError:
                return
            if not low <= number <= high:
                yield f"must be from {low} to {high}, not {text}"
