"""A mail as `mailticket inspect --json` prints it, made where it is read: a line travels cheaper than a Reading."""

import json

from mailticket.core import shapes
from mailticket.core.policy import Policy
from mailticket.core.reading import read


def line(raw: bytes, policy: Policy) -> str:
    """Read one mail; return its JSON, to which `shapes.with_path` adds where it stands."""
    return json.dumps(shapes.reading(read(raw, policy)), ensure_ascii=False)
