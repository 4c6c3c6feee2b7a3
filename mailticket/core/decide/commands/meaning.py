"""Whether a text is one, and its writer meant that the citizen gets it as it stands."""

from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.doubts import Files, doubt_of, look_at
from mailticket.core.found import Command
from mailticket.core.happenings import Hold


def meant(act: Act, command: Command, by: str = "", *, has_files: bool = False) -> None:
    """Refuse a text that is none, or that is doubtful and not confirmed by its writer; `by` is the command's own name.

    Of a mail that was let go nothing is doubted any more: its writer was shown the very text.
    """
    policy = act.present.policy
    if not act.text or act.incoming.reading.matter.reaction:
        raise Refused(Hold.EMPTY, command)
    if len(act.text) > policy.limits.letter_characters_max:
        raise Refused(Hold.LONG, command)  # nothing may be cut from an answer
    if act.incoming.released:
        return
    files = Files(has_files or bool(act.files), act.lost)
    doubt = doubt_of(look_at(act.text, by, act.incoming, act.own, act.facts, policy, files))
    if doubt is not None:
        raise Refused(doubt, command)
