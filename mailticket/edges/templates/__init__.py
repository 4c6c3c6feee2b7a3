"""Jinja2: the wording of every mail stands in templates, one file for each notice and language.

All files are read when the Renderer is made; rendering is pure afterwards and never raises: a template that fails gives
way to built-in plain text, and what failed stands in `Renderer.broken`.
"""

from mailticket.edges.templates.checking import check_templates
from mailticket.edges.templates.library import CITIZEN_NOTICES, NOTICES
from mailticket.edges.templates.renderer import Renderer

__all__ = ["CITIZEN_NOTICES", "NOTICES", "Renderer", "check_templates"]
