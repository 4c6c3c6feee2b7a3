"""The citizen's name: candidates from labels, sentences, the signature and the From line vote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailticket.core.identity.labels import Labelled
from mailticket.core.identity.name_form import from_display, take_name
from mailticket.core.identity.name_words import (
    ADDRESS_WORDS,
    CLOSING,
    DEGREE,
    HONORIFIC,
    INTRODUCTION,
    JOB,
    ORGANISATION,
    PARTICLES,
    RESPONSIBLE,
    TITLES,
)
from mailticket.core.identity.owner import KIN, Owner
from mailticket.core.identity.passage import LINE_MAX, Line, Passage, Zone
from mailticket.core.vocabulary import Vocabulary, Words

NAME_BLANKS_MAX = 12  # blanks of a line that begins without a capital and still is a name, or two side by side
CONFIDENCE_MIN = 0.35
INTRODUCED_MAX = 2_000  # characters of a line in which a name may be introduced
GOES_ON_MIN = 40  # a longer line may go on in the next one
SENTENCES_MAX = 4  # of a line, the last ones, that may begin with a name
BARE_LINES = 14  # last lines of the text in which a name may stand alone

_DETAILS_AHEAD = re.compile(r"(?<!\w)(?:alamat|almt|hp|wa|telp|tlp|telepon|rt|desa|ds|kec)(?!\w)", re.IGNORECASE)
_SAID_OWN = re.compile(r"\b(?:saya|sy|aku|lengkap)|:", re.IGNORECASE)
_OF_KIN = re.compile(rf"(?<!\w){KIN} {{0,2}}$", re.IGNORECASE)
_UNDERSIGNED = Vocabulary("bertanda ?tangan", is_open=True)
_ITEM = re.compile(r"^(?:[-–~*•▪/]|--|\(?\d{1,2}[.)]|[a-h][.)])\s{0,3}(?=\S)")
_LISTED = re.compile(r"^\(?\d{1,2}[.)]\s{1,3}")
_PIECE = re.compile(r"\s[-–|]\s|,\s")
_SENTENCE = re.compile(r"(?<=[a-z]{4}[.!?])\s{1,4}")
_COLUMN = re.compile(r"\s{3,99}")
_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_STRANGE = re.compile(r"[^\w .,'’‘`ʼ\-()|/]|_")  # what stands in no name and no role behind it
_BEHIND_NAME = frozenset(",/(|")  # marks between a name and the other details on its line


@dataclass(frozen=True, slots=True)
class Called:
    """A name as the writer typed it, with how sure it is that it is the writer's, and why."""

    value: str
    confidence: float
    source: str
    place: str
    why: str

    @property
    def words(self) -> frozenset[str]:
        """Its words without titles and degrees, in lower case."""
        bare = DEGREE.sub("", self.value)
        return frozenset(w for w in _WORD.findall(bare.lower()) if w not in TITLES and w not in PARTICLES)


def find_names(
    lines: Sequence[Line], labels: Sequence[Labelled], passage: Passage, subject: str, sender: tuple[str, str]
) -> list[Called]:
    """Return the writer's names, the surest first; `sender` is the From line's display name and address."""
    hints = _hints(sender)
    told = [*_introduced(lines, passage, hints), *_undersigned(lines, passage)]
    others = {label.index for label in labels if label.owner is Owner.OTHER and label.field == "name"}
    prose = [name for index, name in sorted(told, key=lambda pair: pair[0]) if index not in others]
    found = [*_labelled(lines, labels), *prose, *_signed(lines, hints), *_bare(lines, hints)]
    if not found:
        found.extend(_in_subject(subject, hints))
    shown = from_display(sender[0])
    if shown:
        found.append(Called(shown, 0.45 if len(shown.split()) > 1 else 0.4, "from", "From", "the From line's name"))
    return _voted(found)


def _hints(sender: tuple[str, str]) -> str:
    """Return the words of the display name and of the address's local part, each on its line."""
    local = sender[1].partition("@")[0].lower()
    return "\n".join((*_LONG_WORD.findall(sender[0].lower()), local))


def _is_hinted(name: str, hints: str) -> bool:
    return any(word in hints for word in _LONG_WORD.findall(name.lower()))


def _labelled(lines: Sequence[Line], labels: Sequence[Labelled]) -> list[Called]:
    found = []
    for label in labels:
        value = HONORIFIC.sub("", label.value.split("\n", maxsplit=1)[0].strip())
        line = lines[label.index]
        if label.field != "name" and not RESPONSIBLE.search(label.label):
            continue
        if label.field == "phone" or (label.field == "name" and label.owner is Owner.OTHER):
            continue
        name, _ = take_name(value, lower=True)
        if not name:
            continue
        if line.zone is Zone.FORM:
            found.append(Called(name, 0.97, "form", line.place, "the form"))
        else:
            score = 0.93 if label.owner is Owner.SELF else 0.7
            found.append(Called(name, score, "label", line.place, f"labelled {label.label}"))
    return found


def _introduced(lines: Sequence[Line], passage: Passage, hints: str) -> list[tuple[int, Called]]:
    """Find "nama saya X", "saya X dari ...", "penanggung jawab surat ini adalah X", with the line that says so."""
    found = []
    for index, start, match in passage.find(INTRODUCTION, INTRODUCED_MAX):
        line, words = lines[index], match.group()
        strong = match["strong"] is not None
        if words.strip() == "ini" and match.start() != start:
            continue  # "Ini Siti" begins a mail, "surat ini" is anywhere
        rest = line.text[match.end() - start :]
        if index + 1 < len(lines) and len(line.text) > GOES_ON_MIN:
            rest = f"{rest}\n{lines[index + 1].text.strip()}"
        rest = rest.lstrip("\n ")
        if strong and words.startswith("nama") and rest[:1].islower() and not _DETAILS_AHEAD.search(rest[:90]):
            strong = _SAID_OWN.search(words) is not None
        lower = strong or _is_hinted(" ".join(rest.split(maxsplit=4)[:4]), hints)
        if rest[:1].islower() and not lower:
            continue
        if match["strong"] is None and _OF_KIN.search(line.text[: match.start() - start]):
            continue  # "anak saya Kevin"
        name, _ = take_name(rest, lower=lower and not rest[:1].isupper())
        if not name or (rest[:1].islower() and not strong and not _is_hinted(name, hints)):
            continue
        if rest[:60].upper() == rest[:60] and not strong and not _is_hinted(name, hints):
            continue
        score = 0.85 if match["strong"] is None else 0.6 if RESPONSIBLE.match(words) else 0.9
        found.append((index, Called(name, score, "prose", line.place, f"introduced by {words.strip()!r}")))
    return found


def _undersigned(lines: Sequence[Line], passage: Passage) -> list[tuple[int, Called]]:
    """Find the name below "yang bertanda tangan di bawah ini", or below a line that goes on with that."""
    found = []
    said = [index for index, _, _ in passage.find(_UNDERSIGNED, LINE_MAX)]
    above = [index - 1 for index in said if index and len(lines[index - 1].text) > GOES_ON_MIN]
    for index in {*said, *above}:
        for following in lines[index + 1 : index + 4]:
            name, end = take_name(following.text.strip())
            if name and end >= len(following.text.strip()) - 1:
                found.append((index, Called(name, 0.9, "prose", following.place, "the undersigned")))
                break
    return found


def _signed(lines: Sequence[Line], hints: str) -> list[Called]:
    """Find the name below a closing formula."""
    found = []
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text or len(text) > 60 or not CLOSING.match(text):
            continue
        for following in lines[index + 1 : index + 8]:
            candidate = following.text.strip()
            if not candidate:
                continue
            names = _whole_names(candidate, hints)
            if names:
                found.append(Called(names[0], 0.8, "signature", following.place, f"below {text!r}"))
                found.extend(Called(other, 0.6, "signature", following.place, "signs as well") for other in names[1:])
                break
            if not (
                CLOSING.match(candidate) or candidate.lower().strip("(). ,") in ("ttd", "t t d") or _is_role(candidate)
            ):
                break
    return found


def _bare(lines: Sequence[Line], hints: str) -> list[Called]:
    """Find a name that stands alone on a line, or before an address on it."""
    # The subject (number 0) may be a name that the From line knows, no other.
    filled = [line for line in lines if line.text.strip() and (line.number or _is_hinted(line.text, hints))]
    found = []
    for position, line in enumerate(filled):
        near_end = position >= len(filled) - BARE_LINES or line.zone is Zone.SIGNATURE
        if line.zone is Zone.FORM or not (near_end or position < 3):
            continue
        text = _LISTED.sub("", line.text.strip())
        if CLOSING.match(text) or _is_item(filled, position, hints):
            continue
        if position and filled[position - 1].text.split()[-1].lower().rstrip(".") in ADDRESS_WORDS:
            continue  # the name of a village: "Kelurahan" ended the line above
        names = _whole_names(text, hints)
        if names:
            hinted = _is_hinted(names[0], hints)
            if len(names[0].split()) > 1 or hinted or position == 0:
                found.append(
                    Called(names[0], 0.68 if hinted or position == 0 else 0.6, "bare", line.place, "alone on its line")
                )
            continue
        if _BEHIND_NAME.isdisjoint(text):
            continue
        for sentence in _SENTENCE.split(text)[-SENTENCES_MAX:]:
            if _BEHIND_NAME.isdisjoint(sentence):
                continue
            name, end = take_name(sentence, lower=_is_hinted(" ".join(sentence.split()[:3]), hints))
            if (
                name
                and _goes_on_with_details(sentence[end:].lstrip())
                and (len(name.split()) > 1 or _is_hinted(name, hints))
            ):
                found.append(Called(name, 0.66, "bare", line.place, "before the other details"))
    if not filled or found or _is_item(filled, len(filled) - 1, hints):
        return found
    if last := _whole_names(filled[-1].text.strip(), hints):
        found.append(Called(last[0], 0.5, "bare", filled[-1].place, "alone on the last line"))
    return found


def _is_item(filled: Sequence[Line], position: int, hints: str) -> bool:
    """True for a line of a list: of documents, of people who took part, of anything but the writer."""
    text = filled[position].text.strip()
    if not _ITEM.match(text) or text[-1] in "-–~*":  # "-Kartika Sari-" is no item
        return False
    words = _LONG_WORD.findall(text.lower())
    if words and all(word in hints for word in words):  # the whole name of the From line
        return False
    around = (filled[index].text.strip() for index in (position - 1, position + 1) if 0 <= index < len(filled))
    return any(_ITEM.match(one) or one.endswith(":") for one in around)


def _goes_on_with_details(behind: str) -> bool:
    if behind[:1] not in _BEHIND_NAME:
        return False
    rest = re.findall(r"[^\W_]+", behind)[:1]
    return bool(rest) and (
        rest[0].lower() in ADDRESS_WORDS
        or rest[0].lower() in JOB
        or rest[0].lower() in ORGANISATION
        or rest[0].isdigit()
        or behind.startswith("/")
    )


def _in_subject(subject: str, hints: str) -> list[Called]:
    found = []
    for match in INTRODUCTION.find(Words.of(subject[:300])):
        name, _ = take_name(subject[match.end() :].lstrip(), lower=match["strong"] is not None)
        if name and _is_hinted(name, hints):
            found.append(Called(name, 0.7, "subject", "subject", "introduced in the subject"))
    for piece in _PIECE.split(subject[:300]):
        name, end = take_name(piece.strip())
        if name and end == len(piece.strip()) and _is_hinted(name, hints):
            found.append(Called(name, 0.6, "subject", "subject", "in the subject"))
    return found


def _whole_names(text: str, hints: str) -> list[str]:
    """Return the names that a line wholly consists of; two signatures side by side give two."""
    if text[:1].islower() and text.count(" ") > NAME_BLANKS_MAX:
        return []
    names = []
    for column in _COLUMN.split(text):
        piece = column.strip().strip("(){}-*~").strip()
        piece = _STRANGE.sub("", piece).strip()
        name, end = take_name(piece, lower=len(piece.split()) <= 4 and _is_hinted(piece, hints))
        rest = piece[end:].strip(" .,)")
        if not name or (
            rest and not (piece[end:].lstrip().startswith(("(", ",", "|")) and _is_role(rest.strip("( ,|")))
        ):
            return []
        names.append(name)
    return names


def _is_role(text: str) -> bool:
    words = [w.lower() for w in _WORD.findall(text)]
    return bool(words) and len(words) <= 8 and any(w in JOB for w in words[:4])


def _voted(found: Sequence[Called]) -> list[Called]:
    """Let names that can be one person's vote together; the fullest form of the winner stands for it."""
    groups: list[list[Called]] = []
    for one in sorted(found, key=lambda c: -c.confidence):
        for group in groups:
            if _can_be_one(one.words, group[0].words):
                group.append(one)
                break
        else:
            groups.append([one])
    ranked = []
    for group in groups:
        sources = len({one.source for one in group})
        ranked.append((group[0].confidence + 0.08 * (sources - 1), _fullest(group)))
    ranked.sort(key=lambda pair: -pair[0])
    return [
        Called(one.value, min(round(score, 2), 1.0), one.source, one.place, one.why)
        for score, one in ranked
        if one.confidence >= CONFIDENCE_MIN
    ]


def _can_be_one(left: frozenset[str], right: frozenset[str]) -> bool:
    """True when one name's words all stand in the other, whole or shortened ("A." for "Andi", "Moh." for "Mohammad")."""
    small, large = sorted((left, right), key=len)
    return bool(small) and all(
        any(a == b or (len(a) <= 3 and b.startswith(a)) or (len(b) <= 3 and a.startswith(b)) for b in large)
        for a in small
    )


def _fullest(group: Sequence[Called]) -> Called:
    """Return the surest of a group, or a fuller form of it that the writer typed elsewhere."""
    best = group[0]
    for one in group[1:]:
        fuller = len(one.words) > len(best.words) and best.words <= one.words and best.source not in ("form", "label")
        if fuller or (one.words == best.words and len(one.value) > len(best.value) and one.source != "from"):
            best = one
    return best
