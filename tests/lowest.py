"""Print the lower bounds of pyproject.toml as constraints for pip: each dependency at the oldest release that is allowed."""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def lowest(requirement: str) -> str | None:
    """`typer>=0.12,<1` as `typer==0.12`; None for one without a lower bound."""
    found = re.match(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?[<>=0-9.,]*?(?:>=|==)([0-9.]+)", requirement)
    return f"{found[1]}=={found[2]}" if found else None


if __name__ == "__main__":
    dependencies = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]
    sys.stdout.writelines(f"{one}\n" for one in map(lowest, dependencies) if one is not None)
