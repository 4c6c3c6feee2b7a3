"""Is a mail a bounce, for whom, and for good? Reports by RFC 3464 first, then the wordings of the mail servers."""

import re

from mailticket.core.found import Bounce
from mailticket.core.mail import Attachment, Mail
from mailticket.core.screen.recipients import find_entries, find_recipients
from mailticket.core.screen.status import Recipient, read_address, read_status, said_status
from mailticket.core.screen.vacation import asks
from mailticket.core.screen.wording import DELAYED, FAILED, SUBJECT_STRONG, SUBJECT_WEAK, divide
from mailticket.core.text import clean

TEXT_MAX = 40_000  # characters of a report that are looked at
_REPORT_TYPES = (
    "message/delivery-status",
    "message/global-delivery-status",
    "text/delivery-status",
    "message/status",
    "message/disposition-notification",
)
_ORIGINAL_TYPES = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers",
                   "message/global-headers", "message/partial", "text/rfc822", "text/rfc822-header")  # fmt: skip
_DAEMON = re.compile(
    r"^(?:mailer[-_. ]?daemon|mail[-_.]?daemon|maildaemon|post[-_.]?master|postoffice|daemon|mdaemon|bounces?|mailer"
    r"|mail[-_.]?delivery|delivery|no-?reply|ndr"
    r"|system|microsoftexchange[\da-f]{1,40}|mailsystem|mail-?admin(?:istrator)?|smtp|exchange|info-?daemon|nobody|root|uucp"
    r"|do-?not-?reply|noresponse|autoreply|mmdf|pmdf|qmail|mta|errors?|returns?|undeliverable"
    r"|notify|delivery-?(?:failure|error|status|subsystem)?)"
    r"(?:[-+_.][\w=.+-]{0,80})?",
    re.I,
)
_SURE_DAEMON = re.compile(
    r"^(?:mailer[-_. ]?daemon|mail[-_.]?daemon|maildaemon|mdaemon|post[-_.]?master"
    r"|microsoftexchange[\da-f]{1,40})(?:[-+_.][\w=.+-]{0,80})?",
    re.I,
)
_DAEMON_NAME = re.compile(
    r"mail ?delivery (?:sub)?system|mailer[- ]daemon|mail system|mail administrator|system administrator|postmaster"
    r"|mail delivery|internet mail delivery"
    r"|delivery (?:sub)?system|mail ?daemon|mail router|smtp (?:server|gateway)|message (?:transfer|delivery)"
    r"|mail ?bounce|microsoft outlook|returned mail|mailserver"
    r"|systemadministrator|administrador|administrateur",
    re.I,
)
# What fml, the list manager of Japan, says to those whose mail it does not take; it writes in the list's own name.
_FML_SUBJECT = re.compile(
    r"^\s{0,5}(?:ignored )?not member article from|reject mail |spam mail from a spammer is rejected|are not member"
    r"|fml system error message|loop (?:alert|back warning):|warning: unix from loop|security alert",
    re.I,
)
_MESSAGE_ID = re.compile(
    r"^[ \t>|]{0,6}(?:x-)?(?:original-)?message-i[dD][ \t]{0,3}:\s{0,3}(?:\n[ \t]+)?<?([^<>\s]{3,300})>?", re.I | re.M
)
_TO = re.compile(r"^[ \t>|]{0,6}(?:x-)?(?:original-)?to[ \t]{0,3}:([^\n]{0,998})", re.I | re.M)
_NULL = ("<>", "", "<#>", "< >", "<mailer-daemon>")


def read_bounce(mail: Mail) -> tuple[Bounce | None, bool]:
    """Return the bounce that a mail is, None if it is none, and whether it reports a success (RFC 3464, 2.3.3)."""
    text = mail.text[:TEXT_MAX]
    notified = _NOTIFIED.match(text[:_NOTIFIED_MAX])
    if notified:
        kind = notified.group(1)
        return (_from_notification(text), False) if kind == "Bounce" else (None, kind == "Delivery")
    if not _looks_like_one(mail, text):
        return None, _says_delivered(mail)
    reports = [_decoded(part) for part in mail.attachments if part.content_type in _REPORT_TYPES]
    recipients = [recipient for report in reports for recipient in read_status(report)]
    if not recipients:  # The report lost its type on the way, or stands in the text.
        recipients = read_status(text) or read_status(_attached(mail))
    if any(recipient.address or recipient.status for recipient in recipients):
        return _from_report(mail, recipients, text)
    return _from_wording(mail, text), False


def is_complaint(mail: Mail) -> bool:
    """True when Amazon SES says that a recipient complained."""
    notified = _NOTIFIED.match(mail.text[:_NOTIFIED_MAX])
    return notified is not None and notified.group(1) == "Complaint"


# Amazon SES reports as JSON by way of SNS; lines are broken inside it, so it can't be read as such.
_NOTIFIED_MAX = 200
_NOTIFIED = re.compile(r'\s{0,9}\{"(?:notification|event)Type": {0,3}"(Bounce|Complaint|Delivery)"')
_NOTIFIED_ADDRESS = re.compile(r'"emailAddress":"([^"]{1,320})"')


def _from_notification(text: str) -> Bounce:
    """Return what a notification of Amazon SES says."""
    found = text.partition('"bouncedRecipients"')[2].partition("]")[0]
    addresses = [read_address(match) for match in _NOTIFIED_ADDRESS.findall(found)]
    permanent = '"bounceType":"Permanent"' in text
    return Bounce(_unique([one for one in addresses if one]), said_status(found), permanent, None)


# Exchange says that it delivered in words alone where the other side reads no reports.
_DELIVERED_SUBJECT = re.compile(
    r"\s{0,5}(?:delivered|relayed|delivery receipt|terkirim|zugestellt|remis|entregado|entregue)\s{0,3}(?::|$)", re.I
)
_DELIVERED = re.compile(
    r"your message (?:has been|was) (?:successfully )?delivered|delivery to these recipients or groups is complete"
    r"|pesan anda (?:telah|sudah) terkirim",
    re.I,
)
_DELIVERED_MAX = 1_500  # characters of a report that says no more


def _says_delivered(mail: Mail) -> bool:
    """True when a server says in words that it delivered."""
    if not _DELIVERED_SUBJECT.match(mail.subject) or len(mail.text) > _DELIVERED_MAX:
        return False
    return _DELIVERED.search(mail.text) is not None and not asks(mail.text)


def _from_report(mail: Mail, recipients: list[Recipient], text: str) -> tuple[Bounce | None, bool]:
    """Return what the machine-readable part says."""
    if all(recipient.done for recipient in recipients):
        return None, True
    failed = [r for r in recipients if r.failed and not r.done]
    chosen = failed or [r for r in recipients if not r.done]
    addresses = [r.address for r in chosen if "@" in r.address] or _headed(mail)  # a file or a pipe failed
    addresses = addresses or find_recipients(text, _not_recipients(mail)) or _addressed(mail)
    diagnostic = next((said for r in chosen if (said := said_status(r.diagnostic))), None)
    status = next((r.status for r in chosen if r.status), None) or diagnostic
    return Bounce(_unique(addresses), status, bool(failed), _original_id(mail, text)), False


def _from_wording(mail: Mail, text: str) -> Bounce:
    """Return what can be read from the words of a report without a machine-readable part."""
    report, returned = divide(text)
    addresses = _headed(mail) or find_recipients(report, _not_recipients(mail), _domain(mail))
    # Who writes to himself is told so; then the addressee of the report is meant, where it stands as an entry.
    addresses = (
        addresses or _addressed(mail) or _to_of(returned) or find_entries(report, _writers(mail)) or _refuser(mail)
    )
    permanent = not (DELAYED.search(f"{mail.subject}\n{report}") and not _gave_up(mail.subject, report))
    return Bounce(_unique(addresses), said_status(report), permanent, _original_id(mail, text))


def _headed(mail: Mail) -> list[str]:
    """Return the recipients that Exim and Gmail name in a header."""
    found = [read_address(one) for value in mail.header_all("x-failed-recipients") for one in value.split(",")]
    return [one for one in found if one]


def _gave_up(subject: str, report: str) -> bool:
    """True when the server says that it tries no longer."""
    return _FINAL.search(report) is not None and not _STILL.search(report) and not _STILL.search(subject)


_SUBJECT_INSIDE = re.compile(r"[:\-(] ?(?:undeliver(?:ed|able)|delivery (?:failure|failed|error)|non remis)", re.I)
_SERVER = re.compile(
    r"<<< |>>> |final-recipient:|^ {0,9}received: (?:from|by) |(?:original|your|returned|old) message(?: (?:follows|header)|:)|first \d{1,3} lines of"
    r"|generated automatically|automatically generated|non-?delivery report|advisory-only|do not re-?(?:ply|send)"
    r"|delivery attempts|(?:could not be delivered|could not deliver message) to the following|^failed recipient:|^your message could not be delivered to$",
    re.I | re.M,
)
_FINAL = re.compile(
    r"giv(?:en|ing) up|permanent (?:fatal )?error|failed permanently|could not be delivered for|expired"
    r"|returned to sender|tried to deliver .{0,80} but",
    re.I,
)
_STILL = re.compile(
    r"warning|delay|will (?:continue|keep|be retried|try|retry|re-?attempt)|not yet been delivered|tertunda"
    r"|still (?:be )?(?:trying|retried)",
    re.I,
)


def _looks_like_one(mail: Mail, text: str) -> bool:
    """Weigh sender, subject, structure and words; a human who writes about a bounce is no daemon."""
    content_type = (mail.header("content-type") or mail.content_type).lower()
    if "report-type" in content_type and "delivery-status" in content_type:
        return True
    if mail.header("x-failed-recipients") or (mail.header("x-mlserver") and _FML_SUBJECT.search(mail.subject)):
        return True
    address = mail.from_[0].address if mail.from_ else (mail.sender.address if mail.sender else "")
    name = mail.from_[0].name if mail.from_ else ""
    local = address.partition("@")[0]
    null = _wants_no_answer(mail)
    sure = _SURE_DAEMON.fullmatch(local) is not None
    daemon = sure or _DAEMON.fullmatch(local) is not None or _DAEMON_NAME.search(name) is not None or not mail.from_
    strong = SUBJECT_STRONG.match(mail.subject) is not None
    weak = strong or SUBJECT_WEAK.match(mail.subject) is not None
    if not (daemon or null or weak):
        return False  # The words of ordinary mail need not be weighed.
    # Who forwards a bounce sends its report along.
    if (daemon or null or strong) and any(part.content_type in _REPORT_TYPES for part in mail.attachments):
        return True
    if strong and (sure or null):
        return True
    report, _ = divide(text)
    said = strong or sure or (null and not mail.from_) or _SUBJECT_INSIDE.search(mail.subject) is not None
    if not (said or (weak and (daemon or null))) or not FAILED.search(report):
        return False
    # A citizen may write of a mail that failed, under a subject like that, and paste it: only a server shows what a server
    # said and asks for nothing.
    return daemon or null or (_SERVER.search(text) is not None and not asks(text))


def _wants_no_answer(mail: Mail) -> bool:
    """True for an empty envelope sender, as servers write it."""
    return any(value.strip().lower() in _NULL for value in mail.header_all("return-path"))


def _refuser(mail: Mail) -> list[str]:
    """Return who refuses a mail in his own name, as Sieve lets him (RFC 5429); nobody when a server writes."""
    if not mail.from_ or "@" not in mail.from_[0].address or not _wants_no_answer(mail):
        return []
    writer = mail.from_[0]
    is_server = _DAEMON.fullmatch(writer.address.partition("@")[0]) or _DAEMON_NAME.search(writer.name)
    return [] if is_server else [writer.address]


def _domain(mail: Mail) -> str:
    """Return the domain of a mailer daemon that writes."""
    local, _, domain = mail.from_[0].address.partition("@") if mail.from_ else ("", "", "")
    return domain if _SURE_DAEMON.fullmatch(local) else ""


def _not_recipients(mail: Mail) -> frozenset[str]:
    """Return the addresses that write or receive this report: never those that failed."""
    return _writers(mail) | frozenset(one.address.lower() for one in (*mail.to, *mail.cc))


def _writers(mail: Mail) -> frozenset[str]:
    """Return the addresses that write this report."""
    found = [*mail.from_, *mail.reply_to, *([mail.sender] if mail.sender else [])]
    return frozenset(one.address.lower() for one in found)


def _decoded(part: Attachment) -> str:
    """Return a part as text."""
    return part.content[:TEXT_MAX].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _attached(mail: Mail) -> str:
    """Return the text of the parts that may hold a report under another name."""
    parts = [part for part in mail.attachments[:10] if part.content_type.startswith(("text/", "message/"))]
    return "\n\n".join(_decoded(part)[:20_000] for part in parts)


def _originals(mail: Mail) -> list[str]:
    """Return the mails that came back, or their heads."""
    return [_decoded(part)[:20_000] for part in mail.attachments if part.content_type in _ORIGINAL_TYPES]


def _addressed(mail: Mail) -> list[str]:
    """Return whom the attached original was written to, when that is one person only."""
    for original in _originals(mail):
        found = _to_of(original)
        if found:
            return found
    return []


def _to_of(original: str) -> list[str]:
    """Return the one address in the To header of an original."""
    match = _TO.search(original)
    if match is None:
        return []
    found = [read_address(one) for one in match.group(1).split(",")]
    found = [one for one in found if one]
    return found if len(found) == 1 else []


def _original_id(mail: Mail, text: str) -> str | None:
    """Return the Message-ID of the mail that came back."""
    for source in (*_originals(mail), text, _attached(mail)):
        match = _MESSAGE_ID.search(source)
        if match and (original := clean(match.group(1))):
            return f"<{original}>"
    candidates = (*mail.in_reply_to, *mail.references[-1:])
    return candidates[0] if candidates else None


def _unique(addresses: list[str]) -> tuple[str, ...]:
    """Return each address once, in order."""
    seen: dict[str, str] = {}
    for address in addresses:
        seen.setdefault(address.lower(), address)
    return tuple(seen.values())
