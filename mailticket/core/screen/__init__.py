"""What a mail alone deserves: an ordered table of rules; the first that speaks counts.

Fail closed for answering: whatever may be a machine gets no automatic answer. Drop only what no citizen writes.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from mailticket.core.found import Action, Bounce, Screening
from mailticket.core.happenings import Screened
from mailticket.core.mail import Mail
from mailticket.core.policy import Policy
from mailticket.core.reply import separate
from mailticket.core.screen.bounce import read_bounce
from mailticket.core.screen.helpdesk import HELPDESKS, acknowledges, challenges, shows_a_machine
from mailticket.core.screen.reports import feedback, receipt
from mailticket.core.screen.vacation import (
    SUBJECT,
    SUBJECT_DOUBTFUL,
    asks,
    header_of_vacation,
    may_be_away,
    says_vacation,
)
from mailticket.core.senders import is_machine, local_part, reads_no_answers

__all__ = ["RULES", "Rule", "screen"]

SHORT = 1_500  # characters; what is longer was not written to say that somebody is away
HOPS_MAX = 30  # Received headers; ordinary mail has 3 to 15, a loop adds a handful each time

# Nobody writes in these names but the program.
_PROGRAMS = ("mailer-daemon", "mailer_daemon", "mail-daemon", "majordomo", "autoreply", "auto-reply", "autoresponder", "logwatch", "anacron")  # fmt: skip
_LIST_HEADERS = (
    "list-id", "list-post", "mailing-list", "x-mailing-list", "x-mailman-version", "x-list", "x-listname",
    "x-beenthere", "x-google-group-id", "list-help", "list-subscribe", "list-owner", "x-listserver", "x-ml-name", "x-mlserver",
    "x-ml-count", "list-archive",
)  # fmt: skip
_BULK_HEADERS = (
    "list-unsubscribe", "x-campaign", "x-campaignid", "x-mailchimp", "x-mc-user", "x-mailer-lid", "x-csa-complaints",
    "x-newsletter", "x-mailingid", "x-sg-campaign",
)  # fmt: skip
# Majordomo and its like write no header of their own, but send in the name of the list's owner.
_LIST_OWNER = re.compile(r"owner-[\w.+-]{1,80}@[\w.-]{1,255}", re.I)
# Programs that send letters for people set these, too (Feedback-ID: Amazon SES), so they do not make a mailing.
_MACHINE_HEADERS = ("feedback-id", "x-job", "x-loop", "x-cron-env", "x-auto-response-suppress", "auto-submitted")
_GENERATED_SUBJECT = re.compile(r"^[\s\[(*]{0,5}auto(?:matically)?[- ]?generated\b", re.I)
_REPLY_SUBJECT = re.compile(r"^\s{0,5}(?:re|aw|antw|sv|vs|odp|ynt|bls|balas|回复|答复|答覆)\s{0,3}[:：]", re.I)
_BULK = re.compile(r"^\s{0,9}(?:bulk|junk|list)\b", re.I)


class Finding(NamedTuple):
    """What a rule found: why in words, and the bounce if it is one."""

    why: str
    bounce: Bounce | None = None


class Rule(NamedTuple):
    """A row of the table; `test` returns what it found, None where the rule has nothing to say."""

    name: Screened
    action: Action
    test: Callable[[Mail, Policy], Finding | None]
    is_auto: bool = False  # a machine wrote it by itself
    is_list: bool = False


def screen(mail: Mail, policy: Policy) -> Screening:
    """Return what the first rule of the table says of a mail."""
    for rule in RULES:
        finding = rule.test(mail, policy)
        if finding is not None:
            return Screening(
                action=rule.action,
                rule=rule.name,
                why=finding.why,
                is_auto_response=rule.is_auto,
                is_bounce=finding.bounce is not None,
                is_list=rule.is_list or _list(mail, policy) is not None,
                bounce=finding.bounce,
            )
    return Screening(Action.ACCEPT, None, "nothing speaks against an answer")


def _header_in(mail: Mail, names: tuple[str, ...]) -> str | None:
    """Return the first of a mail's headers that is among the names and not empty."""
    return next((name for name, value in mail.headers if name.lower() in names and value.strip()), None)


def _local(mail: Mail) -> str:
    """Return the local part of the sender."""
    return local_part(mail.from_[0].address) if mail.from_ else ""


def _is_web_form(mail: Mail, policy: Policy) -> bool:
    """True when the sender is a web form's relay that the settings name."""
    return any(one.address.lower() in policy.form_addresses for one in mail.from_)


def _is_answer(mail: Mail) -> bool:
    """True when the mail answers another."""
    return bool(mail.in_reply_to or mail.references)


def _feedback(mail: Mail, policy: Policy) -> Finding | None:
    """A complaint about spam."""
    why = feedback(mail)
    return Finding(why) if why else None


def _receipt(mail: Mail, policy: Policy) -> Finding | None:
    """A report that a mail was read."""
    why = receipt(mail)
    return Finding(why) if why else None


def _bounce(mail: Mail, policy: Policy) -> Finding | None:
    """A report that a mail was not delivered."""
    bounce, _ = read_bounce(mail)
    if bounce is None:
        return None
    return Finding("delivery failed" if bounce.permanent else "delivery delayed", bounce)


def _delivered(mail: Mail, policy: Policy) -> Finding | None:
    """A report that a mail was delivered."""
    return Finding("delivery report of a success") if read_bounce(mail)[1] else None


def _vacation_header(mail: Mail, policy: Policy) -> Finding | None:
    """A reply that its headers call automatic."""
    header = header_of_vacation(mail)
    return Finding(f"header {header}") if header else None


def _vacation_subject(mail: Mail, policy: Policy) -> Finding | None:
    """A reply that its subject calls automatic."""
    if SUBJECT.match(mail.subject):
        return Finding("subject of an automatic reply")
    if not SUBJECT_DOUBTFUL.match(mail.subject):
        return None
    said = separate(mail).text if mail.text.strip() else ""
    if len(said) <= SHORT and not asks(said) and (may_be_away(said) or not mail.text.strip()):
        return Finding("subject and words of a vacation reply")
    return None


def _vacation_words(mail: Mail, policy: Policy) -> Finding | None:
    """An answer to a mail in the words of a vacation reply; without a sign of an answer it is not dropped.

    What it quotes says nothing: a machine may quote our letter, and a human a vacation reply.
    """
    if not _is_reply(mail) or not may_be_away(mail.text) or not says_vacation(separate(mail).text):
        return None
    return Finding("words of a vacation reply")


def _vacation_doubt(mail: Mail, policy: Policy) -> Finding | None:
    """An answer that begins like a vacation reply and then speaks of more: perhaps a human, perhaps not."""
    if not _is_reply(mail) or not may_be_away(mail.text):
        return None
    said = separate(mail).text
    if len(said) > SHORT or not may_be_away(said):
        return None
    return Finding("it begins like a vacation reply")


def _is_reply(mail: Mail) -> bool:
    """True when a mail looks like the answer to another, or like one that wants none."""
    return _is_answer(mail) or _null_sender(mail) or _REPLY_SUBJECT.match(mail.subject) is not None


def _null_sender(mail: Mail) -> bool:
    """True for the empty envelope sender (RFC 5321, 4.5.5): nobody waits for an answer."""
    return any(value.strip() in ("<>", "") for value in mail.header_all("return-path"))


def _automatic(mail: Mail, policy: Policy) -> Finding | None:
    """A mail that wants no answer and calls itself bulk: an autoresponder that says no more of itself."""
    if (
        not _null_sender(mail)
        or not _BULK.match(mail.header("precedence") or "")
        or _header_in(mail, (*HELPDESKS, *_LIST_HEADERS))
    ):
        return None
    if _is_web_form(mail, policy) or _forwarded_by_rule(mail):
        return None
    return Finding("empty envelope sender and Precedence: bulk")


def _list_notice(mail: Mail, policy: Policy) -> Finding | None:
    """What the program of a mailing list says for itself."""
    return Finding("header X-List-Administrivia") if mail.header("x-list-administrivia") else None


def _list(mail: Mail, policy: Policy) -> Finding | None:
    """A mailing list's mail (RFC 2369, RFC 2919)."""
    header = _header_in(mail, _LIST_HEADERS)
    if header:
        return Finding(f"header {header}")
    if (mail.header("precedence") or "").strip().lower() == "list":
        return Finding("Precedence: list")
    senders = {one.strip(" <>").lower() for name in ("sender", "return-path") for one in mail.header_all(name)}
    if any(map(_LIST_OWNER.fullmatch, senders - {one.address.lower() for one in mail.from_})):
        return Finding("sender of a list")
    # LISTSERV writes no header of its own.
    return (
        Finding("Received by LISTSERV")
        if any("(LISTSERV-TCP/IP" in one for one in mail.header_all("received"))
        else None
    )


def _bulk(mail: Mail, policy: Policy) -> Finding | None:
    """Mail to many; an answer, or what another helpdesk sends, may be a human's words all the same."""
    if _is_web_form(mail, policy) or _is_answer(mail) or _header_in(mail, HELPDESKS):
        return None
    header = _header_in(mail, _BULK_HEADERS)
    if header:
        return Finding(f"header {header}")
    return Finding("Precedence: bulk") if _BULK.match(mail.header("precedence") or "") else None


def _generated(mail: Mail, policy: Policy) -> Finding | None:
    """Mail that calls itself generated (RFC 3834, section 5)."""
    if _is_web_form(mail, policy) or _forwarded_by_rule(mail):
        return None
    if _GENERATED_SUBJECT.match(mail.subject):
        return Finding("subject of a generated mail")
    value = (mail.header("auto-submitted") or "no").strip().lower()
    if value.startswith("no"):
        return None
    return Finding(f"Auto-Submitted: {value[:40]}")


def _forwarded_by_rule(mail: Mail) -> bool:
    """True for a human's mail that a mailbox rule passed on: Exchange marks it as generated."""
    return bool(mail.header("x-ms-exchange-inbox-rules-loop") or mail.header("resent-from"))


def _machine(mail: Mail, policy: Policy) -> Finding | None:
    """Signs of a machine that say nothing of who wrote the words."""
    if _is_web_form(mail, policy):
        return None
    signs = (*HELPDESKS, *_BULK_HEADERS, *_MACHINE_HEADERS)
    for name, value in mail.headers:
        if name.lower() in signs and value.strip().lower() not in ("", "none", "no"):
            return Finding(f"header {name}")
    if _BULK.match(mail.header("precedence") or ""):
        return Finding("Precedence: bulk")
    if _null_sender(mail) and mail.header_all("return-path"):
        return Finding("empty envelope sender")
    return None


def _challenge(mail: Mail, policy: Policy) -> Finding | None:
    """A mailbox that delivers only when its questions are answered; some wear the form of a bounce."""
    return Finding("words of a challenge") if challenges(mail, _is_reply(mail)) else None


def _acknowledged(mail: Mail, policy: Policy) -> Finding | None:
    """Another helpdesk's first answer, by its program."""
    if not acknowledges(mail, _is_answer(mail)) or not (shows_a_machine(mail) or _no_reply(mail, policy)):
        return None
    return Finding("words of another helpdesk's acknowledgement")


def _acknowledgement(mail: Mail, policy: Policy) -> Finding | None:
    """Another helpdesk's first answer, perhaps by a human."""
    return Finding("words of another helpdesk's acknowledgement") if acknowledges(mail, _is_answer(mail)) else None


def _no_reply(mail: Mail, policy: Policy) -> Finding | None:
    """A sender who reads no answers."""
    if _is_web_form(mail, policy) or not mail.from_ or not reads_no_answers(mail.from_[0].address):
        return None
    return Finding(f"sender {_local(mail)[:60]}@")


def _program(mail: Mail, policy: Policy) -> Finding | None:
    """A program that writes in its own name."""
    if _is_web_form(mail, policy):
        return None
    if mail.header("x-cron-env"):
        return Finding("header X-Cron-Env")
    return Finding(f"sender {_local(mail)[:60]}@") if _local(mail).lower() in _PROGRAMS else None


def _machine_sender(mail: Mail, policy: Policy) -> Finding | None:
    """A sender that is a role of machines."""
    if _is_web_form(mail, policy) or not mail.from_ or not is_machine(mail.from_[0].address):
        return None
    return Finding(f"sender {_local(mail)[:60]}@")


def _spam(mail: Mail, policy: Policy) -> Finding | None:
    """What a filter on the way called spam."""
    if (mail.header("x-spam-flag") or "").strip().lower().startswith(("yes", "true")):
        return Finding("X-Spam-Flag: YES")
    if (mail.header("x-spam-status") or "").strip().lower().startswith("yes"):
        return Finding("X-Spam-Status: Yes")
    return None


def _hops(mail: Mail, policy: Policy) -> Finding | None:
    """A mail that goes round in circles (RFC 5321, 6.3)."""
    hops = len(mail.header_all("received"))
    return Finding(f"{hops} Received headers") if hops > HOPS_MAX else None


RULES: tuple[Rule, ...] = (
    # Structure first: what these say is written by standard, whatever else the mail says.
    Rule(
        Screened.FEEDBACK_REPORT, Action.DROP, _feedback, is_auto=True
    ),  # nobody waits for an answer to a spam complaint
    Rule(Screened.RECEIPT, Action.DROP, _receipt, is_auto=True),  # an officer's or a citizen's mail program
    Rule(Screened.CHALLENGE, Action.SILENT, _challenge, is_auto=True),  # an officer may want to prove it
    Rule(Screened.BOUNCE, Action.DROP, _bounce, is_auto=True),  # our mail did not arrive: an event of its ticket
    Rule(Screened.DELIVERY_REPORT, Action.DROP, _delivered, is_auto=True),  # it did arrive
    # Vacation: answering it could start a ping-pong.
    Rule(Screened.VACATION_HEADER, Action.DROP, _vacation_header, is_auto=True),
    Rule(Screened.VACATION_SUBJECT, Action.DROP, _vacation_subject, is_auto=True),
    Rule(Screened.VACATION_WORDS, Action.DROP, _vacation_words, is_auto=True),
    Rule(Screened.AUTOMATIC, Action.DROP, _automatic, is_auto=True),
    # Mail to many.
    Rule(Screened.LIST_NOTICE, Action.DROP, _list_notice, is_auto=True, is_list=True),
    Rule(Screened.LIST, Action.DROP, _list, is_list=True),
    Rule(Screened.BULK, Action.DROP, _bulk),
    # Perhaps a human behind a machine: a ticket, but no automatic answer.
    Rule(Screened.GENERATED, Action.SILENT, _generated, is_auto=True),
    Rule(Screened.ACKNOWLEDGED, Action.SILENT, _acknowledged, is_auto=True),
    Rule(Screened.PROGRAM, Action.SILENT, _program, is_auto=True),
    Rule(Screened.NO_REPLY_SENDER, Action.SILENT, _no_reply),
    Rule(Screened.MACHINE_SENDER, Action.SILENT, _machine_sender),
    Rule(Screened.VACATION_DOUBT, Action.SILENT, _vacation_doubt),
    Rule(Screened.ACKNOWLEDGEMENT, Action.SILENT, _acknowledgement),
    Rule(Screened.MACHINE_MADE, Action.SILENT, _machine),
    Rule(Screened.SPAM_FLAG, Action.SILENT, _spam),
    Rule(Screened.HOP_COUNT, Action.SILENT, _hops),
)
