"""A mail of ours as the person saw it who answers it; apart, since the daemon needs nothing else of `reply`."""


def as_seen(subject: str, text: str, desk: str) -> str:
    """What a person sees of a mail of ours: its HTML bears desk, number and title above the text."""
    number, _, title = subject.strip().removeprefix("[").partition("]")
    return f"{desk} {number}\n{title.strip()}\n\n{text}"
