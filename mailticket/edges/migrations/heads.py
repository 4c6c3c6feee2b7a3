"""What the heads of kept mails say, written beside them: a part of migration 0003.

It reads them by the standard library, since a migration says what was true when it was made.
"""

import re
from datetime import UTC
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

import sqlalchemy as sa
from alembic import op

HEAD_BYTES_MAX = 65_536
KEY_CHARACTERS_MAX = 250  # of what an index holds

places = sa.table(
    "places",
    sa.column("id", sa.Integer()),
    sa.column("sha256", sa.String()),
    sa.column("state", sa.String()),
    sa.column("message_id", sa.Text()),
    sa.column("from_", sa.Text()),
    sa.column("subject", sa.Text()),
    sa.column("sent_at", sa.DateTime(timezone=True)),
)
contents = sa.table("contents", sa.column("sha256", sa.String()), sa.column("raw", sa.LargeBinary()))
messages = sa.table("messages", sa.column("mail", sa.Integer()), sa.column("subject", sa.Text()))


def fill_heads() -> None:
    """Say of mails that were never read what their heads say; of the others the book says it."""
    connection = op.get_bind()
    unread = places.c.state.in_(("kept", "shunted")) & (places.c.subject.is_(None))
    head = sa.func.substr(contents.c.raw, 1, HEAD_BYTES_MAX).label("head")
    found = sa.select(places.c.id, head).join(contents, contents.c.sha256 == places.c.sha256).where(unread)
    for row in connection.execute(found).all():
        connection.execute(sa.update(places).where(places.c.id == row.id).values(**_head_of(bytes(row.head))))
    read = sa.select(messages.c.subject).where(messages.c.mail == places.c.id).limit(1).scalar_subquery()
    connection.execute(sa.update(places).where(places.c.subject.is_(None)).values(subject=read))
    first = places.alias("first")
    same = (first.c.sha256 == places.c.sha256) & (first.c.state != "duplicate")
    copied = {
        name: sa.select(first.c[name]).where(same).order_by(first.c.id).limit(1).scalar_subquery()
        for name in ("message_id", "from_", "subject", "sent_at")
    }
    connection.execute(sa.update(places).where(places.c.state == "duplicate").values(**copied))


def _head_of(raw: bytes) -> dict[str, object]:
    """What a head says, as far as it says so plainly."""
    head = BytesHeaderParser().parsebytes(raw)
    said = {name: str(head.get(name, "")) for name in ("Message-ID", "From", "Subject")}
    try:
        subject = str(make_header(decode_header(said["Subject"])))
    except (LookupError, ValueError):
        subject = said["Subject"]
    try:
        at = parsedate_to_datetime(str(head.get("Date", "")))
    except (TypeError, ValueError):
        at = None
    found = re.search(r"<[^<>\s]+>", said["Message-ID"])
    return {
        "message_id": _plain(found[0] if found else "")[:KEY_CHARACTERS_MAX] or None,
        "from_": _plain(parseaddr(said["From"])[1].lower())[:KEY_CHARACTERS_MAX] or None,
        "subject": _plain(subject)[:200] or None,
        "sent_at": at.astimezone(UTC) if at is not None else None,
    }


def _plain(text: str) -> str:
    """Text that both databases take."""
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").split())
