"""Outgoing mail: what a template gets (view), wording laid out (paper), header lines, bytes (mime), the linter (lint).

`finish` goes the whole way from a notice and its wording to the finished mail; the wording is somebody else's.

`compose` is pure: the same letter gives the same bytes, boundaries included, so that a repeated send is the same mail.
"""

from mailticket.core.compose.finishing import Finished, finish
from mailticket.core.compose.letter import Outgoing, Wording
from mailticket.core.compose.lint import problems
from mailticket.core.compose.mime import compose, fitting
from mailticket.core.compose.paper import as_html, as_text, parse, quoted, verbatim

__all__ = [
    "Finished", "Outgoing", "Wording", "as_html", "as_text", "compose", "finish", "fitting", "parse", "problems",
    "quoted", "verbatim",
]  # fmt: skip
