"""Reports of people's mail programs and providers: that a mail was read (RFC 8098), that somebody complained of it (RFC 5965)."""

import re

from mailticket.core.mail import Mail
from mailticket.core.screen.bounce import is_complaint

TEXT_MAX = 1_500  # characters; a report in words is no longer

# Who forwards a report sends its parts along, and writes something of his own.
_FORWARDED = re.compile(r"^\s{0,5}(?:fwd?|trs|wg|rv|enc|tr|terusan|doorst|vb|vs|i)\s{0,3}[:：]", re.I)
_RECEIPT_SUBJECT = re.compile(
    r"^\s{0,5}(?:read(?: receipt)?|read-receipt|return receipt(?: \(displayed\))?|not read|displayed|dibaca"
    r"|tanda terima (?:baca|dibaca)|telah dibaca|laporan baca|tidak dibaca|gelesen|lesebestätigung"
    r"|empfangsbestätigung|ungelesen gelöscht|lu|accusé de (?:réception|lecture)|non lu|leído"
    r"|confirmación de lectura|lido|lida|recibo de leitura|letto|conferma di lettura|gelezen|leesbevestiging|läst"
    r"|lest|læst|kvittering|przeczytano|přečteno|прочитано|уведомление о прочтении|okundu|olvasott|luettu|已读|已讀"
    r"|開封済み|읽음|đã đọc)\s{0,3}[:：(]",
    re.I,
)
_RECEIPT_WORDS = re.compile(
    r"(?:(?:was|has been|were) (?:read|displayed|opened|deleted)|return receipt|read receipt|telah (?:dibaca"
    r"|ditampilkan|dibuka)|dibaca pada|ditampilkan pada|gelesen (?:am|um)|wurde (?:am|gelesen|geöffnet|angezeigt)"
    r"|a été (?:lu|affiché)|se (?:leyó|ha leído)|fue leído|foi lida?|è stato (?:letto|visualizzato)|is gelezen"
    r"|lästes|ble lest|blev læst|прочитано|已(?:于|被)?.{0,30}(?:读|阅)|開封|읽)",
    re.I,
)
_REJECTED = re.compile(r"(?:was|is|were) (?:automatically )?(?:rejected|refused)|automatically rejected", re.I)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")  # a receipt says when
_RECEIPT_TYPES = ("message/disposition-notification", "message/global-disposition-notification")
_FEEDBACK_SUBJECT = re.compile(
    r"^\s{0,5}(?:email feedback report|complaint about message from|fwd: complaint|abuse report|\[?feedback ?report"
    r"|message from .{0,80} complaint)",
    re.I,
)
# A citizen may call his complaint so and attach a mail; only a provider's office sends it as a report.
_FEEDBACK_SENDER = re.compile(
    r"(?:staff|scomp|feedback[\w.-]{0,30}|fbl[\w.-]{0,30}|abuse|complaints?|antispam|arf)", re.I
)


def feedback(mail: Mail) -> str | None:
    """Return what shows a complaint about spam, by RFC 5965 or as Amazon, Hotmail and AOL write it."""
    if "feedback-report" in _content_type(mail):
        return "report-type feedback-report"
    if _has(mail, "message/feedback-report") and not _FORWARDED.match(mail.subject):
        return "a part of type message/feedback-report"
    if is_complaint(mail):
        return "notification of a complaint"
    if mail.header("x-hmxmroriginalrecipient"):
        return "X-HmXmrOriginalRecipient"
    local = mail.from_[0].address.partition("@")[0] if mail.from_ else ""
    if _FEEDBACK_SUBJECT.match(mail.subject) and _FEEDBACK_SENDER.fullmatch(local) and _has(mail, "message/rfc822"):
        return "subject of a feedback report"
    return None


def receipt(mail: Mail) -> str | None:
    """Return what shows a disposition notification, by RFC 8098 or in the words of Outlook and Notes."""
    why = _form_of_receipt(mail)
    # Sieve rejects by the form of a receipt (RFC 5429, 2.1): that is a bounce.
    return None if why and _REJECTED.search(mail.text[:TEXT_MAX]) else why


def _form_of_receipt(mail: Mail) -> str | None:
    """Return what has the form of a receipt."""
    if "disposition-notification" in _content_type(mail):
        return "report-type disposition-notification"
    if _has(mail, *_RECEIPT_TYPES) and not _FORWARDED.match(mail.subject):
        return "a part of type message/disposition-notification"
    if "ipm.note.ipnrn" in (mail.header("x-ms-exchange-message-class") or "").lower():
        return "message class of a receipt"
    text = mail.text
    if (
        _RECEIPT_SUBJECT.match(mail.subject)
        and len(text) <= TEXT_MAX
        and _RECEIPT_WORDS.search(text)
        and _CLOCK.search(text)
    ):
        return "subject and words of a receipt"
    return None


def _content_type(mail: Mail) -> str:
    """Return the Content-Type header in lower case."""
    return (mail.header("content-type") or mail.content_type).lower()


def _has(mail: Mail, *types: str) -> bool:
    """True when a part of the mail has one of these types."""
    return any(part.content_type in types for part in mail.attachments)
