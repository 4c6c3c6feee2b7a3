"""Every number of a mail that may be dialled, and what speaks for its being the writer's."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from mailticket.core.reader.candidates import bucket
from mailticket.core.reader.evidence import Evidence
from mailticket.core.reader.features import OTHER, OWN
from mailticket.core.reader.tokens import Row

DIGITS_MIN, DIGITS_MAX, PIECES_MAX, NUMBERS_MAX = 8, 15, 14, 300
LEFT, RIGHT, ABOVE = 90, 40, 60  # characters around a number that are looked at
LEFT_WORDS = 8

_SPELT = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "nol kosong zero oh", "satu one siji hiji", "dua two loro", "tiga three telu", "empat ampat four papat opat",
            "lima five limo", "enam anam six enem genep", "tujuh seven pitu", "delapan lapan eight wolu dalapan salapan",
            "sembilan nine songo sanga",
        )
    )
    for word in words.split()
}  # fmt: skip
_SPELT_RUN = re.compile(rf"\b(?:(?:{'|'.join(_SPELT)})\b[ ,.-]{{0,3}}){{3,20}}", re.IGNORECASE)
_SPELT_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_LOOKS = str.maketrans("OolISB", "001158")
_LOOKS_LIKE = re.compile(r"(?<=\d)[OolISB](?=[\dOolISB \-.]|$)|(?<![^\W\d])O(?=[\dOolI])")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufe0f\u20e3\u00ad]")
_RUN = re.compile(r"\+?\d(?:\d|[^\w\n]{1,4}(?=\d)|\s{0,3}\n[> ]{0,3}(?=\d)){5,40}")
_PIECE = re.compile(r"\+?\d{1,40}")
_WORD = re.compile(r"[^\W\d_]+")
_MONEY = re.compile(r"[Rr][Pp]\.?\s{0,3}$")
_FREE = ("+62800", "+62804", "+62809")  # toll-free and shared-cost numbers, which no citizen has
_LABELLED = re.compile(r"[:=]\s{0,3}\(?$")
_GLUED = re.compile(r"[A-Za-z/]\s?$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){1,6}")


def e164(digits: str) -> str | None:
    """Return a number as it is dialled from anywhere; None: it is none."""
    bare = digits.lstrip("+")
    if digits.startswith("00") and len(digits) > 9:
        return f"+{digits[2:]}"
    if digits.startswith("+"):
        return f"+62{bare[2:].lstrip('0')}" if bare.startswith("620") else f"+{bare}"
    if bare.startswith("62"):
        return f"+62{bare[2:].lstrip('0')}"
    if bare.startswith("0"):
        return f"+62{bare.lstrip('0')}"
    return f"+62{bare}" if bare.startswith("8") and 9 <= len(bare) <= 12 else None


def _plain(text: str) -> str:
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    text = _SPELT_RUN.sub(lambda run: _SPELT_WORD.sub(lambda word: _SPELT.get(word[0].lower(), word[0]), run[0]), text)
    return _LOOKS_LIKE.sub(lambda letter: letter[0].translate(_LOOKS), text)


def numbers(evidence: Evidence, rows: Sequence[Row], tagged: Mapping[str, float]) -> dict[str, list[str]]:
    """Return each number in E.164 with its features; `tagged`: how sure the tagger is of those that are one token."""
    text = _plain("\n".join(row.text for row in rows))
    zones = [row.zone for row in rows]
    starts = [found.start() for found in re.finditer("\n", text)]
    found: dict[str, dict[str, None]] = {}
    for run in _RUN.finditer(text):
        if len(found) >= NUMBERS_MAX:
            break
        pieces = [(piece[0], piece.start()) for piece in _PIECE.finditer(run[0])]
        for first in range(len(pieces)):
            digits = ""
            for last in range(first, min(first + PIECES_MAX, len(pieces))):
                digits += pieces[last][0] if not digits else pieces[last][0].lstrip("+")
                length = len(digits.lstrip("+"))
                if length > DIGITS_MAX:
                    break
                number = e164(digits) if length >= DIGITS_MIN else None
                if number is None or number in evidence.own_numbers or number.startswith(_FREE):
                    continue
                begin, end = run.start() + pieces[first][1], run.start() + pieces[last][1] + len(pieces[last][0])
                around = _around(text, begin, end, zones, bisect_left(starts, begin))
                around += [
                    f"whole={first == 0}{last == len(pieces) - 1}",
                    f"pieces={min(last - first, 5)}",
                    f"longest={max(len(piece[0]) for piece in pieces[first : last + 1]) <= 5:d}",
                    f"plus={digits[0] == '+':d}",
                ]
                found.setdefault(number, {}).update(dict.fromkeys(around))
    said = evidence.phones
    if said is not None:
        for one in (*((said.chosen,) if said.chosen else ()), *said.listed):
            found.setdefault(one.value, {})
    surest = sorted(tagged.items(), key=lambda one: -one[1])[:2]
    return {
        number: [*marks, *_of_number(number, evidence, tagged, surest, len(found))] for number, marks in found.items()
    }


def _around(text: str, begin: int, end: int, zones: Sequence[str], line: int) -> list[str]:
    start = text.rfind("\n", 0, begin) + 1
    left = text[max(start, begin - LEFT) : begin]
    stop = text.find("\n", end)
    right = text[end : stop if stop >= 0 else len(text)][:RIGHT]
    above = text[max(0, start - ABOVE) : max(0, start - 1)].rsplit("\n", 1)[-1]
    spelt = text[begin:end]
    words = [word.lower() for word in _WORD.findall(left)][-LEFT_WORDS:]
    f = [
        f"zone={zones[line] if line < len(zones) else 'end'}",
        f"from-end={min(6, len(zones) - line)}",
        f"broken={chr(10) in spelt:d}",
        f"listed={any(sign in spelt for sign in '/|,;&'):d}",
        f"money={bool(_MONEY.search(left) or _THOUSANDS.fullmatch(spelt)):d}",
        f"labelled={bool(_LABELLED.search(left)):d}",
        f"begins={not left.strip(' -*•.()0123456789'):d}",
        f"ends={not right.strip(' .),'):d}",
        f"glued={bool(_GLUED.search(left)):d}",
        f"bracket={left.rstrip().endswith('('):d}",
    ]
    own = next((back for back, word in enumerate(reversed(words)) if word in OWN), None)
    other = next((back for back, word in enumerate(reversed(words)) if word in OTHER), None)
    f.append(f"own={'none' if own is None else own // 3}")
    f.append(f"other={'none' if other is None else other // 3}")
    if own is not None and other is not None:
        f.append(f"nearer={own < other:d}")
    for back, word in enumerate(reversed(words)):
        f += [f"left{min(back, 2)}={word}", f"left={word}"]
    f += [f"right={word}" for word in _WORD.findall(right.lower())[:3]]
    f += [f"above={word}" for word in _WORD.findall(above.lower())[-4:]]
    return f


def _of_number(
    number: str, evidence: Evidence, tagged: Mapping[str, float], surest: Sequence[tuple[str, float]], count: int
) -> list[str]:
    chance = tagged.get(number, 0.0)
    other = next((one for value, one in surest if value != number), 0.0)
    top = surest[0][1] if surest else 0.0
    f = [
        f"p={bucket(chance)}" if number in tagged else "p=none",
        f"rest={bucket(other)}",
        f"p={bucket(chance)}&rest={bucket(other)}",
        f"top={chance >= top:d}",
        f"mobile={number.startswith('+628'):d}",
        f"abroad={not number.startswith('+62'):d}",
        f"digits={min(len(number) - 1, 15)}{number.startswith('+628'):d}",
        f"n={min(count, 6)}",
        f"reply={evidence.is_reply:d}{evidence.has_form:d}",
    ]
    said = evidence.phones
    if said is None:
        f.append("unruled")
        return f
    rule = "own" if said.chosen and said.chosen.value == number else "other" if said.chosen else "none"
    f += [f"rule={rule}", f"rule={rule}&p={bucket(chance)}"]
    if rule == "own" and said.chosen:
        f += [f"said={said.chosen.source}", f"sure={int(said.chosen.confidence * 20)}"]
    f.append(f"ranked={any(one.value == number for one in said.listed):d}")
    return f
