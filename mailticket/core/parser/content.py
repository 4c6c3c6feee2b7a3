"""What was read of a mail's parts: stretches of text with their marks, and files."""

from dataclasses import dataclass, field

from mailticket.core.mail import Attachment, Mark
from mailticket.core.parser.leaf import TEXT_MAX
from mailticket.core.parser.structure import Part


@dataclass(slots=True)
class Block:
    """A stretch of text with its marks; `depth` is how deep its part lies below the top."""

    text: str
    marks: tuple[Mark, ...] = ()
    is_cut: bool = False  # there was more text than is read


@dataclass(slots=True)
class Content:
    """What was found so far."""

    blocks: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    spare: list[Part] = field(default_factory=list)  # texts sent as files: read if there is no other
    mails: list[Part] = field(default_factory=list)  # attached mails
    is_forward: bool = False  # the text is that of attached mails
    defects: list[str] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        """Whether there was more text than is read."""
        return any(block.is_cut for block in self.blocks) or sum(len(block.text) for block in self.blocks) > TEXT_MAX


def join(blocks: list[Block]) -> tuple[str, tuple[Mark, ...]]:
    """Join the texts with an empty line between, marks moved along."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = 0
    for block in blocks:
        text = block.text[: max(0, TEXT_MAX - length)]
        if pieces and text:
            pieces.append("\n\n")
            length += 2
        marks.extend(
            Mark(mark.start + length, min(mark.end, len(text)) + length, mark.what)
            for mark in block.marks
            if mark.start < len(text)
        )
        pieces.append(text)
        length += len(text)
    return "".join(pieces), tuple(marks)
