"""What a mail is about: kind, category, and whether a reader could start handling it."""

from mailticket.core.found import Identity, Matter, Reply
from mailticket.core.mail import Mail
from mailticket.core.policy import Policy


def understand(mail: Mail, reply: Reply, identity: Identity, policy: Policy) -> Matter:
    """Return what the mail is about."""
    text = f"{mail.subject}\n{reply.text}".lower()
    return Matter(
        kind="pengaduan", kind_why="default", category=policy.categories[-1].id, category_words=(),
        detail=len(text.split()) > 25, detail_why="length", language="id",
        thanks=len(text.split()) < 12 and "terima kasih" in text,
    )  # fmt: skip
