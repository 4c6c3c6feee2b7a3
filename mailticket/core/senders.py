"""What an address says of itself: whether anybody reads what is sent to it, and whether a machine has it."""

import re

_NO_REPLY = re.compile(
    r"^(?:[\w.+-]{0,60}[-_.+])?(?:no[-_.]?(?:reply|replay|response|responder|respond|contestar|resp)"
    r"|do[-_.]?n[o']?t[-_.]?(?:reply|respond)|noreply\w{0,30}|donotreply\w{0,30}|ne[-_.]?pas[-_.]?repondre"
    r"|nicht[-_.]?antworten"
    r"|jangan[-_.]?(?:di)?balas|tidak[-_.]?(?:di)?balas|nepasrepondre|naoresponda|nao[-_.]?responda|noresponder"
    r"|no[-_.]?contestar|geen[-_.]?antwoord|keine[-_.]?antwort|unattended|unmonitored)(?:[-_.+]?[\w.+-]{0,60})?",
    re.I,
)

_MACHINE = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|daemon|cron|anacron|nobody|www-?data|apache|nginx|httpd|wordpress|root"
    r"|logwatch|nagios|zabbix|monitoring|notifications?|notify|alerts?|newsletters?|news|mailing"
    r"|bounces?(?:[-+_.][\w=.+-]{0,80})?|auto(?:reply|responder|mailer|mated)?|robot|mailbot|postmaster|listserv"
    r"|majordomo|mailman|lists?-?(?:owner|admin|bounces)|[\w.-]{1,60}-(?:bounces|owner|request))",
    re.I,
)


def is_machine(address: str) -> bool:
    """True when an address is called as machines are, though a person may read it."""
    return _MACHINE.fullmatch(local_part(address)) is not None


_UNREAD = re.compile(r"^(?:wordpress|www-?data|apache2?|nginx|httpd|nobody|daemon|cron|anacron)$", re.I)


def is_unread(address: str) -> bool:
    """True when nobody reads what is sent to an address: it says so, or the program of a web server has it."""
    return reads_no_answers(address) or _UNREAD.fullmatch(local_part(address)) is not None


def reads_no_answers(address: str) -> bool:
    """True when an address says of itself that nobody reads what comes back."""
    return _NO_REPLY.fullmatch(local_part(address)) is not None


def mailbox_of(address: str) -> str:
    """Return the mailbox that an address leads to, in small letters, without a tag behind a plus and Gmail's points.

    It is for counting only; mail always goes to the address as it was given.
    """
    local, _, domain = address.lower().rpartition("@")
    plain = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        plain, domain = plain.replace(".", ""), "gmail.com"
    return f"{plain}@{domain}"


def local_part(address: str) -> str:
    """Return what stands before the last @ of an address, without quotes."""
    return address.rpartition("@")[0].strip('"')
