"""A mail that a person has read, as a lesson for the reader: what the rules make of it now, or made of it once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailticket.core.citizen import Identity
from mailticket.core.identity import find
from mailticket.core.identity.passage import with_own_forward
from mailticket.core.kind import Ruled, rule
from mailticket.core.own_mail import marked
from mailticket.core.parser import parse
from mailticket.core.policy import Policy
from mailticket.core.reader.evidence import Evidence, Rules, Said
from mailticket.core.reader.learning import Lesson
from mailticket.core.reader.matter import Telling
from mailticket.core.reply import separate
from mailticket.core.reply.armour import readable
from mailticket.core.screen import screen
from mailticket.core.writer import writer_of

FIELDS = ("name", "address", "phone", "province")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person read in a mail; of what is not among the values nothing is said."""

    values: Mapping[str, str | None]  # name, address, phone, province, kind
    accepted: Mapping[str, Sequence[str]] = field(default_factory=dict)  # what is as good
    is_told: bool | None = None
    others: Sequence[tuple[str, str]] = ()  # what is somebody else's: what it is, as typed
    is_machines: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What the rules said of a mail before anybody had read it."""

    names: Rules
    addresses: Rules
    phones: Rules
    province: Said | None
    kind: str
    told: bool
    detail: bool
    counts: Sequence[int]
    thanks: bool


@dataclass(frozen=True, slots=True)
class ByRules:
    """What the rules say of a mail, and what the reader would choose by."""

    identity: Identity
    matter: Ruled
    evidence: Evidence
    telling: Telling


def lesson_of(
    raw: bytes,
    answers: Answers,
    policy: Policy,
    *,
    name: str,
    collection: str,
    before: Before | None = None,
    is_honest: bool = True,
) -> Lesson | None:
    """Return the lesson of a mail; None of a machine's, which has no writer.

    `is_honest`: what the rules say now may be learned from; `before` may be in any case.
    """
    read = None if answers.is_machines else by_rules(raw, policy)
    if read is None:
        return None
    evidence, telling = read.evidence, read.telling
    if before is not None:
        evidence, telling = _as_before(evidence, telling, before)
    best = {name: value for name, value in answers.values.items() if name in (*FIELDS, "kind")}
    if answers.is_told is not None:
        best["detail"] = "yes" if answers.is_told else "no"
    return Lesson(
        id=name,
        collection=collection,
        evidence=evidence,
        telling=telling,
        right={name: _right(answers, name) for name in FIELDS if name in answers.values},
        tolerated={name: tuple(answers.accepted.get(name, ())) for name in FIELDS},
        best=best,
        kinds=answers.accepted.get("kind", ()),
        others=answers.others,
        rules_are_honest=is_honest or before is not None,
    )


def by_rules(raw: bytes, policy: Policy) -> ByRules | None:
    """Read a mail by the rules alone; None: a machine wrote it."""
    mail = marked(parse(raw))
    if screen(mail, policy).is_auto_response:
        return None
    writer = writer_of(mail, policy).address
    told, _ = readable(mail, separate(mail))
    told = with_own_forward(told, writer.address if writer else "")
    found = find(mail, told, policy, writer)
    chosen = found.ruled
    identity = Identity(chosen.name, chosen.address, chosen.phone, found.email, chosen.province, found.refused)
    ruled = rule(mail, told, identity, policy)
    return ByRules(identity, ruled, found.evidence, ruled.telling(mail, told))


def _right(answers: Answers, name: str) -> Sequence[str]:
    """The value and what is as good; where none is best, none is right."""
    value = answers.values[name]
    return [value, *answers.accepted.get(name, ())] if value else []


def _as_before(evidence: Evidence, telling: Telling, before: Before) -> tuple[Evidence, Telling]:
    evidence = replace(
        evidence, names=before.names, addresses=before.addresses, phones=before.phones, province=before.province
    )
    telling = replace(
        telling, kind=before.kind, told=before.told, detail=before.detail, counts=before.counts, thanks=before.thanks
    )
    return evidence, telling


def number_of(name: str) -> int:
    """Return the number that a corpus's file begins with; 0: none."""
    digits = re.match(r"\d{1,6}", name)
    return int(digits[0]) if digits else 0
