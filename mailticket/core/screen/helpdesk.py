"""What other desks and guarded mailboxes answer by themselves: that a ticket was opened, or that the sender must first prove to be human."""

import re

from mailticket.core.mail import Mail
from mailticket.core.reply import separate
from mailticket.core.screen.vacation import asks

TEXT_MAX = 1_500  # characters in which such a mail says what it is

# Headers of helpdesk programs; a human at such a desk writes mail with them as well.
HELPDESKS = (
    "x-otrs-loop", "x-otrs-followup-recipient", "rt-ticket", "x-rt-loop-prevention", "managed-by",
    "x-zendesk-priority-mail", "x-freshdesk-ticket-id", "x-helpscout-customer-id", "x-jira-fingerprint",
    "x-github-reason", "x-gitlab-project", "x-zammad-ticket-id", "x-redmine-host", "x-znuny-loop", "x-osticket",
    "x-servicenow-generated", "x-trac-project", "x-bugzilla-reason", "x-gorgias-ticket-id",
)  # fmt: skip
_ACKNOWLEDGED = re.compile(
    r"(?:(?:your|the) (?:request|ticket|e-?mail|message|inquiry|enquiry|case"
    r"|support request)[^.\n]{0,60}(?:has been|was|is) (?:received|created|logged|opened"
    r"|registered)[^\n]{0,200}(?:ticket|case|reference|request|#|support (?:staff|team))|(?:tiket|laporan|permintaan|pesan) (?:anda"
    r"|bapak/ibu)[^.\n]{0,60}(?:telah|sudah) (?:kami )?(?:terima|dibuat|tercatat|diterima)[^\n]{0,200}(?:nomor|no\."
    r"|tiket|#)|ihre (?:anfrage|nachricht)[^.\n]{0,60}(?:erhalten|eingegangen|aufgenommen)[^\n]{0,200}(?:ticket|vorgang)"
    r"|votre (?:demande|message)[^.\n]{0,60}(?:reçue?|enregistrée?)[^\n]{0,200}(?:ticket|dossier|référence)"
    r"|in response to the\s{1,9}creation of a trouble ticket)",
    re.I,
)
# One of these stands in every acknowledgement; looking for them is cheaper than for the pattern.
_RECEIVED = (
    "received", "created", "logged", "opened", "registered", "creation of", "terima", "dibuat", "tercatat", "erhalten", "eingegangen",
    "aufgenommen", "reçu", "enregistré",
)  # fmt: skip
_ACKNOWLEDGED_SUBJECT = re.compile(r"^\s{0,5}(?:re: ?)?\[(?:request|ticket|case) (?:received|created|opened)\]", re.I)
# A human who acknowledges a mail writes none of these.
_MACHINE_WORDS = re.compile(
    r"reply above this line|automatic(?:ally)?\b|automated|do not (?:reply|respond)"
    r"|no need to reply|otomatis|jangan (?:mem)?balas|automatisch|automatique",
    re.I,
)
_ABOVE_THE_LINE = re.compile(
    r"\W{0,20}(?:please )?(?:type|enter|write) your reply above|\W{0,20}reply above this line", re.I
)
_MACHINE_HEADERS = ("precedence", "x-auto-response-suppress", "x-loop", *HELPDESKS)

_CHALLENGE_SUBJECT = re.compile(
    r"^.{0,80}(?:confirm (?:your|this) (?:message|e-?mail)|requires? (?:verification|confirmation)|verification required"
    r"|\(action required\)|challenge)",
    re.I,
)
# One of these stands in every challenge; looking for them is cheaper than for the pattern.
_SIGNS = (
    "address added to", "waitlisted", "being held because", "that you verify", "i have approved", "from receiving", "is protected by",
    "can receive your", "to release your", "to deliver your", "add yourself to my", "one-time automated message",
)  # fmt: skip
_CHALLENGE = re.compile(
    r"address added to (?:my|the)[^.]{0,60}(?:allowed|approved|white ?list|guest|safe)"
    r"|(?:message|e-?mail)[^.]{0,100} (?:waitlisted|being held because the (?:sender )?address)"
    r"|requires? that you verify that you\s{1,3}are|only from senders i have approved"
    r"|(?:myself|this (?:account|mailbox|address)) from receiving (?:junk|spam|unsolicited)"
    r"|this (?:account|mailbox|address) is protected by|so i can receive your e-?mails?"
    r"|to (?:release|deliver) your (?:message|e-?mail)[^.]{0,40}(?:please|click|reply|visit)"
    r"|add yourself to my[^.]{0,40}list|this is a one-time automated message",
    re.I,
)


def acknowledges(mail: Mail, is_answer: bool) -> bool:
    """True when a mail says in its own words, not in quoted ones, that another desk received a request."""
    if not is_answer and not _ACKNOWLEDGED_SUBJECT.match(mail.subject):
        return False
    text = mail.text[:TEXT_MAX].lower()
    if not any(word in text for word in _RECEIVED) or not _ACKNOWLEDGED.search(text):
        return False
    # What stands below the line for answers is quoted, unless nothing stands above it.
    return _ABOVE_THE_LINE.match(text) is not None or _ACKNOWLEDGED.search(separate(mail).text[:TEXT_MAX]) is not None


def shows_a_machine(mail: Mail) -> bool:
    """True when an acknowledgement has what a human at that desk would not write."""
    if _ACKNOWLEDGED_SUBJECT.match(mail.subject) or _MACHINE_WORDS.search(mail.text[:TEXT_MAX]):
        return True
    return any(name.lower() in _MACHINE_HEADERS and value.strip() for name, value in mail.headers)


def challenges(mail: Mail, is_reply: bool) -> bool:
    """True when a guarded mailbox asks the sender to prove to be human before it delivers."""
    text = mail.text[:TEXT_MAX].lower()
    if not any(sign in text for sign in _SIGNS) or not _CHALLENGE.search(text):
        return False
    if not is_reply and not _CHALLENGE_SUBJECT.match(mail.subject):
        return False
    said = separate(mail).text[:TEXT_MAX]
    return _CHALLENGE.search(said) is not None and not asks(said)
