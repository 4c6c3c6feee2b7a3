"""Text of a mail: HTML to text, charset rescue, and the cleaning that every string passes."""

from mailticket.core.text.charset import codec, decode
from mailticket.core.text.clean import clean, one_line
from mailticket.core.text.html import html_to_text

__all__ = ["clean", "codec", "decode", "html_to_text", "one_line"]
