"""Attribution lines ("On ... wrote:") of the mail clients of the world, also wrapped over several lines."""

import re
from itertools import pairwise

from mailticket.core.reply.lines import BARE_MAX, Line, bare

LINES_MAX = 5  # physical lines that one attribution can be wrapped over
LENGTH_MAX = 400
VERB_LENGTH_MAX = 10
BEHIND_VERB_MAX = 9  # marks behind a verb that has no colon
ROLE_MAX = 60  # characters before the verb in which a role is looked for
SHORT_MAX = 90  # characters of an attribution without date and address

# What clients say for "wrote", in the languages they speak (domain: Gmail, Thunderbird, Apple, Yahoo, K-9, Zimbra).
_VERBS = (
    "wrote", "writes", "said", "responded", "sent",  # English
    "menulis", "ditulis", "tulis", "berkata", "menulis pesan", "tulisnya",  # Indonesian, Malay
    "schrieb", "hat geschrieben", "geschrieben", "schreef", "het volgende geschreven", "heeft geschreven",
    "a écrit", "a ecrit", "écrit", "escribió", "escribio", "ha escrit", "va escriure", "escreveu", "ha scritto",
    "scrisse", "a scris", "skrev", "skreiv", "skrifaði", "kirjoitti", "kirjutas", "napisał", "napisała", "napisał(a)",
    "napisal", "pisze", "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)", "nadesłał", "nadesłał(a)", "napisao", "napisala", "je napisao",
    "piše", "írta", "írta ezt", "yazdı", "yazmış", "rašė", "parašė", "rakstīja", "viết", "đã viết", "έγραψε", "έγραψαν",
    "написал", "написала", "написал(а)", "пишет", "писал", "писал(а)", "написав", "написав(ла)", "пише", "написа",
    "написао/ла", "napisana przez", "schrieben sie", "nous a dit", "folgendes geschrieben", "volgende", "sinulat ni", "ने लिखा",
    "كتب", "نوشت", "כתב", "כתבה", "שכתב", "เขียน", "写道", "寫道", "写到", "写", "书写", "書きました",
    "さんは書きました",
    "wrote the following", "님이 작성", "작성", "님이 쓴 글", "쓴 글", "のメール", "のメッセージ", "が書きました",
)  # fmt: skip
_TOGETHER_FROM = "\u0e00"  # the first letter of Thai; Chinese, Japanese and Korean stand behind it
_LONGEST_FIRST = sorted(_VERBS, key=len, reverse=True)
# Where words are written apart a verb must be a whole word; in Thai, Chinese, Japanese and Korean it cannot be.
_APART = "|".join(re.escape(verb) for verb in _LONGEST_FIRST if verb[0] < _TOGETHER_FROM)
_TOGETHER = "|".join(re.escape(verb) for verb in _LONGEST_FIRST if verb[0] >= _TOGETHER_FROM)
_VERB = re.compile(rf"(?<![^\W\d_])(?:{_APART})(?![^\W\d_])|{_TOGETHER}", re.I)
_OPENER = re.compile(
    r"^[-_* \"'(]{0,12}(?:(?:on|at|in|pada|am|vom|le|el|il|em|op|den|på|dne|dňa|w dniu|u|în|la|pe|στις|vào|dana|v|kl|в|на"
    r"|il giorno|no dia|às|del dia|noong|في|בתאריך|در تاریخ"
    r"|a les|në|dnia|en|in message|ons|tis|tor|fre|lör|sön|man|tir|lør|søn|mån|2[0-9]{3}|[0-9]{1,2}[./-]|---)(?![^\W\d_])"
    r"|(?:在|ב-|ใน|เมื่อ) ?(?:วันที่)? ?[^\s]{0,12} ?\d)",
    re.I,
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}|\d{1,2}\.? ?(?:de |den |thg )?[^\W\d_]{2,12}\.?,? ?(?:de "
    r"|del )?'?\d{2,4}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? ?(?:,? at |\d{4})|\d{4}\. ?[^\W\d_]{3,9}\.? \d{1,2}"
    r"|\d{1,2} [^\s\d,<>@]{2,12} \d{4}|\d{4} ?[年년] ?\d{1,2} ?[月월]"
    r"|\d{1,2} ?[月월] ?\d{1,2}|\d{1,2} thg \d{1,2})"
)
_TIME = re.compile(r"(?<!\d)\d{1,2} ?[:.hH時点时시] ?\d{2}(?!\d)|\d{1,2} ?(?:am|pm)\b|\d{1,2}[時点时시]", re.I)
_ADDRESS = re.compile(r"[\w.+'=-]{1,80}@[\w-]{1,80}\.[\w.-]{1,80}|<mailto:|\[mailto:")
_TAIL = re.compile(r"[:：]\s{0,3}[-_*]{0,9}$")
_PLAIN_VERBS = ("wrote", "tulis", "schreef", "skrev", "írta", "写道", "寫道")
_ADDRESS_END = re.compile(r"[\w.+'=-]{1,80}@[\w.-]{1,100}(?:>|\)|\])$")
_MIDDLE = re.compile(r"(?<=\S)(?: |(?=-{2,9} ))((?:-{2,9} )?(?:On|Pada|Am|Le|Il|El|Em|Op) )")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}[.,]{0,2} (?:\d{1,2}|[^\W\d_]{3,12}\.? \d)")
_CLOCK_FIRST = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?, (?:\d|[^\W\d_]{3,12} \d)", re.I)
_ADDRESS_TAIL = re.compile(r"(?:@[\w.-]{1,100}\]?|>{1,2}|\)|님)\s{0,3}\)?[:：]\s{0,3}[-_*]{0,9}$")
# Gmail's without the address: "2016-03-03 17:21 GMT+01:00 Siti Aminah".
_GMT = re.compile(r"\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2} (?:GMT|UTC)[+-]\d{1,2}:?\d{2} [^\n<>:]{2,60}:?")
# Horde's, without a date: "Quoting Siti <siti@example.org>:".
_QUOTING = re.compile(
    r"(?:quoting|mengutip|zitat von|citando|citazione di|cytowanie|citation de|citerar|citerer|lainaus) ", re.I
)
# Yahoo on phones goes on with the quoted text on the same line, behind several blanks; others keep its marks there,
# and some have nothing between the two. Behind an address one blank is enough.
_RUN_ON = re.compile(r"^[^\n]{10,300}?[:：](?=[ \u00a0]{2,9}\S| ?> ?|[^\W\d_])")
_RUN_ON_ADDRESS = re.compile(r"^[^\n]{10,300}?[>)] [^\W\d_]{1,12}(?: [^\W\d_]{1,12}){0,2} ?[:：](?= )")
_NUMBERED = re.compile(r"^(?:\d{1,3}[.)]|[a-z][.)]|[-*•])\s", re.I)
_FORMAL = re.compile(
    r"(?:on |pada |am |le |el |il |em |op |den |på )?[^\W\d_]{2,12}[,.]? (?:\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.? \d{1,2})"
    r"(?:,| de)? \d{4}(?:,| г\. пользователь| р\. користувач) [^,:]{2,60}[:：]",
    re.I,
)
# What no one types: a name, its address in brackets, the verb and nothing else; with a date the verb may be missing.
_BRACKETED = re.compile(
    r"(?:[*>\" ]{0,4}|(?:[^\W\d_]{2,14} ){1,3})(?:[^\W\d_][\w.'’\",-]{0,30} ){0,6}?\(?<(?:mailto:)?[\w.+'=/-]{1,80}@[\w.-]{1,100}>\)?"
    r"(?:(?: [^\W\d_]{1,14}){0,3}|(?P<dated>[^<>\n]{0,80})) ?[:：]"
    r"|(?:[^\W\d_][\w.'’-]{0,30} ){1,5}\([\w.+'=/-]{1,80}@[\w.-]{1,100}\)(?: [^\W\d_]{1,14}){1,2} ?[:：]"
)
_BARE_ADDRESS = re.compile(r"[\w.+'=/-]{1,80}@[\w.-]{1,100}(?: [^\W\d_]{1,14}){1,2} ?[:：]")
_NAME_FIRST = re.compile(
    r"[^\W\d_][\w.'’ -]{1,50}? (?:wrote|schrieb|menulis|escribió|escreveu|kirjoitti|skrev|schreef|writes|napsal|napisał)"
    r"(?: (?:on|am|pada|di|el|em|den|op|dne|w dniu))? (?P<when>[^<>\n]{6,60})[:：]",
    re.I,
)
# Mail programs that hide the address put these before a name.
_BETWEEN = re.compile(
    r"(?<![^\W\d_])(?:a következőt|az alábbiakat|o/η|ο/η|ο χρήστης|η|ο|keltezéssel|időpontban|dátummal|tarihinde|saatinde|odesílatel|uživatel|používateľ|użytkownik"
    r"|пользователь|користувач|oseba|lietotājs|le|hat|heeft|skrev|schrieb|schreef|escreveu|the user)(?:[, ]{1,2}|$)",
    re.I,
)
_CLOSED = re.compile(r"@[\w.-]{1,100}[>)]")  # an address in brackets
_ROLE = re.compile(
    r"(?<![^\W\d_])(?:(?:the|our|my|a|an) [^\W\d_]{2,20}|(?:para |pihak |bapak |ibu |pak |bu )?(?:pengurus|ketua|bendahara|sekretaris|petugas"
    r"|pegawai|admin|manajer|manager|direktur|anggota|staf|kasir|teller|koperasi|dinas))(?: [^\W\d_]{2,12}){0,2} ?$"
)
_USER_NAME = re.compile(r"[\w.-]{0,40}[\d_][\w.-]{0,40}")
_PARTICLES = frozenset("via from of de van von der bin binti da del di la le y e al dari het".split())
_CHANNELS = re.compile(r"via (?:wa|whatsapp|sms|telegram|telepon|phone|e-?mail|surel|facebook|instagram)\b", re.I)
# Verbs that end an attribution; behind the others the name follows ("schrieb Max:").
_LAST_VERB = re.compile(r"(?:wrote|writes|said|sent|responded|menulis|ditulis|tulis|berkata)", re.I)
_BEHIND_VERB = re.compile(r"[ :：*_.>-]{0,9}$|,? (?:di|pada|on|at|the following) ?[\d\w(:]", re.I)
_PRONOUN = re.compile(r"(?<![^\W\d_])(?:saya|kami|aku|kita|beliau|mereka|i|we|he|she|they) ?$", re.I)
_ZONE = re.compile(r"^(?: ?(?:[ap]\.?m\.?|wib|wita|wit|utc|gmt|[+-]\d{4}|\([^()]{1,20}\))){0,4} ?,? ?", re.I)
_SENTENCE = re.compile(r"[.!?] +[A-Z][a-z]+ +[a-z]+ +[a-z]+")


def find_attribution(lines: list[Line], end: int) -> tuple[int, bool] | None:
    """Return where the attribution that ends with line `end` begins, and whether it needs quoted lines below it."""
    last = lines[end].bare
    if _GMT.fullmatch(last):
        return end, True
    if len(last) > LENGTH_MAX:
        return None
    tail = _TAIL.search(last) is not None
    ended = tail or _ends_in_verb(last)
    if not ended and not (last.endswith((">", ")", "]")) and _ADDRESS_END.search(last)):
        return None
    found: tuple[int, bool] | None = None
    joined = ""
    for begin in range(end, max(-1, end - LINES_MAX), -1):
        line = lines[begin]
        if not line.bare and begin < end and lines[begin + 1].bare == "<":
            continue  # Polymail puts the address below an empty line
        if not line.bare or line.depth != lines[end].depth:
            break
        joined = f"{line.bare} {joined}" if joined else line.bare
        wrapped = line.bare.lower().endswith("mailto:")  # the line ends in the middle of a link
        if len(joined) > LENGTH_MAX or (begin < end and _TAIL.search(line.bare) and not wrapped):
            break
        needs_quote = _judge(joined, tail=tail, ended=ended)
        if needs_quote is None:
            continue
        opens = _OPENER.match(line.bare) is not None
        if found is None or opens or (found[1] and not needs_quote):
            found = begin, needs_quote
        if opens and _DATE.search(joined):
            break  # without a date it may be wrapped behind "On Nov 21, 2014,"
    return found


def _ends_in_verb(text: str) -> bool:
    """True for a line that ends in a verb without a colon, a few dots or dashes behind it."""
    stripped = text.rstrip(" .-")
    return len(text) - len(stripped) <= BEHIND_VERB_MAX and stripped[-VERB_LENGTH_MAX:].lower().endswith(_PLAIN_VERBS)


def _judge(text: str, *, tail: bool, ended: bool) -> bool | None:
    """Return None for what is no attribution, else whether it needs quoted lines below to be one.

    `tail`: it ends in a colon; `ended`: in that, or in a verb.
    """
    if not ended and not _DATE.match(text):
        return None
    verb = _last(_VERB, text)
    address = _ADDRESS.search(text) is not None
    date = _DATE.search(text) is not None
    if verb is None:
        if tail and address and _QUOTING.match(text):
            return True
        if not (address and date):
            return None
        if _ADDRESS_TAIL.search(text):
            return False
        return True if tail or (_DATE.match(text) and _ADDRESS_END.search(text)) else None
    if not ended or (_NUMBERED.match(text) and not date and not _BRACKETED.fullmatch(text)):
        return None
    last = _LAST_VERB.fullmatch(verb.group()) is not None
    if (last and not _BEHIND_VERB.match(text, verb.end())) or _PRONOUN.search(text[: verb.start()]):
        return None
    if _SENTENCE.search(text):
        return True
    time = _TIME.search(text) is not None
    if address and (date or time):
        return False
    if date and (
        is_sure(text) or (time and begins_with_date(text)) or (not last and time and _NAME_FIRST.fullmatch(text))
    ):
        return False
    return True if address or date or len(text) <= SHORT_MAX else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of a pattern."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def is_sure(text: str) -> bool:
    """True for an attribution without an address that nobody writes as prose: date, time, a name, the verb."""
    verb = _last(_VERB, text)
    if verb is None:
        return False
    if verb.group()[0] >= _TOGETHER_FROM and _DATE.search(text) and _TIME.search(text):
        return True
    if not begins_with_date(text):
        return False
    name = text[: verb.start()].rstrip(" *_")
    end = max((match.end() for pattern in (_DATE, _TIME) for match in pattern.finditer(name)), default=0)
    words = _BETWEEN.sub("", name[end:].removeprefix(zone.group() if (zone := _ZONE.match(name[end:])) else ""))
    if not words.strip(" ,") and not _LAST_VERB.fullmatch(verb.group()) and _TIME.search(name):
        words = text[verb.end() :].strip(" :：")  # in some languages the name follows the verb
    words = words.strip(" ,")
    return 0 < len(words) <= 60 and (words == "you" or _USER_NAME.fullmatch(words) is not None or _is_name(words))


def _is_name(words: str) -> bool:
    """True when every word begins as a name does, or belongs between the words of one."""
    first, *others = words.split()
    named = [word for word in others if word not in _PARTICLES]
    if not others or others[0] != "via" or _CHANNELS.search(words):  # "user via Some Site" has a user's name
        named.append(first)
    return all(not word[0].islower() for word in named)


def is_formal(text: str) -> bool:
    """True for what clients write without an address or a date, and what a person does not type."""
    verb = _last(_VERB, text)
    if verb is not None and _FORMAL.fullmatch(text):
        return True
    if "@" in text:
        bracketed = _BRACKETED.fullmatch(text)
        if bracketed is None:
            return verb is not None and _BARE_ADDRESS.fullmatch(text) is not None
        if bracketed["dated"] is None:
            return verb is not None or _QUOTING.match(text) is not None
        names = [word for word in text.partition("<")[0].strip("*> (").split() if word not in _PARTICLES]
        named = all(not word[0].islower() for word in names) or verb is not None
        return named and _DATE.search(text) is not None and _TIME.search(text) is not None
    first = _NAME_FIRST.fullmatch(text) if verb is not None else None
    return first is not None and bool(_DATE.search(first["when"]) and _TIME.search(first["when"]))


def is_unmistakable(text: str) -> bool:
    """True for a formal attribution that is none even in a mail that answers nothing."""
    verb = _last(_VERB, text)
    spoken = verb is not None and _LAST_VERB.fullmatch(verb.group()) is not None  # in a language that our people speak
    return is_formal(text) and (not spoken or _CLOSED.search(text) is not None)


def is_report(text: str) -> bool:
    """True when a person tells what somebody else wrote: "On 12 May the manager wrote:"."""
    verb = _last(_VERB, text) if "@" not in text else None
    if verb is None or not _LAST_VERB.fullmatch(verb.group()):
        return False
    return _ROLE.search(text[: verb.start()][-ROLE_MAX:]) is not None


def is_arrowed(text: str) -> bool:
    """True for GroupWise's attribution, which stands between arrows: ">>> Siti 1/2/2024 10:00 >>>"."""
    return text.endswith(">>>") and _DATE.search(text) is not None and _TIME.search(text) is not None


def is_complete(text: str) -> bool:
    """True for an attribution with address, date, time and verb, in whichever order they stand."""
    return all(pattern.search(text) for pattern in (_ADDRESS, _DATE, _TIME)) and _last(_VERB, text) is not None


def find_run_on(text: str) -> int | None:
    """Return where the quoted text begins behind an attribution on the same line; None if there is none."""
    for pattern in (_RUN_ON, _RUN_ON_ADDRESS):
        match = pattern.match(text[:BARE_MAX])
        if match is None:
            continue
        head = bare(match.group())
        verb = _last(_VERB, head)
        at_end = verb is not None and not head[verb.end() :].strip(" :：")
        if at_end and _judge(head, tail=True, ended=True) is False and _OPENER.match(head):
            return match.end()
    return None


def find_lead(text: str) -> int | None:
    """Return where an attribution begins behind newly written words on the same line; None if there is none."""
    for match in _MIDDLE.finditer(text[:BARE_MAX]):
        rest = text[match.end() :].removeprefix("tanggal ")
        lead = text[: match.start(1)].strip(" -_=*>")
        if lead and lead != match.group(1).strip() and (_DATE.match(rest) or _WEEKDAY.match(rest)):
            return match.start(1)
    return None


def begins_with_date(text: str) -> bool:
    """True for a line that opens with "On", "Pada" and the like, or with a date."""
    return any(pattern.match(text) for pattern in (_OPENER, _DATE, _WEEKDAY, _CLOCK_FIRST))


def has_address(lines: list[Line]) -> bool:
    """True when the lines, joined, hold an address; addresses may be wrapped as well."""
    if any(_ADDRESS.search(line.bare) for line in lines):
        return True
    return any(_ADDRESS.search(one.bare + two.bare) for one, two in pairwise(lines))
