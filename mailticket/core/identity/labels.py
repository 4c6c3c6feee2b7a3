"""Labels: "Nama : Siti", in any wording, order and usual misspelling, and whose detail the label announces."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from mailticket.core.citizen import FieldName
from mailticket.core.found import Reply
from mailticket.core.identity.owner import Owner, owner
from mailticket.core.identity.passage import Line, Zone, is_wrapped, own_lines

LABEL_WORDS_MAX = 9
ONLY_LABEL_WORDS_MAX = 5  # of a line that is a label and nothing else
ONLY_LABEL_BLANKS_MAX = 20  # blanks in it
NAME_MAX = 60  # characters of a name behind a word that announces its writer
VALUE_LINES_MAX = 8  # a value goes on over at most so many lines

# Each word that can head a label, with the field that it announces; "id" is a number that is no phone.
_HEADS = {
    "name": "nama nm nma name namalengkap",
    "address": "alamat alamt almat almt address domisili kediaman",
    "phone": (
        "telepon telpon telefon telp tlp tlpn telpn tel hp handphone hape ponsel wa whatsapp kontak contact phone mobile cell cp narahubung"
        " sms genggam seluler selular dihubungi dihub hub kontaknya nohp nowa notelp m t ph call telephone"
    ),
    "email": "email mail surel imel emailnya e-mail",
    "matter": (
        "uraian kronologi kronologis kronologinya isi pengaduan aduan keluhan permasalahan masalah pesan pertanyaan laporan keterangan aspirasi"
        " usulan usul saran maksud message report deskripsi tuntutan"
    ),
    "subject": "perihal hal subjek subject lampiran sifat kategori jenis",
    "id": (
        "nik ktp kk npwp nib rekening rek norek bilyet anggota nim nip polis invoice resi kode hukum faks fax buku paspor passport kartu lahir ttl"
        " pekerjaan umur usia agama pendidikan jabatan kerugian bukti tanggal tgl tempat pukul hari bank kelamin"
    ),
}
# Each field's labels on the form that our mails ask to fill in (templates/*/labels.yaml, `fields`), earlier ones too.
FORM_LABELS: Mapping[FieldName, str] = {
    FieldName.NAME: r"nama lengkap|nama(?= ?[:：(])|full name",
    FieldName.ADDRESS: r"alamat lengkap|alamat(?= ?\()|(?:full|postal|home|mailing|street) address",
    FieldName.PHONE: r"(?:nomor|no\.?) (?:telepon|telp\.?|hp|handphone)|(?:tele)?phone number",
    FieldName.EMAIL: r"alamat (?:surel|e-?mail)|e-?mail address",
    FieldName.DETAIL: r"uraian|permasalahan|isi (?:laporan|pengaduan|aduan|pesan)|your report|description",
}
_HEAD_OF = {word: field for field, words in _HEADS.items() for word in words.split()}
# Words of a label that leave it the writer's own.
_OWN = frozenset(
    (
        "lengkap saya sy pelapor pengadu pemohon rumah rmh sesuai ktp pribadi aktif yang yg bisa bs dapat anda pengirim diri asli surat tinggal tetap"
        " sekarang terbaru baru no nomor nomer nmr nombor the my full your number complete dan atau jelas di indonesia penulis ini ambo beta kami tempat"
        " person first last home postal street sa pu punya aku gue abdi ulun kula kulo kampung asal kos kost kontrakan pemilik owner produksi kedudukan saja aja ya kami untuk korespondensi menyurat informasi utama domisili digunakan warga sekaligus permasalahan pengaduan laporan"
    ).split()
)
_ORGANISATION = frozenset(
    (
        "koperasi kop koprasi ksp ksu kspps kud kopkar kantor usaha perusahaan toko cabang sekretariat lembaga instansi yayasan organisasi manajer manager pengurus penanggung jawab"
        " sekolah office company pondok direktur kampus kelompok"
    ).split()
)
_ITS_PEOPLE = frozenset({"manajer", "manager", "pengurus", "penanggung", "direktur", "ketua"})
_WRITERS = frozenset("pelapor pengadu pemohon pengirim penulis penyampai pemilik".split())  # alone they announce a name
_KNOWN = frozenset({*_HEAD_OF, *_OWN, *_ORGANISATION, *_ITS_PEOPLE})
_CORRECTED = frozenset({"baru", "terbaru", "benar", "sekarang", "new"})
_OF_A_LABEL = frozenset({*_HEAD_OF, *_OWN, *_ORGANISATION, *_CORRECTED})

# A mark, or blanks as in a table, or a dash between blanks.
_SEPARATOR = re.compile(
    r"(?=[\s.…_:=;：])(?:\s{0,20}(?:[.…_]{2,60})?\s{0,20}[:=;：]\s{0,40}|\t+\s{0,20}|\s{1,40}[-–]\s{1,20}|\s{2,40})"
)
_SEPARATES = re.compile("[:=;：–-]")  # one of these, three blanks or what is not printed: a tab
_BULLET = re.compile(r"^\s{0,60}(?:[-*•▪>]\s{0,4}|\(?\d{1,2}[.)]\s{0,4}|[a-h][.)]\s{1,4}){0,2}")
_TOKEN = re.compile(r"[^\W\d_]+(?:-(?=mail)mail)?")
_SPACED = re.compile(r"^(?:[^\W\d_] ){3,20}[^\W\d_]?$")
_INLINE = re.compile(r"[.,;|/]\s{1,3}(?P<label>[^\W\d_][^\n:=.,;|]{1,40})(?=\s?[:=])")
_PARENTHESES = re.compile(r"\([^()]{0,60}\)")
_EMPTY = re.compile(r"^[\s._…*\-–:/]*$|^\(?(?:tidak ada|kosong|belum ada|none|n/a)\)?\.?$", re.IGNORECASE)
_PICTURES = {"📍": "address", "👤": "name", "🏠": "address", "🏡": "address", "📱": "phone", "📞": "phone", "☎": "phone", "📲": "phone", "✉": "email", "📧": "email"}  # fmt: skip
# "Data ketua koperasi:" above labels says whose they are; it may end a sentence that says more.
_HEADING = re.compile(
    r"(?:^|[.!?]\s)\s{0,4}(?P<whose>[^.!?:]{0,60}\b(?:data|identitas|biodata|profil|kontak|keterangan|alamat)\b[^.!?:]{0,60}|(?:pihak |yang )?(?:terlapor|teradu|dilaporkan|diadukan|pelaku)[^.!?:]{0,40}):$",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[^\W\d_]{4}[.!?])\s")
_DWELLING = (["tempat", "tgl"], ["tmpt", "tgl"], ["tmp", "tgl"])  # "tempat tinggal", shortened
_COLUMN = re.compile(r"\s{2,40}")
_PARTY = re.compile(
    r"(?:(?:data|identitas) )?(?P<whose>pelapor|pengadu|pemohon|terlapor|teradu)", re.IGNORECASE
)  # as in a table
_OWN_HEADING = re.compile(r"(?<!\w)(?:saya|sy|pelapor|pemohon|pengadu|pengirim|my)(?!\w)", re.IGNORECASE)
_VOWELS = re.compile(r"[aiueo]")
_SKELETONS = {_VOWELS.sub("", word): word for word in (*_HEAD_OF, *_OWN) if len(_VOWELS.sub("", word)) >= 3}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its value; `index` is the label's line among the lines read."""

    field: str  # name | address | phone | email | matter | subject | id
    owner: Owner
    value: str  # lines joined with \n
    label: str
    index: int
    corrects: bool = False  # "yang benar", "baru": it replaces what was said before
    inside: bool = False  # further on in its line: what stands before it is text


def read_labels(lines: Sequence[Line]) -> list[Labelled]:
    """Return all labelled values in order."""
    found: list[Labelled] = []
    heads = [_label(line.text) for line in lines]
    found.extend(label for index, line in enumerate(lines) for label in _further(line.text, index))
    others = _under_others(lines, heads)
    for index, head in enumerate(heads):
        if head is None:
            continue
        field, whose, label, value, corrects = head
        value = _whole_value(lines, heads, index, field, value)
        if value and not _EMPTY.match(value):
            found.append(Labelled(field, Owner.OTHER if index in others else whose, value, label, index, corrects))
    return sorted(found, key=lambda label: label.index)


def _under_others(lines: Sequence[Line], heads: Sequence[object]) -> set[int]:
    """Return the lines that stand below a heading that makes them somebody else's, up to an empty line behind labels."""
    found: set[int] = set()
    under = labelled = False
    for index, line in enumerate(lines):
        text = line.text.strip()
        heading = _HEADING.search(text) if text.endswith(":") else _PARTY.fullmatch(text)
        if heading:
            whose = heading["whose"]
            under, labelled = owner(whose) is Owner.OTHER and not _OWN_HEADING.search(whose), False
        elif not text and labelled:
            under = False
        elif under:
            labelled = labelled or heads[index] is not None
            found.add(index)
    return found


def _further(text: str, index: int) -> Iterator[Labelled]:
    """Yield the labels that stand further on in a line: "Nama: Dian. Alamat: Jl. Mawar 3. Telp: 0812..."."""
    if ":" not in text and "=" not in text:
        return
    starts = [match.start("label") for match in _INLINE.finditer(text)]
    for start, end in zip_longest(starts, starts[1:]):
        head = _label(text[start:end])
        if head and head[3]:
            yield Labelled(head[0], head[1], head[3].rstrip(" ,.;|/"), head[2], index, head[4], inside=True)


@lru_cache(maxsize=2)
def read(reply: Reply) -> tuple[tuple[Line, ...], tuple[Labelled, ...]]:
    """Return the writer's lines with their labels; the last replies are remembered, since several ask for them."""
    lines = tuple(own_lines(reply))
    return lines, tuple(read_labels(lines))


def field_of(label: str) -> tuple[str, Owner, bool] | None:
    """Return what a label announces, whose it is, and whether it corrects; None when the words are no label."""
    text = _PARENTHESES.sub(" ", label.replace("_", " ")).strip(" .*")
    if _SPACED.match(text):
        text = text.replace(" ", "")
    words = [
        word.lower()
        for word in _TOKEN.findall(
            text.replace("e-mail", "email").replace("E-mail", "email").replace("E-Mail", "email")
        )
    ]
    if not words or len(words) > LABEL_WORDS_MAX:
        return None
    words = [word if word in _HEAD_OF or word in _OWN or word in _ORGANISATION else _mended(word) for word in words]
    fields = [_HEAD_OF[word] for word in words if word in _HEAD_OF]
    if not fields:
        return None
    field = fields[0]
    if "tinggal" in words or "kedudukan" in words or (words[:2] in _DWELLING and "lahir" not in words):
        field = "address"
    elif "email" in fields and field in ("address", "phone"):
        field = "email"
    elif field in ("matter", "subject") and fields[-1] in ("phone", "address"):
        field = fields[-1]
    strange = [word for word in words if word not in _OF_A_LABEL]
    return field, _owner(field, words, strange), not _CORRECTED.isdisjoint(words)


def _owner(field: str, words: list[str], strange: list[str]) -> Owner:
    organisation = [word for word in words if word in _ORGANISATION]
    if "rumah" in words:
        return Owner.SELF
    if strange:
        return Owner.OTHER
    if not organisation or ("usaha" in organisation and field == "phone"):
        return Owner.SELF
    if field == "name" and _ITS_PEOPLE.isdisjoint(organisation):
        return Owner.OTHER  # the name of a cooperative or a firm is no person's
    return Owner.ORGANISATION


def _label(text: str) -> tuple[str, Owner, str, str, bool] | None:
    """Return field, owner, label, value and whether it corrects, for a line that begins with a label."""
    bullet = None if text[:1].isalpha() and text[1:2] not in (".", ")") else _BULLET.match(text)
    rest = text[bullet.end() :] if bullet else text
    if not rest[:1].isascii() and (picture := next((mark for mark in _PICTURES if rest.startswith(mark)), None)):
        return _PICTURES[picture], Owner.SELF, picture, rest[len(picture) :].lstrip("\ufe0f :"), False
    separator = _SEPARATOR.search(rest) if _SEPARATES.search(rest) or "   " in rest or not rest.isprintable() else None
    label = (rest[: separator.start()] if separator else rest).strip()
    if not label or len(label) > 80:
        return None
    if separator is None and not _is_all_label(label):
        return None
    label = SENTENCE.split(label)[-1]  # "Yang kemarin salah tulis. Yang benar: ..."
    aside = label.rpartition("(")[2]  # "Terima kasih (wa: 0812...)"
    known = field_of(label if ")" in aside else aside)
    value = rest[separator.end() :].strip() if separator else ""
    if (
        known is None
        and label.lower() in _WRITERS
        and value
        and len(value) <= NAME_MAX
        and not any(map(str.isdigit, value))
    ):
        known = "name", Owner.SELF, False
    if known is None:
        return None
    if separator is not None and not separator.group().strip():
        value = _COLUMN.split(value, maxsplit=1)[0]  # of a table with more columns the first is the writer's
    if (
        separator is not None
        and ":" not in separator.group()
        and "=" not in separator.group()
        and known[1] is Owner.OTHER
    ):
        return None
    return known[0], known[1], label, value, known[2]


def _is_all_label(text: str) -> bool:
    """True for a line that holds nothing but a label: its value stands below."""
    first = _TOKEN.search(text)
    if first is None or first.group().lower() not in _KNOWN or text.count(" ") > ONLY_LABEL_BLANKS_MAX:
        return False
    words = [word.lower() for word in _TOKEN.findall(text)]
    return (
        len(words) <= ONLY_LABEL_WORDS_MAX
        and _KNOWN.issuperset(words)
        and words[0] != "hal"
        and not any(map(str.isdigit, text))
    )


def _whole_value(lines: Sequence[Line], heads: Sequence[object], index: int, field: str, value: str) -> str:
    """Join the lines that a value goes on over: until the next label, an empty line, or for a name the line's end."""
    parts = [value] if value else []
    for following in range(index + 1, min(len(lines), index + 1 + VALUE_LINES_MAX)):
        line = lines[following]
        if parts and line.zone is not lines[index].zone and line.zone is not Zone.BODY:
            break
        text = line.text.strip()
        if not text:
            if parts:
                break
            continue
        if heads[following] is not None:
            break
        if parts and not _goes_on(lines, following, field):
            break
        parts.append(text)
        if field in ("name", "phone", "email", "id"):
            break
    return "\n".join(parts)


def _goes_on(lines: Sequence[Line], following: int, field: str) -> bool:
    """True when a line belongs to the value above it."""
    if field in ("name", "phone", "email", "id"):
        return False
    if field != "address":
        return True
    above, line = lines[following - 1].text, lines[following].text
    if _SENTENCE_START.match(line):
        return False
    return (
        is_wrapped(above)
        or above.rstrip().endswith(",")
        or line.startswith((" ", "\t"))
        or _ADDRESS_START.match(line) is not None
    )


_SENTENCE_START = re.compile(
    r"\s{0,4}(?:saya|sy|kami|mohon|minta|tolong|mau|ingin|demikian|terima|hp|wa|telp|nomor|nomer)\b", re.IGNORECASE
)
_ADDRESS_START = re.compile(
    r"^(?:rt|rw|kel|kelurahan|desa|ds|kec|kecamatan|kab|kabupaten|kota|prov|provinsi|dusun|distrik|blok|no|nagari|kapanewon)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    """Return the label word that a misspelt or shortened word stands for, or the word itself."""
    skeleton = _VOWELS.sub("", word)
    if len(word) >= 3 and skeleton == word and skeleton in _SKELETONS:  # vowels left out: "lngkp", "almt"
        return _SKELETONS[skeleton]
    if len(word) >= 5:
        for known in (
            "alamat",
            "telepon",
            "telpon",
            "lengkap",
            "handphone",
            "whatsapp",
            "domisili",
            "pelapor",
            "rumah",
            "address",
            "nomor",
            "dihubungi",
        ):
            if _one_edit(word, known):
                return known
    return word


def _one_edit(word: str, known: str) -> bool:
    """True when one letter was left out, added, changed, or two neighbours were swapped."""
    if abs(len(word) - len(known)) > 1 or word[0] != known[0]:
        return False
    at = 0
    while at < min(len(word), len(known)) and word[at] == known[at]:
        at += 1
    return (
        word[at + 1 :] == known[at:]
        or word[at:] == known[at + 1 :]
        or word[at + 1 :] == known[at + 1 :]
        or (word[at + 2 :] == known[at + 2 :] and word[at : at + 2] == known[at : at + 2][::-1])
    )
