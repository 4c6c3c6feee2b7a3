"""Whether a text is one, and its writer meant that the citizen gets it as it stands."""

from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.doubts import Look, doubt_of
from mailticket.core.found import Command
from mailticket.core.happenings import Hold


def meant(act: Act, command: Command, *, has_files: bool = False) -> None:
    """Refuse a text that is none, or that is doubtful and not confirmed by its writer."""
    if not act.text or act.incoming.reading.matter.reaction:
        raise Refused(Hold.EMPTY, command)
    if len(act.text) > act.present.policy.limits.letter_characters_max:
        raise Refused(Hold.LONG, command)  # nothing may be cut from an answer
    if act.incoming.released:
        return
    if act.lost:
        raise Refused(Hold.FILE_LOST, command)
    look = Look(act.text, has_files or bool(act.files), act.incoming, act.own, act.facts, act.present.policy)
    doubt = doubt_of(look)
    if doubt is not None:
        raise Refused(doubt, command)
