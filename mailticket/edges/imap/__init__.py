r"""The mailbox: one IMAP account, read without leaving a trace.

Mails are found by UID above a cursor, never by flags or dates; BODY.PEEK leaves `\Seen` alone; nothing is deleted. The
size is known before a mail is downloaded. Every operation has a deadline, and `stop` ends a wait at once.
"""

from mailticket.edges.imap.line import Patience
from mailticket.edges.imap.mailbox import ImapMailbox

__all__ = ["ImapMailbox", "Patience"]
