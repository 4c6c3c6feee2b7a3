"""Outgoing mail: what a template gets (view), wording laid out (paper), header lines, bytes (mime), the linter (lint).

`compose` is pure: the same letter gives the same bytes, boundaries included, so that a repeated send is the same mail.
"""

from mailticket.core.compose.letter import Letter
from mailticket.core.compose.lint import problems
from mailticket.core.compose.mime import compose, fitting
from mailticket.core.compose.paper import as_html, as_text, parse, quoted, verbatim

__all__ = ["Letter", "as_html", "as_text", "compose", "fitting", "parse", "problems", "quoted", "verbatim"]
