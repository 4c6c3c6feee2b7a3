"""Signatures without their markup: delimiters, device lines, closing formulas, the writer's name, disclaimers."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from mailticket.core.mail import Markup
from mailticket.core.reply.lines import Line, Part

BLOCK_LINES_MAX = 14  # filled lines of a signature that only its form gives away
LINE_MAX = 160  # characters of a line in such a signature
DISCLAIMER_PARAGRAPHS_MAX = 8
CLOSING_WORDS_MAX = 4  # words of a closing formula before a name on the same line
SAME_LINE_MAX = 50  # characters of both
FORMULA_MAX = 90  # characters of a closing formula
RULE_WORDS_MAX = 6  # words of a sentence below a drawn line: with more of them the line parts two stretches of text

_DELIMITER = re.compile(r"^(?:-{2,40}|[—–]{1,40}|‐‐|- -|_{2,40}|-- ?\*{1,2}|={3,40}|\*{5,40})")
_LIST_FOOTER = re.compile(r"^[_-]{20,80}")
_DASH_NAME = re.compile(r"^(?:[-–—~]{1,2} ?|/)[A-Z][\w.'’]{0,30}(?: [A-Z][\w.'’]{0,30}){0,3}")
_FULL_NAME = re.compile(r"[A-Z][^\W\d_]{1,20}(?: [A-Z]\.?)?(?: [A-Z][^\W\d_]{1,20}){1,2}")
_DEVICE = re.compile(
    r"^[-_*<(\[ ]{0,6}(?:"
    r"(?:sent|written|composed|typed|dictated|posted) (?:from|via|with|by|using|on) [^,.!?\n]{1,60}(?:[,.] {1,2}(?:please |kindly )?"
    r"(?:excuse|pardon|forgive|apolog)[^\n]{1,60})?|from my (?:iphone|ipad|android|phone|mobile|galaxy|samsung|blackberry)[\w ]{0,20}"
    r"|dikirim (?:dari|melalui|via|dengan|menggunakan|lewat) [^.!?\n]{0,60}?(?:iphone|ipad|android|samsung|galaxy"
    r"|blackberry|xiaomi|oppo|vivo|redmi|realme|huawei|infinix|nokia"
    r"|windows|outlook|ponsel|hp|handphone|perangkat|tablet|yahoo|gmail|mail|smartphone|telepon|surat|aplikasi|asus"
    r"|lenovo|sony)"
    r"|(?:dapatkan|unduh) outlook (?:untuk|bagi)|get outlook for|outlook (?:für|pour|para|per|voor) (?:android"
    r"|ios) (?:beziehen|holen)?|hol(?:en|t) sie sich outlook"
    r"|outlook für (?:android|ios)|téléchargez outlook|obtener outlook|obtén outlook|obter o outlook"
    r"|scarica outlook|ottieni outlook|download outlook|outlook voor"
    r"|(?:[^\W\d_]{2,14} ){0,3}outlook [^\W\d_]{2,6} (?:ios|android)\b|[^\W\d_]{2,20} from mobile"
    r"|(?:powered|diberdayakan) (?:by|oleh) [^.!?\n]{0,40}(?:telkomsel|indosat|xl|blackberry|android|opensuite|axis"
    r"|smartfren|tri)"
    r"|vo[nm] [^.!?\n]{1,60} gesendet|gesendet (?:von|mit|über) (?:meinem|der|dem)? ?[^.!?\n]{1,60}"
    r"|von unterwegs gesendet|diese nachricht wurde von meinem [^\n]{1,80}"
    r"|envoyé (?:de|depuis|à partir de|avec) (?:mon|ma|l['’])? ?[^.!?\n]{1,60}|enviado (?:desde|do|de|a partir do"
    r"|via) (?:mi|meu|el|o)? ?[^.!?\n]{1,60}"
    r"|inviato (?:da|dal|con) (?:mio|il mio)? ?[^.!?\n]{1,60}|verzonden (?:vanaf|met|vanuit"
    r"|via) (?:mijn)? ?[^.!?\n]{1,60}|verstuurd vanaf mijn [^.!?\n]{1,60}"
    r"|skickat från (?:min)? ?[^.!?\n]{1,60}|sendt fra (?:min)? ?[^.!?\n]{1,60}|lähetetty [^.!?\n]{1,60}(?:puhelime"
    r"|iphone|ipad|android|outlook)[^.!?\n]{0,20}"
    r"|wysłan[eoy] (?:z|ze|przez) [^.!?\n]{1,60}|odesláno z [^.!?\n]{1,60}|odoslané z [^.!?\n]{1,60}"
    r"|отправлено (?:с|из|от) [^!?\n]{1,60}|надіслано з [^.!?\n]{1,60}"
    r"|[^\n]{0,30}(?:iphone|ipad)['’]?(?:imden|ümden|den)? (?:gönderildi|cihazımdan)|iphone'umdan gönderildi"
    r"|trimis de pe [^.!?\n]{1,60}|dihantar (?:dari|daripada) [^.!?\n]{1,60}"
    r"|(?:iphone|ipad|android)から送信|[^\n]{0,20}から送信|[从從]我的 ?[^\n]{1,30}(?:发送|發送|传送|傳送|寄出)"
    r"|發自我的 ?[^\n]{1,30}|发自我的 ?[^\n]{1,30}"
    r"|从 ?[^\n]{1,20}发送|나의 [^\n]{1,20}에서 보냄|내 [^\n]{1,20}에서 보냄"
    r"|được gửi từ [^.!?\n]{1,60}|gửi từ (?:iphone|ipad)[^\n]{0,30}|ส่งจาก[^\n]{1,30}|نسل من [^\n]{1,30}"
    r"|נשלח מ[^\n]{1,30}|στάλθηκε από [^.!?\n]{1,60}"
    r")[^!?\n]{0,80}",
    re.I,
)
_TARGET = re.compile(r" ?<https?://[^<>\s]{1,300}>|\[https?://[^\[\]\s]{1,300}\]")  # of a link in the line
_NOT_A_DEVICE = re.compile(r", (?:is|it|but|and|so|which|tapi|jadi|maaf|karena|sehingga)\b", re.I)
_EXCUSE = re.compile(
    r"^(?:(?:please |mohon )?(?:excuse|forgive|pardon|maklum|maafkan)[^\n]{0,40}(?:typos?|brevity|spelling|thumbs"
    r"|mistakes|salah ketik|singkat)[^\n]{0,60})",
    re.I,
)

_SALUTES = re.compile(r"dengan hormat", re.I)  # above a letter, not below it
_MATTER_LABEL = re.compile(r"(?:uraian|kronologi|isi|permasalahan|pertanyaan|keluhan)[^\n:]{0,30} ?:", re.I)
# Words that close a letter when they stand alone on a line, with what may go before and behind them.
_CLOSING = re.compile(
    r"^(?:(?:dengan )?(?:hormat|salam|teriring salam|salam (?:hormat|hangat|takzim|sejahtera|sukses|kompak|koperasi"
    r"|sehat|dan doa|persatuan|kami)"
    r"|hormat (?:kami|saya)|hormatku|wassalam(?:u['’]?alaikum)?[^\n]{0,40}|wss|wass?|wr\.? ?wb|horas|suksma"
    r"|matur nuwun|hatur nuhun|nuhun|maturnuwun"
    r"|(?:banyak )?terima ?kasih(?: banyak| sebelumnya)?"
    r"|trims|trimakasih|makasih|thx|tks|thanks?(?: you| you very much| a lot| so much| again| in advance"
    r"| a million)?|many thanks|with (?:many )?thanks|thank you(?: (?:very|so) much| in advance| again| and (?:best"
    r"|kind) regards)?"
    r"|cheers|ta|best|all (?:the|my) best|best wishes|(?:my |the |with )?(?:very )?(?:best|kind|kindest|warm"
    r"|warmest|many)(?: personal)? regards|regards|rgds|brgds|brs|br|kr|yours(?: (?:sincerely|faithfully|truly"
    r"|respectfully))?"
    r"|(?:very )?(?:sincerely|respectfully|faithfully|truly|cordially)(?: yours)?|warmly|with (?:best|kind"
    r"|warm) (?:wishes|regards)|love|xoxo|thanks (?:and|&) (?:best |kind )?regards|thanks/regards|take care"
    r"|have a (?:nice|great|good) (?:day|weekend|one|evening)"
    r"|mit (?:freundlichen|besten|lieben|herzlichen|sonnigen|vielen) (?:grüßen|gruessen|grüssen)|(?:viele|liebe"
    r"|beste|schöne|freundliche|herzliche|sonnige|lg) grü(?:ß|ss)e[^\n]{0,30}|mit freundlichem gru(?:ß|ss)|gru(?:ß"
    r"|ss)|mfg|lg|vg|hochachtungsvoll|danke(?: und gruß| im voraus)?|vielen dank(?: im voraus)?"
    r"|cordialement|bien (?:cordialement|à vous)|salutations|merci(?: beaucoup| d'avance)?|(?:bien )?amicalement"
    r"|sincères salutations|respectueusement|merci beaucoup / terima kasih|très cordialement|bonne journée|à bientôt"
    r"|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|gracias(?: y saludos)?|muchas gracias|un abrazo"
    r"|atte|cordialmente"
    r"|atenciosamente|att|abraços?|obrigad[oa]|cumprimentos|com os melhores cumprimentos|cordiali saluti"
    r"|distinti saluti|un saluto|grazie(?: mille)?|saluti|a presto|cordialità"
    r"|met vriendelijke groeten?|mvg|groeten?|vriendelijke groeten?|hartelijke groeten?|bedankt|dank u wel"
    r"|met hartelijke groet"
    r"|med vänlig(?:a)? hälsning(?:ar)?|mvh|kh|vh|bh|kærlig hilsen|de bedste hilsner|med vennlig hilsen|vänligen|hälsningar|med venlig hilsen|med vennlig hilsen|hilsen"
    r"|venlig hilsen|vennlig hilsen|bedste hilsner|terveisin|ystävällisin terveisin|tack|tak|takk|kiitos"
    r"|pozdrawiam|z poważaniem|z wyrazami szacunku|dziękuję|z powazaniem|s pozdravem|s pozdravom|s úctou|děkuji|ďakujem|с уважением"
    r"|с уважение|з повагою|спасибо|с наилучшими пожеланиями|saygılarımla|iyi çalışmalar|teşekkürler|üdvözlettel"
    r"|tisztelettel|köszönöm|cu stimă|mulțumesc|lep pozdrav|srdačan pozdrav|με εκτίμηση|ευχαριστώ"
    r"|trân trọng|cảm ơn|此致|敬礼|谢谢|謝謝|顺颂商祺|祝好|よろしくお願いします|よろしくお願いいたします|以上|敬具"
    r"|감사합니다|ขอบคุณ(?:ครับ|ค่ะ)?|ด้วยความเคารพ"
    r"|مع التحية|بتقدير|תודה|בברכה|ขอแสดงความนับถือ)"
    r"|pelapor|pemohon|pengadu|yang (?:membuat|melapor(?:kan)?|menyatakan)|demikian(?:,)? (?:dan )?terima ?kasih"
    r"|tertanda|ttd|a\.n\. [^\n]{1,80}|an\. [^\n]{1,80})"
    r"(?:[ ,]{1,2}(?:kami|saya|pak|bapak|ibu|bu|all|team|everyone|again|und viele grüße|dan salam|and regards"
    r"|and best regards|with regards))?[^\w\n]{0,12}",
    re.I,
)
# Those that also end a text without a name below them.
_FAREWELL = re.compile(
    r"^(?:salam|hormat (?:kami|saya)|salam hormat|wassalam[^\n]{0,40}|(?:best |kind |warm )?regards|best wishes|cheers"
    r"|(?:viele |liebe |beste |freundliche )?grü(?:ß|ss)e|lg|vg|mvh|bien cordialement|un (?:cordial )?saludo|saludos cordiales"
    r"|mit freundlichen grü(?:ß|ss)en|mfg|cordialement|sincerely|yours (?:sincerely|faithfully)"
    r"|med vänliga hälsningar|met vriendelijke groet(?:en)?|saludos|atenciosamente|cordiali saluti|pozdrawiam"
    r"|с уважением)[ ,.!*]{0,4}",
    re.I,
)
_DISCLAIMER = re.compile(
    r"^[-*_=# ]{0,8}(?:(?:disclaimer|penafian|sanggahan|haftungsausschluss|aviso legal|avis de confidentialité"
    r"|clause de confidentialité|avertissement|vertraulichkeitshinweis)\b"
    r"|(?:perhatian|peringatan|pemberitahuan|penting|catatan|notice|note|important|warning|caution|attention"
    r"|important notice|confidential(?:ity)?(?: (?:notice|note|statement|caution|disclaimer))?|privacy notice"
    r"|legal notice)"
    r" ?(?:[:：!-]{1,3}|\*) ?[^\n]{0,80}(?:e-?mail|surel|pesan|message|communication|komunikasi|external|intended"
    r"|rahasia)"
    r"|confidential(?:ity)? (?:notice|note|statement|caution|disclaimer)"
    r"|(?:the information (?:contained )?in|the contents? of|the information transmitted"
    r"|informasi (?:yang )?(?:terdapat|terkandung|tercantum)? ?(?:di)?dalam|isi) (?:this|the|these)? ?(?:e-?mail"
    r"|message|communication|transmission|surel|email|pesan|is intended)"
    r"|(?:this|the above|our) (?:e-?mail|email|message|communication|transmission"
    r"|electronic)[^\n]{0,120}(?:confidential|intended (?:solely|only|exclusively)|privileged|disclaimer|virus"
    r"|scanned|sent (?:for|on behalf)|legally|proprietary)"
    r"|(?:e-?mail|surel|pesan|surat elektronik) ini[^\n]{0,120}(?:rahasia|hanya (?:ditujukan|untuk|diperuntukkan)"
    r"|dimaksudkan|virus|konfidensial)"
    r"|diese (?:e-?mail|nachricht)[^\n]{0,80}vertraulich|der inhalt dieser e-?mail|ce (?:message|courriel"
    r"|mail)[^\n]{0,120}confidentiel|este (?:mensaje|correo|e-?mail|mensagem)[^\n]{0,120}confidencia"
    r"|questo messaggio[^\n]{0,120}(?:riservat|confidenzial)|dit (?:bericht"
    r"|e-?mail(?:bericht)?)[^\n]{0,120}vertrouwelijk|detta (?:meddelande|e-?post)[^\n]{0,120}konfidentiel"
    r"|(?:please|mohon|pls)[^\n]{0,30}(?:consider the environment|think (?:before you print|of the environment)"
    r"|pertimbangkan lingkungan)|think before you print|save (?:paper|a tree)|pertimbangkan (?:lingkungan"
    r"|kelestarian)"
    r"|(?:if you (?:are not|have received this)|apabila anda bukan|jika anda bukan|bila anda bukan)[^\n]{0,120}"
    r"|(?:virus-free|bebas virus|virenfrei|garanti sans virus|libre de virus|virusfri)\b[^\n]{0,80}"
    r"|this e-?mail has been (?:checked|scanned)[^\n]{0,100}"
    r"|(?:caution|external|warning)[^\n]{0,20}:? (?:external (?:e-?mail|sender)|this (?:e-?mail"
    r"|message) (?:originated|came|was sent) from outside)[^\n]{0,200}"
    r"|you (?:are receiv(?:ing|ed)|received) this (?:message|e-?mail|because)|to unsubscribe|unsubscribe"
    r"|um sich abzumelden|für diesen newsletter|reply to this email directly or view it on github"
    r"|registered (?:office|in england)|company registration)",
    re.I,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    "bapak pak bpk ibu bu sdr sdri mr mrs ms dr drs ir prof h hj se sh mm st ssos skom msi spd kh ny tn mas".split()
)
_SENTENCE_END = re.compile(r"[.!?]$")
_CONTACT = re.compile(
    r"(?<![^\W_])(?:tel(?:p|epon|ephone|efon)?|hp|wa|whatsapp|phone|mobile|mob|fax|faks|e-?mail|surel|web|website|alamat"
    r"|address|t|m|f|e|a|p|w|nip|ext|call|cell|office|direct|skype|twitter|ig|instagram|facebook"
    r"|linkedin)\b ?\.? ?[:.(+|\d]"
    r"|https?://|www\.|[\w.-]{1,64}@[\w-]|\+?\d[\d ()./-]{6,20}",
    re.I,
)


def is_device(text: str) -> bool:
    """True for a line that a phone or a mail program adds by itself."""
    text = _TARGET.sub("", text) if "http" in text else text
    if len(text) > LINE_MAX:
        return False
    if _EXCUSE.fullmatch(text):
        return True
    return _DEVICE.fullmatch(text) is not None and not _NOT_A_DEVICE.search(text) and len(text.split()) <= 14


def separate_signature(segment: Sequence[Line], names: frozenset[str], *, inner: bool) -> None:
    """Mark the lines of a signature in a stretch of new text; `inner`: it stands between quotations."""
    for line in segment:
        if line.markup is Markup.SIGNATURE:
            line.part = Part.SIGNATURE
    _banner(segment)
    delimiter = _delimiter(segment)
    if delimiter is not None:
        _mark(segment, delimiter)
    if inner:
        return
    for _ in range(DISCLAIMER_PARAGRAPHS_MAX):
        rest = _filled(segment)
        if not rest:
            return
        begin = _last_paragraph(segment, rest)
        if begin is None:
            break
        _mark(segment, begin)
    for rule in (_closing, _name, _farewell):
        begin = rule(segment, _filled(segment), names)
        if begin is not None:
            _mark(segment, begin)


def _mark(segment: Sequence[Line], begin: int) -> None:
    """Give everything from a line on to the signature."""
    for line in segment[begin:]:
        line.part = Part.SIGNATURE


def _filled(segment: Sequence[Line]) -> list[int]:
    """Return the indexes of the lines that hold new text."""
    return [i for i, line in enumerate(segment) if line.bare and line.part is Part.NEW]


def _banner(segment: Sequence[Line]) -> None:
    """Take away the warning that a mail server put above the text."""
    first = next((line for line in segment if line.bare), None)
    if first is not None and len(first.bare) > 20 and _BANNER.match(first.bare):
        first.part = Part.SIGNATURE


_BANNER = re.compile(
    r"^[\[\](*_ -]{0,5}(?:caution|external|warning|peringatan)[\])*_:!, -]{1,6}[^\n]{0,60}(?:originated (?:from"
    r" )?outside|external (?:sender|e-?mail|source)"
    r"|from outside|dari luar)",
    re.I,
)


def _delimiter(segment: Sequence[Line]) -> int | None:
    """Return the line that begins a signature by a delimiter (RFC 3676, 4.3, and what else stands for it)."""
    for index, line in enumerate(segment):
        text = line.bare
        if not text or line.part is not Part.NEW:
            continue
        if is_device(text):
            line.part = Part.SIGNATURE
            if index > 2 and _FULL_NAME.fullmatch(segment[index - 1].bare) and _ends_paragraph(segment, index - 2):
                segment[index - 1].part = Part.SIGNATURE
            continue
        if line.text == "-- " or (text in ("--", "—") and _small(segment, index + 1)):
            return index
        if _DELIMITER.fullmatch(text) or _LIST_FOOTER.fullmatch(text):
            if index and segment[index - 1].bare.endswith(":"):
                continue  # what was announced stands below the line
            if _is_name_block(_below(segment, index + 1), frozenset(), words_max=RULE_WORDS_MAX):
                return index
        elif _DASH_NAME.fullmatch(text) and (index == 0 or not segment[index - 1].bare) and _small(segment, index + 1):
            return index
    return None


def _ends_paragraph(segment: Sequence[Line], index: int) -> bool:
    """True for an empty line below text that asks for nothing behind it."""
    return not segment[index].bare and bool(segment[index - 1].bare) and not segment[index - 1].bare.endswith((":", ","))


def _small(segment: Sequence[Line], begin: int) -> bool:
    """True when what follows is not more than a signature can be."""
    rest = _below(segment, begin)
    return len(rest) <= BLOCK_LINES_MAX and all(len(text) <= LINE_MAX for text in rest)


def _below(segment: Sequence[Line], begin: int) -> list[str]:
    """Return the filled lines from a line on, no further than shows that they are too many for a signature."""
    filled = (segment[place].bare for place in range(begin, len(segment)) if segment[place].bare)
    return list(islice(filled, BLOCK_LINES_MAX + 1))


def _last_paragraph(segment: Sequence[Line], filled: list[int]) -> int | None:
    """Return where the last paragraph begins, if it is a disclaimer or a device line."""
    last = filled[-1]
    if is_device(segment[last].bare):
        return last
    begin = last
    while begin > 0 and segment[begin - 1].bare and segment[begin - 1].part is Part.NEW and last - begin < 30:
        if _DISCLAIMER.match(segment[begin].bare):
            break
        begin -= 1
    return begin if _DISCLAIMER.match(segment[begin].bare) else None


def _closing(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return the closing formula that stands alone on its line above a name."""
    for place in range(max(0, len(filled) - BLOCK_LINES_MAX - 1), len(filled) - 1):
        index = filled[place]
        text = segment[index].bare.strip("*_ ")
        if not _closes(text) or (place == 0 and _SALUTES.match(text)):
            continue
        below = [segment[i].bare for i in filled[place + 1 :]]
        if _is_name_block(below, names):
            return index
    return None


def _closes(text: str) -> bool:
    """True for a closing formula; some are written in two languages ("Med venlig hilsen / Kind regards")."""
    return len(text) <= FORMULA_MAX and all(_CLOSING.fullmatch(one) for one in text.split(" / "))


def _name(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return the line of the writer's own name at the end of the text."""
    for place in range(max(1, len(filled) - BLOCK_LINES_MAX), len(filled)):
        index = filled[place]
        if _closes_by_name(segment[index].bare, names):
            return index
        if segment[index - 1].bare and place < len(filled) - 1:
            continue
        below = [segment[i].bare for i in filled[place:]]
        if is_writer(below[0], names) and _is_name_block(below, names):
            return index
    return None


def _closes_by_name(text: str, names: frozenset[str]) -> bool:
    """True for a closing formula with the writer's name on the same line ("LG Max", "Salam, Joko")."""
    words = text.split()[: CLOSING_WORDS_MAX + 1]
    if len(text) > SAME_LINE_MAX:
        return False
    return any(
        _CLOSING.fullmatch(" ".join(words[:count])) and is_writer(text.split(maxsplit=count)[-1], names)
        for count in range(1, len(words))
    )


def _farewell(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return a closing formula without a name that ends the text."""
    if len(filled) < 2:
        return None
    below = any(line.part is Part.SIGNATURE and line.bare for line in segment[filled[-1] + 1 :])
    text = segment[filled[-1]].bare.strip("*_ ")
    if len(text) > FORMULA_MAX or segment[filled[-1] - 1].bare:
        return None
    if _FAREWELL.fullmatch(text) or (below and text.endswith(",") and _CLOSING.fullmatch(text)):
        return filled[-1]
    return None


def _is_name_block(below: list[str], names: frozenset[str], words_max: int = LINE_MAX) -> bool:
    """True for a name and what people put under it; a sentence of more words is none of it."""
    if not below or len(below) > BLOCK_LINES_MAX or any(len(text) > LINE_MAX or text.startswith("#") for text in below):
        return False
    if below[0].endswith(":") or any(_MATTER_LABEL.match(text) for text in below):
        return False
    first = below[0].strip("*_ ()~-.,")
    words = first.split()
    if not words or len(words) > 9 or "?" in first or len(first) > 80:
        return False
    if any(_is_prose(text, words_max) for text in below):
        return False
    return is_writer(first, names) or _SENTENCE_END.search(below[0]) is None or len(words) <= 3


def _is_prose(text: str, words_max: int) -> bool:
    """True for a sentence that is no slogan and no line with a phone number."""
    long = len(text) > 60 or len(text.split()) > words_max
    return long and _SENTENCE_END.search(text) is not None and _CONTACT.search(text) is None


def is_writer(text: str, names: frozenset[str]) -> bool:
    """True when a line names the writer: most words of the From name, or its first word and initials."""
    text = text.split("|", maxsplit=1)[0].split(" - ", maxsplit=1)[0]
    if not names or len(text) > 70:
        return False
    words = [fold(word) for word in _LETTERS.findall(text)]
    words = [word for word in words if word not in _TITLES]
    if not words or len(words) > 8:
        return False
    known = sum(1 for word in words if word in names or (len(word) == 1 and any(n.startswith(word) for n in names)))
    if words[0] not in names:
        return False
    return known * 2 >= min(len(words), len(names)) and (known >= 2 or len(words) <= 2)


def fold(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def writer_names(name: str, address: str) -> frozenset[str]:
    """Return the words of the writer's name; those of the local part where there is no name."""
    source = name or address.partition("@")[0]
    words = {fold(word) for word in _LETTERS.findall(source)}
    return frozenset(word for word in words if len(word) > 1 and word not in _TITLES)
