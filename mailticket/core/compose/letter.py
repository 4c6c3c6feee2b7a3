"""What one outgoing mail shall be, before it is bytes: its wording, and the letter that the bytes are held against."""

from dataclasses import dataclass
from datetime import datetime

from mailticket.core.mail import Attachment


@dataclass(frozen=True, slots=True)
class Wording:
    """What a mail says: text and foot as templates are written (core.compose.paper), the HTML part as it is sent."""

    title: str
    text: str
    foot: str
    html: str | None = None


@dataclass(frozen=True)
class Outgoing:
    """One mail to one recipient; every text is clean already (core.compose.clean), ids keep their angle brackets."""

    notice: str  # X-Mailticket-Notice
    ticket: str | None  # X-Mailticket-Ticket
    desk: str  # the desk's address: From and X-Loop
    desk_name: str
    to: str
    to_name: str
    subject: str
    date: datetime  # aware
    message_id: str
    text: str
    html: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    auto_submitted: str | None = None  # auto-replied | auto-generated (RFC 3834, section 5); None for human mail
    attachments: tuple[Attachment, ...] = ()
