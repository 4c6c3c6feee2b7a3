"""What a mail is about: kind, category, whether a reader could start handling it, and what the writer wishes besides."""

import re
from dataclasses import dataclass

from mailticket.core.citizen import Identity
from mailticket.core.found import Matter, Reply
from mailticket.core.identity.labels import read
from mailticket.core.identity.passage import Zone, forwarded
from mailticket.core.kind.detail import Story, judge
from mailticket.core.kind.matter import is_labelled, matter_text
from mailticket.core.kind.reaction import is_reaction
from mailticket.core.kind.recall import recalled
from mailticket.core.kind.wishes import (
    is_anonymous,
    is_behalf,
    is_confidential,
    is_fellow,
    is_own,
    is_reply,
    is_thanks,
    is_withdrawn,
    rating_of,
)
from mailticket.core.kind.words import LANGUAGE_ENGLISH, LANGUAGE_INDONESIAN, QUESTION_MARK, QUESTION_MARKS_MAX, WEIGHTS
from mailticket.core.mail import Mail, is_news
from mailticket.core.policy import Category, Kind, Policy
from mailticket.core.reader import judge as judge_learned
from mailticket.core.reader.matter import Telling
from mailticket.core.reader.models import models
from mailticket.core.vocabulary import Words

__all__ = ["Ruled", "rule", "understand"]

LANGUAGE_TEXT_MAX = 2_000  # characters that tell the language
ENGLISH_TIMES = 2  # English only when so many times more of its words are there: in doubt Indonesian
ENGLISH_MIN = 3
REPLY_VOTES_MIN = 5.0
OTHER_VOTES_MIN = 1.0  # "terima kasih banyak" ends letters of all kinds
REPLY_FACTS_MIN = 6  # of a reply whose words tell no kind: it may only give details of its writer
THANKS_OUTVOTED = 6.0
OVERRULES = 0.85  # probability from which a matter is told of which the rules count too few facts
NOTHING = "no words that tell"

_WORD = re.compile(r"\w+")
_QUESTION = re.compile(r"\?++")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules say of a matter."""

    kind: Kind
    kind_why: str
    story: Story
    thanks: bool
    withdrawn: bool
    is_answer: bool
    whole: Words  # the subject and the text
    words: Words  # the text

    @property
    def tells_in_answer(self) -> bool:
        """Whether an answer tells a matter by itself."""
        return (
            self.is_answer
            and self.story.is_told
            and bool(self.story.counts)
            and self.story.counts[0] >= REPLY_FACTS_MIN
        )

    def telling(self, mail: Mail, reply: Reply) -> Telling:
        """Return it as evidence for the reader, with the writer's own lines."""
        lines = (line.text for line in read(reply)[0] if line.zone is not Zone.SIGNATURE)
        return Telling(
            subject=mail.subject,
            text="\n".join(lines),
            is_reply=self.is_answer,
            has_form=bool(reply.form),
            kind=self.kind,
            told=self.kind_why != NOTHING,
            detail=self.story.is_told,
            counts=self.story.counts,
            thanks=self.thanks,
        )


def understand(mail: Mail, reply: Reply, identity: Identity, policy: Policy, *, is_auto: bool = False) -> Matter:
    """Return what the mail is about; of a machine's mail what the rules say."""
    ruled = rule(mail, reply, identity, policy)
    kind, kind_why, detail, detail_why = ruled.kind, ruled.kind_why, ruled.story.is_told, ruled.story.why
    kind_chance = detail_chance = 1.0
    if not is_auto:
        judged = judge_learned(ruled.telling(mail, reply), models(policy.reader.model), policy.reader.ask_from)
        kind_chance, detail_chance = judged.kind_chance, judged.told_chance
        # Most answers only hand over data; one that tells so many facts is a story, which nobody is asked for again.
        # And where hardly any fact is counted it must be nearly sure that there is enough: nobody begins with a guess.
        is_unsure = judged.is_told and not detail and judged.told_chance < OVERRULES
        is_kept = ruled.tells_in_answer and not judged.is_told
        if judged.kind != kind and not is_kept:
            kind, kind_why = Kind(judged.kind), f"learned; by the words {kind}: {kind_why}"
        if is_kept or is_unsure:
            detail_chance = max(0.5, 1 - judged.told_chance)
        elif judged.is_told is not detail:
            said = "told" if detail else "not told"
            detail, detail_why = judged.is_told, f"learned; by the words {said}: {detail_why}"
    whole = ruled.whole
    category, category_words = _category(whole, policy.categories)
    display = mail.from_[0].name if mail.from_ else ""
    has_files = any(is_news(file) for file in mail.attachments)
    return Matter(
        kind=kind,
        kind_why=kind_why,
        category=category,
        category_words=category_words,
        detail=detail,
        detail_why=detail_why,
        kind_confidence=kind_chance,
        detail_confidence=detail_chance,
        has_story=ruled.story.is_told,
        language=_language(
            f"{'' if mail.in_reply_to or mail.references else mail.subject}\n{reply.text or reply.form}"
        ),
        confidential=is_confidential(whole),
        anonymous=is_anonymous(whole, Words.of(display)),
        withdrawn=ruled.withdrawn,
        thanks=ruled.thanks and kind is Kind.LAINNYA,
        replies=is_reply(reply.text),
        rating=None if has_files else rating_of(reply.text),
        reaction=is_reaction(reply.text, mail.attachments),
        fellow=is_fellow(ruled.words),
        own=is_own(ruled.words),
        behalf=is_behalf(ruled.words),
        recalls=recalled(mail.subject, reply.text or mail.text),
    )


def rule(mail: Mail, reply: Reply, identity: Identity, policy: Policy) -> Ruled:
    """Return what the rules say the mail is about."""
    text = matter_text(mail.subject, reply, identity)
    is_answer = bool(mail.in_reply_to or mail.references)
    subject = "" if is_answer else mail.subject
    has_files = any(is_news(file) for file in mail.attachments)
    thanks = is_thanks(reply.text) and not reply.form and not has_files
    whole = Words.of(f"{subject}\n{text}")
    above, words = whole.part(0, len(subject)), whole.part(len(subject) + 1)
    withdrawn = is_withdrawn(words)
    topics = [*_keywords(policy.categories), *(word.lower() for word in policy.intake.topics)]
    story = judge(whole, len(subject), topics=topics)
    if not story.is_told and (handed_on := forwarded(reply)):
        story = judge(Words.of(f"{subject}\n{handed_on}"), len(subject), topics=topics)
    least = REPLY_VOTES_MIN if is_answer and not story.is_told else 0.0
    kind, kind_why = _kind(above, words, thanks=thanks, least=least, told=story.is_told)
    if kind_why == NOTHING and story.is_told and is_answer and not is_labelled(reply):
        story = judge(whole, len(subject), topics=topics, least=REPLY_FACTS_MIN)
    if kind_why == NOTHING and story.is_told:
        kind, kind_why = Kind.PENGADUAN, "a matter is told: in doubt a complaint"
    if kind is Kind.LAINNYA:
        clear = (kind_why != NOTHING and not (is_answer and thanks)) or withdrawn
        story = Story(clear, f"clear: {kind_why}" if clear else "no words about a matter")
    return Ruled(kind, kind_why, story, thanks, withdrawn, is_answer, whole, words)


def _kind(subject: Words, text: Words, *, thanks: bool, least: float, told: bool) -> tuple[Kind, str]:
    """Let the words vote; return the kind with the words that decided. A reply needs more than a stray word."""
    votes: dict[Kind, float] = {}
    words: dict[Kind, list[str]] = {}
    for kind, weight, vocabulary in WEIGHTS:
        inside, above = vocabulary.found(text), vocabulary.found(subject)
        votes[kind] = votes.get(kind, 0) + weight * (min(len(inside), 4) + 1.5 * min(len(above), 2))
        words.setdefault(kind, []).extend((*above, *inside))
    votes[Kind.PERMOHONAN_INFORMASI] += QUESTION_MARK * min(
        len(_QUESTION.findall(f"{subject.text} {text.text}")), QUESTION_MARKS_MAX
    )
    best = max(votes, key=lambda kind: votes[kind])
    if thanks and votes[best] < THANKS_OUTVOTED:
        return Kind.LAINNYA, "thanks"
    if votes[best] <= (OTHER_VOTES_MIN if best is Kind.LAINNYA and told else least):
        return Kind.LAINNYA, NOTHING
    return best, ", ".join(dict.fromkeys(words[best][:4])) or "question marks"


def _category(text: Words, categories: tuple[Category, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the first category with the highest weight of words found, and those words; none found: the last one."""
    best, best_weight = categories[-1].id, 0.0
    best_words: tuple[str, ...] = ()
    for category in categories:
        found = tuple(word for word in category.keywords if text.has(word.lower()))
        weight = float(sum(category.keywords[word] for word in found))
        if weight > best_weight:
            best, best_weight, best_words = category.id, weight, found
    return best, best_words


def _keywords(categories: tuple[Category, ...]) -> list[str]:
    return [word.lower() for category in categories for word in category.keywords]


def _language(text: str) -> str:
    words = _WORD.findall(text[:LANGUAGE_TEXT_MAX].lower())
    english = sum(map(LANGUAGE_ENGLISH.__contains__, words))
    indonesian = sum(map(LANGUAGE_INDONESIAN.__contains__, words))
    return "en" if english >= ENGLISH_MIN and english > ENGLISH_TIMES * indonesian else "id"
