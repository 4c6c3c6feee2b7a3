"""Lines of dashes ("Original Message") and blocks of headers (From, Sent, To, Subject) above quoted mails."""

import re
from typing import NamedTuple

from mailticket.core.reply.lines import BARE_MAX, Line, next_filled
from mailticket.core.text.markup import ANNOUNCED

BLOCK_LINES_MAX = 14  # lines of a header block, wrapped recipients included
LABEL_MAX = 40  # characters of a label with its marks

_LABELS: dict[str, tuple[str, ...]] = {
    "from": (
        "from", "dari", "pengirim", "von", "absender", "de", "van", "da", "från", "fra", "lähettäjä", "od", "от", "від",
        "kimden", "gönderen", "feladó", "odesílatel", "odosielateľ", "mittente", "remitente", "expéditeur", "afzender",
        "de la", "από", "من", "מאת", "发件人", "寄件者", "寄件人", "差出人", "送信者", "送信元", "보낸 사람",
        "보낸사람",
        "từ", "người gửi", "จาก", "daripada", "saatja", "no", "nuo", "šalje", "отправитель", "de :", "expediteur", "expeditorul", "nadawca", "від кого",
    ),
    "sent": (
        "sent", "date", "dikirim", "terkirim", "tanggal", "tarikh", "dihantar", "gesendet", "datum", "envoyé",
        "enviado",
        "enviado el", "enviado em", "enviada em", "enviada", "fecha", "data", "inviato", "skickat", "verzonden",
        "sendt",
        "dato", "lähetetty", "päivä", "päiväys", "wysłano", "wysłane", "отправлено", "дата", "надіслано", "gönderildi",
        "gönderme tarihi", "tarih", "küldve", "elküldve", "dátum", "odesláno", "odoslané", "trimis", "poslano", "στάλθηκε",
        "ημερομηνία",
        "تم الإرسال", "التاريخ", "נשלח", "תאריך", "发送时间", "日期", "寄件日期", "傳送時間", "送信日時", "日時",
        "보낸 날짜",
        "날짜", "보낸날짜", "đã gửi", "ngày", "gửi", "ส่ง", "วันที่", "envoyé le", "date d'envoi", "sent on",
        "date sent", "sent at",
        "发送日期", "时间", "изпратено", "sendt den",
    ),
    "to": (
        "to", "kepada", "ke", "untuk", "penerima", "an", "empfänger", "à", "para", "aan", "a", "till", "til",
        "vastaanottaja",
        "do", "кому", "kime", "kimə", "címzett", "komu", "destinatario", "destinatário", "destinataire", "către",
        "za", "prima",
        "προς", "إلى", "אל", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "đến", "tới", "ถึง", "pour",
        "ricevente", "alici", "до", "alıcı", "destinatarul", "adresat", "pre", "送信先",
    ),
    "cc": (
        "cc", "bcc", "kopie", "tembusan", "kopi", "copie", "copie à", "copia", "kopia", "sk", "kopio", "dw",
        "копия", "bilgi",
        "másolatot kap", "salinan", "抄送", "副本", "参照", "참조", "cópia", "copia a", "salinan kepada", "c.c.",
        "kopiya",
    ),
    "subject": (
        "subject", "subjek", "subyek", "perihal", "judul", "betreff", "objet", "asunto", "assunto", "oggetto",
        "onderwerp",
        "ämne", "emne", "aihe", "temat", "тема", "konu", "tárgy", "předmět", "predmet", "subiect", "θέμα",
        "الموضوع", "נושא",
        "主题", "主旨", "主題", "标题", "件名", "제목", "chủ đề", "tiêu đề", "เรื่อง", "hal", "re", "sujet",
        "titre", "betr.", "относно", "ogg", "subiectul", "naslov",
    ),
    "other": (
        "reply-to", "reply to", "balas ke", "balas-ke", "importance", "priority", "prioritas", "kepentingan",
        "attachments",
        "lampiran", "anlagen", "pièces jointes", "organization", "organisation", "sensitivity", "antwort an",
        "wichtigkeit",
        "priorität", "message-id", "sender", "resent-from", "mailing-list", "x-mailer", "answer to", "rispondi a",
        "responder a",
        "répondre à", "importance haute", "list-id", "newsgroups", "adjuntos", "allegati", "anexos", "size", "client",
    ),
}  # fmt: skip
_ROLE = {label: role for role, labels in _LABELS.items() for label in labels}
_LABEL = re.compile(
    r"^[-•|]{0,2} ?\*{0,2}_?([^\W\d_](?:[^\W\d_]|[ .'’\u0e31-\u0e4e-]){0,24}?)_?\*{0,2} ?[:：] ?\*{0,2}"
)
_NAME = re.compile(r"[\w.+'=-]{1,80}@[\w-]{1,80}|<mailto|(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d{1,2}[:.]\d{2}")
_ADDRESS = re.compile(r"@[\w-]{1,80}\.\w")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLIENTS_SENT = frozenset(
    {"sent", "dikirim", "terkirim", "gesendet", "envoyé", "enviado", "inviato", "verzonden", "skickat", "sendt"}
)
_PEOPLES_SENT = frozenset({"tanggal", "tarikh"})
_PEOPLES_SUBJECT = frozenset({"perihal", "hal", "re"})
# La Poste and Orange write this line above their header block.
_MESSAGE_OF = re.compile(r"message du ?:? \d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d{2}", re.I)
# Lotus Notes: a name in its hierarchy, a date, then labels without a colon.
_NOTES_NAME = re.compile(r"[^/@:\n]{2,60}(?:/[^/@:\n]{1,40}){1,4}(?:@[^/@:\n ]{1,40})?")
_NOTES_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}(?: ?[AP]M)?")
_NOTES_LABELS = frozenset({"to", "an", "kepada", "à", "para", "please respond to", "cc"})
_INSIDE = re.compile(r" ([^\W\d_]{2,20}) ?:")
RUN_ON_LABELS = 4  # From, Sent, To, Subject
LABELS_UNADDRESSED_MIN = 3  # of them, where there is no address
_RUN_ON_MAX = 600
_STAMP = re.compile(r"\d{1,2}:\d{2}:\d{2} [+-]\d{4}")

_ORIGINAL = re.compile(
    r"^[-_=*~>. ‐‑—–]{2,40}\[?(?:the )?(?:original (?:message|mail|e-?mail|appointment)|reply message|pesan (?:asli"
    r"|orisinal|awal)|mesej asal|surat asli"
    r"|urspr[üu]e?ngliche (?:nachricht|e-?mail|mail)|original[- ]?nachricht|original[- ]?mail"
    r"|message (?:d['’]?origine|original|initial)"
    r"|courriel original|courrier original|mensaje original|mensagem original|messaggio originale"
    r"|messaggio d'origine|oorspronkelijk bericht"
    r"|origineel bericht|oprindelig (?:meddelelse|besked)|opprinnelig melding|original ?meddelelse"
    r"|ursprungligt meddelande|originalmeddelande"
    r"|alkuperäinen viesti|исходное сообщение|оригинальное сообщение|пересланное|původní zpráva|původní e-?mail"
    r"|pôvodná správa|wiadomość oryginalna"
    r"|oryginalna wiadomość|orijinal (?:mesaj|ileti)|özgün ileti|eredeti üzenet|mesaj original|αρχικό μήνυμα"
    r"|الرسالة الأصلية|رسالة أصلية|ההודעה המקורית|הודעה מקורית|вихідне повідомлення|оригінальне повідомлення|mesajul original"
    r"|izvorna poruka|missatge original|邮件原件|回复的原邮件|원본 메일|ข้อความเดิม|replied message"
    r"|原始邮件|原始郵件|原邮件|原始信件|原信|元のメッセージ|original message|원본 메시지|원본메시지|thư gốc"
    r"|tin nhắn gốc|ข้อความต้นฉบับ"
    r"|antwort(?: nachricht)?|reply separator|respondi(?:da|do)|reply|mesaj)\]?[^\w\n]{0,3}[-_=*~>. ‐‑—–]{2,40}",
    re.I,
)
_FORWARD = re.compile(
    r"^(?:[-_=*~> ]{2,40} ?(?:forwarded (?:message|mail|by|e-?mail|letter)|start of forwarded message"
    r"|begin forwarded|pesan (?:yang )?(?:di)?terus[sk]?an"
    r"|pesan diteruskan|pesan yang diteruskan|pesan terusan|surat terusan|diteruskan oleh|mesej (?:yang )?dimajukan"
    r"|weitergeleitete (?:nachricht|e-?mail)"
    r"|weitergeleitet von|message (?:transféré|réexpédié|transmis)|mensaje reenviado|mensagem (?:encaminhada"
    r"|reencaminhada)|messaggio inoltrato"
    r"|doorgestuurd bericht|doorgezonden|videresendt|vidarebefordra[td]|välitetty|edelleenlähetetty|пересылаемое"
    r"|пересланное|переслано|переслане|přeposlan"
    r"|preposlan|przekazana|wiadomość przekazana|yönlendirilen|iletilen|iletilmiş|továbbított|mesaj redirecționat"
    r"|προωθημ|הועבר|转发|轉寄|轉發|転送|전달된"
    r"|перенаправлен|проследен|proslijeđen|treść przekazanej|przesłana dalej|wiadomość przesłana|メッセージを転送"
    r"|chuyển tiếp|fwd|forward)[^\n]{0,60}"
    rf"|(?:{ANNOUNCED}) ?[:：]?"
    r"|diteruskan dari [^\n]{1,60}:)",
    re.I,
)
_DASHES = re.compile(r"^(?:[-_=*~—–] ?){5,120}")
_DASHED_WORDS = re.compile(r"^[-_=*~ ]{3,60}[^\W\d_][\w '.]{1,40}[-_=*~]{3,60}")
# People close what they paste ("-----Akhir SMS-----"); no mail program closes a reply.
_CLOSED = re.compile(r"^[-_=*~ ]{3,60}(?:akhir|selesai|sekian|habis|tamat|end|batas akhir|penutup)\b", re.I)
_PASTED_MAX = 80  # lines of what is pasted
_PHONE = re.compile(r"[^:：]{1,40}[:：][\s*]{0,4}[^@]{0,60}?(?<!\d)(?:\+?62|0)[\d ()./–-]{6,20}\d[^@]{0,20}")
# What helpdesks write over their mails, in the words of some languages: a mark, "above", "line", a mark.
_ABOVE = re.compile(
    r"(?:[^\w\s\"'“(]{1,8}[^\n]{0,60}(?:\b(?:above|di atas|oberhalb|über|nad|iznad|arriba|encima|au dessus|trên|πάνω|מעל|فوق|เหนือ|au-dessus|por encima|acima|sopra|boven|ovanför|över|over|yläpuolelle|powyżej"
    r"|выше|вище|výše|fölé|deasupra|üst))[^\n]{0,30}?(?:line|text|garis|baris|linie|zeile|ligne|línea|linha|linea|riga"
    r"|lijn|regel|linjen|rivin|linii|черты|линии|строки|лінії|řádek|čárou|čarou|sor|çizgi|satır|γραμμή|dòng|บรรทัด|שורה|السطر|liniju|linią|linijo)[^\n]{0,40}"
    r"|[^\w\s]{1,8}[^\n]{0,20}(?:此行|此线|此線|这条线|この行|この線|이 줄)[^\n]{0,6}(?:上方|上面|之上|より上|위)[^\n]{0,20}"
    r"|(?:please |mohon |silakan )?(?:type |write |add |enter |post |send )?(?:your |a )?(?:reply|response|replies) (?:just |only )?above (?:this|the|that) (?:dotted )?line"
    r"|tulis(?:kan)? (?:balasan|jawaban) (?:anda )?di atas (?:garis|baris) ini|balas(?:an)? di atas (?:garis|baris) ini"
    r"|[-=#*_~ ]{2,40}(?:[a-z]{1,12} ){0,2}(?:reply|respond|answer|write) above[-=#*_~ ]{0,40}\Z"
    r"|[^\w\n]{0,8}(?:please )?do not (?:write|type|reply) below this line)[^\n]{0,80}",
    re.I,
)
# What forums write below a drawn line, above what they sent before.
_PREVIOUS = re.compile(
    r"\*{0,2}(?:previous repl(?:ies|y)|vorherige antworten|réponses précédentes|respuestas anteriores|respostas anteriores|risposte precedenti"
    r"|eerdere (?:antwoorden|reacties)|tidigare svar|предыдущие ответы|balasan sebelumnya)\*{0,2}:?",
    re.I,
)
_SAYS_ABOVE = re.compile(r"above th|di atas (?:garis|baris)|below this line", re.I)


class Head(NamedTuple):
    """A separator or header block: its first line, the line after it, and whether it opens a forward."""

    begin: int
    end: int
    forward: bool
    sure: bool  # a separator with words, or a block that nothing but a mail client writes


def role(text: str) -> str | None:
    """Return which header a line is: from, sent, to, cc, subject, other; None for what is no header line."""
    # Asked of every line: whether a mark can end a label is seen before its letters are.
    match = _LABEL.match(text) if ":" in text[:LABEL_MAX] or "：" in text[:LABEL_MAX] else None
    return _ROLE.get(match.group(1).strip().lower()) if match else None


def find_head(lines: list[Line], index: int) -> Head | None:
    """Return the separator or header block that begins at a line, None if there is none."""
    text = lines[index].bare
    if not text:
        return None
    first = text[0]
    if first.isalpha() or (first in "*|•" and not text.startswith("*-")):
        if _FORWARD.fullmatch(text):
            return Head(index, _block_end(lines, index + 1) or index + 1, forward=True, sure=True)
        if _MESSAGE_OF.fullmatch(text) or ("/" in text and _is_notes(lines, index)):
            return Head(index, _block_end(lines, index + 1) or index + 2, forward=False, sure=True)
        label = role(text)
        if label in ("from", "sent"):
            if index and (role(lines[index - 1].bare) == "to" or _is_pasted(lines, index - 1)):
                return None  # the block would have begun with that line; it is what a person pasted
            return _block(lines, index) or _run_on(lines, index)
        if label == "to":
            return _block(lines, index)
        if _SAYS_ABOVE.search(text[:200]) and len(text) <= 200 and _ABOVE.fullmatch(text):
            return Head(index, index + 1, forward=False, sure=True)
        return None
    original = _ORIGINAL.match(text[:200])
    if original and original.end() < len(text) and role(text[original.end() :]) in ("from", "sent"):
        return Head(index, index + 1, forward=False, sure=True)  # a phone that lost the line ends
    if first in "-_" and "@" in text and _has_all_labels(text.lstrip("-_ ")):
        return Head(index, index + 1, forward=False, sure=True)
    if len(text) > 200:
        return None
    if original and original.end() == len(text):
        return Head(index, _block_end(lines, index + 1) or index + 1, forward=False, sure=True)
    if _FORWARD.fullmatch(text):
        return Head(index, _block_end(lines, index + 1) or index + 1, forward=True, sure=True)
    if _ABOVE.fullmatch(text):
        return Head(index, index + 1, forward=False, sure=True)
    if len(text) >= 3 and not text.strip("-") and index + 1 < len(lines) and _PREVIOUS.fullmatch(lines[index + 1].bare):
        return Head(index, index + 2, forward=False, sure=True)
    if _DASHES.fullmatch(text):
        return _below_dashes(lines, index)
    if _DASHED_WORDS.fullmatch(text) and not _is_pasted(lines, index):
        return _below_dashes(lines, index, worded=True)
    return None


def _is_pasted(lines: list[Line], index: int) -> bool:
    """True for a line with which somebody opens what is pasted, and a line like it closes it further down."""
    if not _DASHED_WORDS.fullmatch(lines[index].bare[:200]):
        return False
    return any(_CLOSED.match(line.bare) for line in lines[index + 1 : index + _PASTED_MAX])


def _is_notes(lines: list[Line], index: int) -> bool:
    """True for the first line of Lotus Notes' header block."""
    below = [line.bare for line in lines[index + 1 : index + 6] if line.bare][:2]
    if len(below) < 2 or below[1].lower() not in _NOTES_LABELS:
        return False
    return _NOTES_NAME.fullmatch(lines[index].bare) is not None and _NOTES_DATE.fullmatch(below[0]) is not None


def _below_dashes(lines: list[Line], index: int, *, worded: bool = False) -> Head | None:
    """Return the header block that stands below a line of dashes, be there words among them or not."""
    below = next((i for i in range(index + 1, min(index + 4, len(lines))) if lines[i].bare), None)
    if below is None:
        return None
    if role(lines[below].bare) is None:
        return None
    block = _block(lines, below, dashed=True)
    if block is None:
        return None
    return Head(index, block.end, block.forward, sure=not (worded and _is_dated_as_people_do(lines[below : block.end])))


def _block(lines: list[Line], index: int, *, dashed: bool = False) -> Head | None:
    """Return the header block that begins with a From line, if it is one that a mail client wrote."""
    roles, end = _roles(lines, index)
    needed = 2 if dashed else 3
    main = set(roles) - {"other", "cc"}
    if roles == ["from", "sent"] and _is_pair(lines[index].bare, lines[end - 1].bare):
        return Head(index, end, forward=False, sure=False)
    if dashed and roles == ["from"] and _ADDRESS.search(lines[index].bare) and _quoted_below(lines, end):
        return Head(index, end, forward=False, sure=True)
    if roles[:2] == ["sent", "to"] and _STAMP.search(lines[index].bare) and _ADDRESS.search(lines[index + 1].bare):
        return Head(index, end, forward=False, sure=True)
    if "from" not in main or len(set(roles) - {"other"}) < needed or len(main) < 2:
        return None
    block = " ".join(line.bare for line in lines[index:end])
    if roles[0] == "to" and not dashed and (len(main) < 4 or not _is_clients(lines, index, end)):
        return None  # the head of a letter or a memo, which begins with whom it is for
    mailed = _ADDRESS.search(block) is not None or "mailto:" in block
    if not (dashed and mailed) and _is_peoples(lines[index:end]):
        return None
    if not mailed and (_PHONE.fullmatch(lines[index].bare) or (dashed and len(main) < LABELS_UNADDRESSED_MIN)):
        return None  # a message of a phone, a payment: what is pasted as evidence
    addressed = mailed or ("sent" in main and _CLOCK.search(block))
    if not addressed and not ((dashed or {"from", "sent", "to", "subject"} <= main) and _NAME.search(block)):
        return None
    sure = {"from", "sent", "subject"} <= main and not _is_dated_as_people_do(lines[index:end])
    return Head(index, end, forward=False, sure=dashed or sure)


def _is_clients(lines: list[Line], index: int, end: int) -> bool:
    """True for a block below a text, with the full time of a mail, and what people do not write in the head of a memo."""
    sent = next((line.bare for line in lines[index:end] if role(line.bare) == "sent"), "")
    if not _CLOCK.search(sent) or not _YEAR.search(sent) or not any(line.bare for line in lines[:index]):
        return False
    return _label_of(sent) in _CLIENTS_SENT or any(_ADDRESS.search(line.bare) for line in lines[index:end])


def _is_dated_as_people_do(block: list[Line]) -> bool:
    """True for a block with the word for the date that people write, and mail programs rarely do."""
    return any(_label_of(line.bare) in _PEOPLES_SENT for line in block)


def _is_peoples(block: list[Line]) -> bool:
    """True for the head of a memo or the particulars of a payment: its words, without what a mail program adds."""
    labels = {role(line.bare): line.bare for line in reversed(block)}
    sent = labels.get("sent", "")
    subject = _label_of(labels.get("subject", ""))
    if sent and _label_of(sent) not in _PEOPLES_SENT:
        return False
    if not _CLOCK.search(sent):
        return bool(sent) or subject in _PEOPLES_SUBJECT
    return subject in ("", *_PEOPLES_SUBJECT) and not any(_ADDRESS.search(line.bare) for line in block)


def _label_of(text: str) -> str:
    """Return the label of a header line."""
    return text.partition(":")[0].strip("* ").lower()


def _is_pair(sender: str, sent: str) -> bool:
    """True for From and Sent alone, as a mail program writes them; people write "Dari" and "Tanggal"."""
    return _label_of(sent) in _CLIENTS_SENT and bool(
        _ADDRESS.search(sender) and _CLOCK.search(sent) and _YEAR.search(sent)
    )


def find_break(text: str) -> int | None:
    """Return where a separator or a header block begins behind newly written words on the same line."""
    if "----" not in text and "____" not in text and text.count(":") < RUN_ON_LABELS:
        return None
    text = text[:BARE_MAX]
    if text.lstrip()[:1] in "-_" and _opens(text.lstrip()):
        return None
    for mark in ("----", "____"):
        place = text.find(mark)
        if place > 0 and text[:place].strip(" -_=*>") and _opens(text[place:]):
            return place
    if "@" in text:
        for label in _INSIDE.finditer(text):
            if _ROLE.get(label.group(1).lower()) == "from" and _has_all_labels(text[label.start() + 1 :]):
                return label.start() + 1
    return None


def _opens(text: str) -> bool:
    """True for a separator with words, or a drawn line with a From line behind it."""
    return _ORIGINAL.match(text[:200]) is not None or _has_all_labels(text.lstrip("-_ "))


def _has_all_labels(text: str) -> bool:
    """True for a header block on one line."""
    labels = {role(text), *(_ROLE.get(label.lower()) for label in _INSIDE.findall(text[:_RUN_ON_MAX]))}
    dated = _CLOCK.search(text) is not None or _YEAR.search(text) is not None
    return dated and labels >= {"from", "sent", "to", "subject"} and _ADDRESS.search(text) is not None


def _run_on(lines: list[Line], index: int) -> Head | None:
    """Return the header block on one line that lost its line ends (Date: From: To: Subject:)."""
    if _has_all_labels(lines[index].bare):
        return Head(index, index + 1, forward=False, sure=True)
    return None


def _quoted_below(lines: list[Line], index: int) -> bool:
    """True when the next line that holds something is quoted."""
    following = next_filled(lines, index)
    return following is not None and lines[following].quoted


def _block_end(lines: list[Line], index: int) -> int | None:
    """Return the line after the header block below a separator, None if there is none."""
    below = next((i for i in range(index, min(index + 3, len(lines))) if lines[i].bare), None)
    if below is None or role(lines[below].bare) is None:
        return None
    roles, end = _roles(lines, below)
    return end if len(set(roles)) >= 2 else None


def _roles(lines: list[Line], index: int) -> tuple[list[str], int]:
    """Return the headers from a line on, and the line after the last of them."""
    roles: list[str] = []
    end = index
    blanks = 0
    for i in range(index, min(index + BLOCK_LINES_MAX, len(lines))):
        text = lines[i].bare
        if not text:
            blanks += 1
            if blanks > 1:
                break
            continue
        found = role(text)
        if found is None:
            # A wrapped line belongs to the header above: recipients, or the rest of a long subject.
            if blanks or not roles or not (_wrapped(text) or (i + 1 < len(lines) and role(lines[i + 1].bare))):
                break
            continue
        if found in roles and found in ("from", "subject"):
            break
        roles.append(found)
        blanks = 0
        end = i + 1
    return roles, end


def _wrapped(text: str) -> bool:
    """True for what can be the rest of a list of recipients."""
    return "@" in text or text.startswith("<") or text.endswith((",", ";"))
