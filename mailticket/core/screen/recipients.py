"""Whom a report without a machine-readable part is about: the addresses among its words."""

import re

from mailticket.core.screen.status import ADDRESS, RECIPIENTS_MAX, tidy

_A = ADDRESS.pattern
# Words before the address of a recipient; the address stands on the same line or on one of the next.
_INTRO = re.compile(
    r"(?:following (?:(?:e-?mail |mail )?(?:address(?:es)?|recipient|user|destination|person|people"
    r"|account)(?:\(?e?s\)?)?)[^\n]{0,80}|(?:these|this|the) (?:recipients?|address(?:es)?|user"
    r"|mailbox)(?: or (?:distribution lists|groups))?(?:[^\n]{0,30})(?:failed|fail|:|could|invalid|not|is|was)"
    r"|(?:not|n['’]t)(?: be| been)? (?:yet )?(?:delivered|deliver|sent|reach|send|accept)(?: (?:to|the message to"
    r"|your message to|mail to|message to|for|it to))?|deliver(?:y|ing|ed)?(?: (?:of )?(?:your |the "
    r"|a )?(?:e?-?mail|message|mail))? (?:to|for)|unable to (?:deliver|send|relay|reach)[^\n]{0,40}"
    r"|failed (?:recipient|address(?:es)?|to deliver(?: to)?|for)|undeliverable (?:to|address|mail to)|(?:unknown"
    r"|invalid|no such|non-?existent|bad|local|inactive|disabled) (?:e-?mail )?(?:user|recipient|address|mailbox"
    r"|account|local part)(?:s)?(?: name)?|user(?:name)?(?: is)? (?:unknown|not found|not known|unk)"
    r"|mailbox(?: is)? (?:full|not found|unavailable|unknown|for|over quota)|quota exceeded[^\n]{0,20}|rcpt to"
    r"|recipients?(?: address)?(?:\(s\))?(?: (?:were|was|is|are))?(?: affected)?|failed to (?:deliver|send"
    r"|reach)[^\n]{0,40}|address(?:es)? (?:had|with|is|was|in error|rejected|failed)[^\n]{0,40}|sent to|message to"
    r"|mail to|e-?mail to|addressed to|intended for|original to|final-recipient: [^\n;]{0,20};"
    r"|permanent fatal errors|transient non-fatal errors|delivery problems|failed addresses follow|failure reasons"
    r"|could not be (?:resolved|found|reached|delivered)|were affected"
    r"|tidak (?:dapat )?(?:ter|di)?(?:kirim(?:kan)?|sampai)[^\n]{0,20}(?:ke|kepada)|empfänger|an (?:folgende"
    r"|die folgenden)[^\n]{0,30}|destinataire[^\n]{0,30}|destinatarios?[^\n]{0,30}|адресат[^\n]{0,30}"
    r"|получател[^\n]{0,30}|ontvanger[^\n]{0,30}|a la[s]? siguientes? [^\n]{0,30}|宛先|收件人|받는 사람|以下の"
    r"|recipient name"
    r"|to whom it was sent|user:|for user|to user|e-?mail address|mailbox:|account:|address:|user name)",
    re.I,
)
_AT_LINE_START = re.compile(
    rf"^[ \t*>]{{0,16}}(?:<{{1,3}}|\"|'|\[|\(|smtp:|recipient: ?<?|rcpt to: ?<?|failed (?:recipient"
    rf"|address): ?<?|local: ?|user: ?)?({_A})(?:>{{1,3}}|\"|'|\]|\))?(?: ?\((?:expanded from|generated from"
    rf"|reading|ultimately|was|original)[^\n]{{0,200}}\))?"
    r"(?: ?[:;]|\.\.\.|[ \t]{0,40}$| on (?:mon|tue|wed|thu|fri|sat|sun|\d)|[ \t]{1,40}[(\[<-]| ?, |[ \t]{0,9}(?:\("
    r"|-|failed|unknown|invalid|error_code|user|not|5\d\d|4\d\d|#\d|did|is |has|does|delivery|error|host|mailbox|could|rejected|\())",
    re.I | re.M,
)
_SESSION = re.compile(r"rcpt to|\b55\d|\b5\.\d\.\d|<<<", re.I)  # a line of the transcript of an SMTP session
_SESSION_LENGTH = 200
_ANGLED = re.compile(rf"[<(\[\"']{{1,2}}(?:smtp:)?({_A})[>)\]\"']", re.I)
_ROLES = frozenset({
    "postmaster", "mailer-daemon", "abuse", "hostmaster", "support", "helpdesk", "webmaster", "mailadmin", "noreply",
    "no-reply", "administrator", "admin", "mailmaster", "mail-daemon",
})  # fmt: skip
_LINES_BELOW = 8
# Words above a list of recipients; every entry below them counts.
_LIST = re.compile(
    r"(?:following|these) (?:(?:e-?mail |mail |destination )?(?:address(?:es)?|recipients?|users?|persons?|people"
    r"|accounts?))"
    r"(?:\(e?s\))?(?: or (?:distribution lists|groups))?|did not reach|permanent fatal errors"
    r"|transient non-fatal errors"
    r"|delivery problems|failed addresses follow|recipients were affected|undeliverable to|non remis"
    r"|n['’]a pas (?:pu|été)"
    r"|folgende[nr]? (?:empfänger|adresse)|destinatarios?|destinataires?|(?:penerima|alamat) (?:berikut|di bawah)"
    r"|以下の",
    re.I,
)
# Who was written to, where that is another than the one who was not reached.
_EXPANDED = re.compile(rf"\s{{0,80}}\((?:expanded|generated) from:? {{0,3}}<?({_A})>?\)", re.I)
# The reply of a server about the mailbox that the one written to forwards to: "552 Quota violation for a@b".
_FORWARDED = re.compile(rf"^[ \t]{{0,9}}55\d[ -][^\n@]{{0,80}} for <?({_A})>?[ \t]{{0,9}}$", re.I | re.M)
# An entry that says on one line both what was wrong and with whom, or whom the mail was addressed to.
_ENTRY = re.compile(
    rf"(?:message was addressed(?: to)?,?|(?:unknown|invalid|undeliverable|no such|non-?existent|bad|inactive|disabled|full|failed) (?:e-?mail "
    rf"|local )?(?:user|recipient|address"
    rf"|mailbox|account|to)(?: name)?s? ?[:=-]{{0,2}}) ?[<\"'(]{{0,2}}({_A})",
    re.I,
)
_ORIGINAL = re.compile(rf"^[ \t]{{0,9}}original (?:recipient )?address: {{0,9}}({_A})", re.I | re.M)
_X400 = re.compile(rf"dda:smtp=({_A})", re.I)
_WORD = re.compile(r"[ \t]{1,40}([\w.-]{1,64})[ \t]{0,9}")  # AOL names a mailbox of its own without its domain


def find_recipients(report: str, others: frozenset[str], domain: str = "") -> list[str]:
    """Return the addresses that a report says were not reached.

    `others` write or receive the report, so they are not meant; `domain` is the one of a mailer daemon that writes.
    """
    for finder in (_x400, _original, _listed, _line_starts, _entries, _introduced, _angled):
        found = [one for one in finder(report) if one.lower() not in others]
        people = [one for one in found if one.partition("@")[0].lower() not in _ROLES]
        if found:
            return list(dict.fromkeys(people or found))[:RECIPIENTS_MAX]
    names = _local_names(report, domain)
    if names:
        return names
    found = [tidy(match.group()) for match in ADDRESS.finditer(report)]
    return [one for one in found if one.lower() not in others and one.partition("@")[0].lower() not in _ROLES][:1]


def find_entries(report: str, others: frozenset[str]) -> list[str]:
    """Return the addresses that a report lists as entries, but for `others`."""
    return list(dict.fromkeys(one for one in _line_starts(report) if one.lower() not in others))[:RECIPIENTS_MAX]


def _local_names(report: str, domain: str) -> list[str]:
    """Return the mailboxes that a server lists by their local parts, with its own domain."""
    match = _LIST.search(report)
    if match is None or not domain:
        return []
    found: list[str] = []
    for line in report[match.end() :].split("\n")[1 : 1 + _LINES_BELOW]:
        word = _WORD.fullmatch(line)
        if word:
            found.append(f"{word.group(1)}@{domain}")
        elif found:
            break
    return found


def _x400(report: str) -> list[str]:
    """Return the addresses that Exchange 5 wraps in X.400."""
    return [tidy(match.group(1)) for match in _X400.finditer(report)]


def _original(report: str) -> list[str]:
    """Return the addresses that Sun's server names as those written to, below what became of them."""
    return [tidy(match.group(1)) for match in _ORIGINAL.finditer(report)]


def _listed(report: str) -> list[str]:
    """Return the entries below the words that announce a list."""
    match = _LIST.search(report)
    return _line_starts(report[match.end() :]) if match else []


def _line_starts(report: str) -> list[str]:
    """Return addresses that begin a line as an entry: "<a@b>: reason", each behind the one that it was expanded from."""
    found: list[str] = []
    for match in _AT_LINE_START.finditer(report):
        expanded = _EXPANDED.match(report, match.end(1) + 1)
        found.extend(tidy(one) for one in (expanded.group(1) if expanded else "", match.group(1)) if one)
    return found


def _entries(report: str) -> list[str]:
    """Return addresses behind the reason: "Unknown user: a@b"."""
    return [tidy(match.group(1)) for match in _ENTRY.finditer(report)]


def _introduced(report: str) -> list[str]:
    """Return addresses behind words that announce a recipient, on the same line or below."""
    lines = report.split("\n")
    for index, line in enumerate(lines):
        match = _INTRO.search(line[:1_000])
        if match is None:
            continue
        found = _addresses(line[match.start() : match.start() + 2_000])
        if found:
            return found + [tidy(match.group(1)) for match in _FORWARDED.finditer(report)]
        below = 0
        for next_line in lines[index + 1 : index + 1 + _LINES_BELOW]:
            found = _addresses(next_line[:2_000])
            if found:
                return found
            below += bool(next_line.strip())
            if below > 3:
                break
    return []


def _addresses(line: str) -> list[str]:
    """Return the addresses in a line but those of senders."""
    found = ADDRESS.finditer(line)
    return [tidy(match.group()) for match in found if not line[: match.start()].rstrip("<\"'").endswith("from ")]


def _angled(report: str) -> list[str]:
    """Return addresses in the transcript of an SMTP session."""
    found: list[str] = []
    for line in report.split("\n"):
        session = _SESSION.search(line[:_SESSION_LENGTH])
        if session:
            said = line[session.start() : session.start() + _SESSION_LENGTH]
            found.extend(tidy(match.group(1)) for match in _ANGLED.finditer(said))
    return found
