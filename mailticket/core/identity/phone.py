"""The citizen's phone number: found among numbers that are none, and among the numbers of others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from mailticket.core.identity.kin import is_relatives
from mailticket.core.identity.labels import Labelled
from mailticket.core.identity.owner import Owner, owner
from mailticket.core.identity.passage import Line, Zone, is_wrapped

NUMBERS_MAX = 60  # of one mail
BEFORE_MAX = 110  # characters before a number that are looked at
AFTER_MAX = 45
CONFIDENCE_MIN = 0.5
RELATIVES = 0.62  # confidence of a relative's number: it fills what is missing, and corrects nothing
RELATIVES_BELOW = 0.72  # what is surer than a number behind a word for phone is said to be the writer's own
CELLS_MIN = 3  # of two rows, that make a table

_KINDS = {
    phonenumbers.PhoneNumberType.MOBILE: 0.03,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE: 0.03,
    phonenumbers.PhoneNumberType.FIXED_LINE: 0.0,
}
# A run of digits with what people put between them; O and l stand for 0 and 1 on some keyboards.
_RUN = re.compile(
    r"(?<![\w@#])(?<!\d[.,])(?:wa\.me/|phone=|tel:)?"
    r"(?P<number>(?:\(?\+|\(0|\(\+|[068]|[oO](?=\d))(?:(?!\s{2}\()[ \t\u00a0()\-–—.*_,]{0,3}\n?(?:\d|(?<=\d)[OolI]|[OolI](?=\d))){7,17})(?![\w@])"
)
_LINK = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=)\+?(\d{8,16})")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d(?:\D*+\d){5}")  # a number has more, but letters may stand for some
_LETTERS = str.maketrans("oOlI", "0011")
_SPELT = {
    word: str(digit)
    for digit, words in enumerate(
        ("nol kosong", "satu", "dua", "tiga", "empat ampat", "lima", "enam anam", "tujuh", "delapan lapan", "sembilan")
    )
    for word in words.split()
}
_SPELT_OUT = re.compile(rf"(?<!\w)(?:(?:{'|'.join(_SPELT)})(?:[ ,.-]{{1,3}}|$)){{4,}}", re.IGNORECASE)
_SPELT_WORD = re.compile(r"[^\W\d_]+ ?")
_ABROAD = re.compile(r"^(?:00|001|007|008)\s?(?=62)")

_NOT_PHONE = re.compile(
    r"(?<!\w)(?:nik|no\.? ?ktp|ktp|kk|kartu keluarga|npwp|nib|rek|rekening\w*|norek|account|acc|va|virtual account|anggota|invoice|inv|resi|polis|bilyet"
    r"|buku|simpanan|kode|booking|antri?an|antrean|kontrak|perjanjian|nim|nip|nisn|badan hukum|bh|kavling|sk|surat|tiket|ticket|faktur|seri|sertifikat|bca|bri|bni|bsi|btn|mandiri|fax|faks?|faksimile"
    r"|f|ip|no\.? ?surat|tanda terima|order|pesanan|pin)(?!\w)[^\n]{0,40}$|(?<!\w)(?:rp|idr|usd|hkd)\.?[\s\d.,]{0,20}$",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"(?<!\w)(?:hp|h\.?p\.?|handphone|hape|wa|w\.a|whatsapp|telp?|tlp|tlpn|telepon|telpon|phone|mobile|kontak|ponsel|cp|m|t|hub(?:ungi)?|dihubungi|nomor|nomer|nombor|nomornya"
    r"|no|call|number|cell|ganti ke|ganti jadi|pakai)(?!\w)[^\n]{0,30}$",
    re.IGNORECASE,
)
_CALLED_BEHIND = re.compile(
    r"\s?\((?:hp|wa|whatsapp|telp|rumah)\)", re.IGNORECASE
)  # "0812-... (HP) atau (0298) ... (rumah)"
_OLD_BEFORE = re.compile(r"(?<!\w)(?:jangan|lama|bukan|old|dulu|sebelumnya|hilang)(?!\w)[^,;]{0,40}$", re.IGNORECASE)
_OLD_AFTER = re.compile(
    r"^[^,;.\n\d]{0,30}(?<!\w)(?:mati|hangus|rusak|tidak aktif|sudah tidak|nonaktif|non aktif|lama|hilang|diblokir|jarang aktif)(?!\w)",
    re.IGNORECASE,
)
_NEW_BEFORE = re.compile(
    r"(?<!\w)(?:baru|ganti|pakai|sekarang|aktif|terbaru|yang benar|yg benar|new)(?!\w)[^;]{0,40}$", re.IGNORECASE
)
_SELF_AFTER = re.compile(
    r"^[\s)]{0,3}\(?(?:(?:punya|milik) )?(?:saya|sy|sendiri|pribadi|wa saya|nomor saya)\b", re.IGNORECASE
)
_OTHER_AFTER = re.compile(
    r"^[\s,]{0,3}\(?(?:a\.?n\.?|an|atas nama|milik|punya|kantor|bendahara|ketua|sekretaris|istri|suami|anak|adik|kakak|duty|manager|office|reception)\b",
    re.IGNORECASE,
)
_LISTED_PERSON = re.compile(r"^\s{0,4}(?:\d{1,2}[.)]|[-*•])\s{0,3}(?P<name>[^\W\d_][^\d\n:]{2,40}?)\s{0,3}[-–:,(]")
# Who called, wrote or threatened from a number is not the writer.
_CALLED_FROM = re.compile(
    r"(?<!\w)(?:di)?(?:telp|tel[ep]{0,2}on|hubungi|wa|whatsapp|sms|chat|teror|ancam|tagih)(?:in|i|kan)?(?: terus| lagi)? (?:dari|oleh|sama|ama|pakai|lewat)"
    r" (?:no(?:mor)?\.? |nomer |hp |wa )?$",
    re.IGNORECASE,
)
_LIST_WORDS = re.compile(r"(?<!\w)(?:dan|atau|and|or|serta|sama|ama)(?!\w)|[\d\s.,;()&/+-]")
_BULLET = re.compile(r"\s{0,4}(?:[-*•]|\d{1,2}[.)])\s")
_CELLS = re.compile(r"\s{0,3}\|\s{0,3}|\s{1,3}[-–]\s{1,3}")
_SENTENCE = re.compile(r"[.!?]\s+(?=[^\W\d_]{2})|\n\s*\n")
_BETWEEN = re.compile(r"[^\d+OolI]")
_CLAUSE = re.compile(r"(?<=\d)[),]|\) ?,?|; ")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:no|ds|dsn|kec|kab|kel|jl|jln|prov|kp|br|gg|telp|tlp|hp|sdr|bpk|ibu|pak|ir|dr|drs|prof|h|hj|s|e|m|st|wa)\.\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be dialled, how sure it is that it is the writer's, and why."""

    value: str  # E.164
    confidence: float
    source: str
    place: str
    why: str


def find_phones(
    lines: Sequence[Line],
    labels: Sequence[Labelled],
    own: frozenset[str],
    writer: frozenset[str],
    *,
    speaks_for: bool,
    answers: bool = False,
) -> list[Number]:
    """Return the writer's numbers, the surest first; `own` are the desk's, `writer` the words of the writer's name.

    `answers`: the mail answers one of ours, so that a relative's number is meant for us to call.
    """
    by_line = {label.index: label for label in labels if not label.inside}
    found: dict[str, Number] = {}
    count = 0
    for index, line in enumerate(lines):
        text = _in_figures(line.text)
        if not _DIGIT.search(text):
            continue
        below = lines[index + 1].text.strip() if index + 1 < len(lines) and lines[index + 1].zone is line.zone else ""
        joined = f"{text}\n{below}" if below and is_wrapped(text) and not _BULLET.match(below) else text
        if not _DIGITS.search(joined):
            continue
        for match in _matches(joined):
            count += 1
            if count > NUMBERS_MAX:
                break
            if match[1] >= len(text):
                continue  # it stands in the next line and is read there
            for value, kind in _dialled(match[0]):
                if value in own:
                    continue
                before = _before(lines, index, text[: match[1]])
                label, person = _label_of(by_line, lines, index), _listed(lines, index)
                after = joined[match[2] :]
                number = _judged(value, kind, before, after, line, label, person, writer, speaks_for)
                if answers and number.confidence < RELATIVES_BELOW and is_relatives(before, after[:AFTER_MAX]):
                    number = Number(value, RELATIVES, "relative", line.place, "a relative's, in answer to us")
                if number.confidence > found.get(value, _NONE).confidence:
                    found[value] = number
    return sorted((n for n in found.values() if n.confidence >= CONFIDENCE_MIN), key=lambda n: -n.confidence)


_NONE = Number("", -1.0, "", "", "")


def _in_figures(text: str) -> str:
    """Return a line with the digits that are spelt out in a row ("nol delapan satu dua") in figures."""
    if "elapan" not in text and "ELAPAN" not in text:
        return text  # every number of an Indonesian mobile phone has an eight
    return _SPELT_OUT.sub(
        lambda row: _SPELT_WORD.sub(lambda word: _SPELT[word.group().strip().lower()], row.group()), text
    )


def _matches(text: str) -> list[tuple[str, int, int]]:
    """Return the digits, their start and their end, of everything that may be a number."""
    links = _LINK.finditer(text) if "wa.me" in text or "phone=" in text else ()
    found = [(f"+{m.group(1)}" if not m.group(1).startswith("0") else m.group(1), m.start(1), m.end()) for m in links]
    taken = {start for _, start, _ in found}
    for match in _RUN.finditer(text):
        if match.start("number") not in taken and not any(
            start <= match.start("number") <= end for _, start, end in found
        ):
            found.append((match.group("number"), match.start("number"), match.end("number")))
    return found


def numbers_of(text: str) -> tuple[str, ...]:
    """Return every number of a text that can be dialled, in E.164, whosever it is."""
    found = (value for digits, _, _ in _matches(_in_figures(text)) for value, _ in _dialled(digits))
    return tuple(dict.fromkeys(found))


def _dialled(text: str) -> list[tuple[str, int]]:
    """Return the valid phone numbers in a run of digits, in E.164 with their kind."""
    digits = _BETWEEN.sub("", text).translate(_LETTERS)
    digits = _ABROAD.sub("+", digits)
    if digits.startswith("62"):
        digits = f"+{digits}"
    elif digits.startswith("8"):
        digits = f"0{digits}"
    if digits.startswith("+620"):
        digits = f"+62{digits[4:]}"
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        return []
    kind = phonenumbers.number_type(number)
    if kind not in _KINDS:
        if not digits.startswith("+") or digits.startswith("+62") or not phonenumbers.is_possible_number(number):
            return []
        kind = phonenumbers.PhoneNumberType.FIXED_LINE  # of another country, whose numbers we need not know
    return [(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind)]


def _label_of(by_line: dict[int, Labelled], lines: Sequence[Line], index: int) -> Labelled | None:
    """Return the label of this line, or the bare label above it."""
    if index in by_line:
        return by_line[index]
    for above in range(index - 1, max(index - 4, -1), -1):
        if above in by_line:
            label = by_line[above]
            return label if lines[index].text.strip() and label.value.startswith(lines[index].text.strip()) else None
        if lines[above].text.strip():
            return None
    return None


def _listed(lines: Sequence[Line], index: int) -> str:
    """Return the person whom an entry of a list, or a row of a table, is about; "" where the line is none."""
    text = lines[index].text
    if listed := _LISTED_PERSON.match(text):
        return listed["name"]
    beside = (lines[other].text for other in (index - 1, index + 1) if 0 <= other < len(lines))
    cells = _CELLS.split(text)
    if len(cells) >= CELLS_MIN and any(len(_CELLS.split(other)) >= CELLS_MIN for other in beside):
        return next((cell for cell in cells if _words(cell)), "")
    return ""


def _before(lines: Sequence[Line], index: int, text: str) -> str:
    """Return what stands before a number in its sentence; a list's heading counts for each of its lines."""
    start = text.strip(" \t-*•(0123456789.)")
    before = text
    if len(before) < BEFORE_MAX:
        for above in range(index - 1, max(index - 8, -1), -1):
            line = lines[above].text.rstrip()
            if not line or lines[above].zone is not lines[index].zone:
                break
            if line.endswith(":"):
                if not start:
                    before = f"{line} {before}"
                break
            if _BULLET.match(line) and _BULLET.match(lines[index].text):
                continue
            if (
                above == index - 1
                and (len(line) >= 55 or not start)
                and line[-1] not in ".!?"
                and not line[-1].isdigit()
            ):
                before = f"{line} {before}"
                if len(line) > 40:
                    break
            elif start or not line[-1].isdigit():
                break
    for cut in reversed(list(_SENTENCE.finditer(before))):
        if not _ABBREVIATED.search(before[: cut.end()]):
            return before[cut.end() :][-BEFORE_MAX:]
    return before[-BEFORE_MAX:]


def _judged(
    value: str,
    kind: int,
    before: str,
    after: str,
    line: Line,
    label: Labelled | None,
    person: str,
    writer: frozenset[str],
    speaks_for: bool,
) -> Number:
    """Say how sure it is that a number is the writer's."""
    clauses = _CLAUSE.split(before)
    # "0812..., 0813... dan 0814...": what stands before the first number is said of all.
    clause = next((one for one in reversed(clauses) if _LIST_WORDS.sub("", one).strip()), clauses[0])
    score, why, source = 0.55, "a number in the text", "prose"
    whose = owner(clause, writer)
    if (other := _NOT_PHONE.search(clause)) and not _PHONE_WORD.search(clause, max(other.start(), len(clause) - 25)):
        return Number(value, 0.05, source, line.place, "an account, identity or other number")
    if _CALLED_FROM.search(clause):
        return Number(value, 0.2, source, line.place, "whoever called the writer")
    if label is not None and label.field in ("id", "subject"):
        return Number(value, 0.05, source, line.place, f"{label.label}: no phone")
    if line.zone is Zone.FORM:
        score, why, source = 0.97, "the form", "form"
    elif label is not None and label.field == "phone":
        score, why, source = _by_label(label, speaks_for)
        if label.owner is Owner.SELF and whose is Owner.OTHER and _in_value(label, before):
            score, why = 0.3, "labelled, but with another's name"
    elif label is None and (words := _words(person)) and not _is_phone_word(person):
        mine = bool(words & writer) and len(words & writer) >= min(2, len(words))
        score, why = (
            (0.85, "in a list, behind the writer's name") if mine else (0.2, "in a list, behind another's name")
        )
        if whose is Owner.SELF:
            score, why = 0.85, "the writer calls it their own"
    elif whose is Owner.SELF:
        score, why = 0.85, "the writer calls it their own"
    elif whose is Owner.OURS:
        score, why = 0.72, "the writer's organisation's"
    elif whose is Owner.CONTACT:
        score, why = 0.6, "the contact person's"
    elif whose is Owner.ORGANISATION and line.zone not in (Zone.SIGNATURE, Zone.HEAD):
        score, why = (0.55, "the organisation that the writer speaks for") if speaks_for else (0.2, "an organisation's")
    elif whose is Owner.OTHER:
        score, why = 0.2, "somebody else's"
    elif line.zone is Zone.SIGNATURE:
        # A landline there is more often the office's.
        score, why, source = (
            (0.66 if kind == phonenumbers.PhoneNumberType.FIXED_LINE else 0.78),
            "in the signature",
            "signature",
        )
    elif line.zone is Zone.HEAD:
        score, why = 0.65, "in the letterhead"
    elif not line.text.strip(" \t").strip("()+-. 0123456789/"):
        score, why, source = 0.75, "alone on its line", "bare"
    elif _PHONE_WORD.search(clause) or _CALLED_BEHIND.match(after):
        score, why = 0.68, "behind a word for phone"
    return _by_age(Number(value, round(score + _KINDS[kind], 3), source, line.place, why), clause, after[:AFTER_MAX])


def _by_age(number: Number, before: str, after: str) -> Number:
    """Lower what is out of use or another's, raise what replaces it."""
    last = before.rsplit(",", 1)[-1]
    if _OLD_AFTER.match(after) or _OLD_BEFORE.search(last):
        return Number(number.value, min(number.confidence, 0.45), number.source, number.place, "out of use")
    if _SELF_AFTER.match(after):
        return Number(
            number.value, max(number.confidence, 0.9), number.source, number.place, "the writer calls it their own"
        )
    aside = after.partition(")")[0] if after.lstrip().startswith("(") else ""
    # "0812... (anak saya 0813...)": the brackets speak of the number inside.
    if _OTHER_AFTER.match(after) and number.source != "form" and not _DIGITS.search(aside):
        return Number(number.value, min(number.confidence, 0.45), number.source, number.place, "somebody else's")
    if _NEW_BEFORE.search(last) and number.confidence >= 0.4:
        return Number(number.value, 0.99, number.source, number.place, "the new one")
    return number


def _by_label(label: Labelled, speaks_for: bool) -> tuple[float, str, str]:
    if label.owner is Owner.SELF:
        return 0.92, f"labelled {label.label}", "label"
    if label.owner is Owner.ORGANISATION:
        person = any(word in label.label.lower() for word in ("manajer", "pengurus", "penanggung"))
        return (
            (0.75 if person else 0.65, f"labelled {label.label}", "label")
            if speaks_for
            else (0.25, f"labelled {label.label}", "label")
        )
    return 0.1, f"labelled {label.label}", "label"


def _in_value(label: Labelled, before: str) -> bool:
    """True when the words before the number stand behind the label's mark."""
    return re.search(r"[:=;]", before) is not None and len(before.rsplit(":", 1)[-1].strip()) > 3


def _is_phone_word(text: str) -> bool:
    return _PHONE_WORD.search(f"{text.strip()} ") is not None


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", name.lower()))
