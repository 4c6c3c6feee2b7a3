"""Whose a detail is: the writer's, the writer's organisation's, or somebody else's. The nearest word before it decides."""

import re
from enum import StrEnum

WINDOW = 100  # characters before a detail that say whose it is

KIN = (
    r"(?:ayah|bapak|ibu|mama|suami|istri|isteri|anak|cucu|keponakan|ponakan|sepupu|menantu|adik|kakak|abang|teman|kawan|sahabat|rekan|tetangga|saudara|paman|tante"
    r"|bibi|mertua|klien|majikan|atasan|nenek|kakek|bojo|nyokap|bokap|orang ?tua|promotor|pembimbing)"
)
_ROLE = (
    r"(?:ketua|wakil ketua|bendahara|sekretaris|kepala|pimpinan|manajer|manager|pengurus|pengawas|petugas|marketing|kolektor|penagih"
    r"|debt ?collector|dc|pelaku|penipu|terlapor|teradu|notaris|pengacara|oknum|promotor|pembimbing|atasan|koordinator|admin|cs|mantri"
    r"|pemilik|penyewa|orang)"
)
_ORGANISATION = (
    r"(?:koperasi\w*|koprasi|ksp\w*|ksu|kspps|kud|kopkar|kopdit|kopontren|kpri|bmt|lpd|cu|bank|pt|cv|ud|yayasan|kantor\w*|cabang\w*|unit|dinas"
    r"|kementerian|kementrian|gedung kementerian|universitas|kampus\w*|sekolah|fakultas|perusahaan|toko|pabrik|hotel|polsek|polres"
    r"|satgas|office|company|branch|cooperative|faks?(?:imile)?|fax)"
)
_CUE = re.compile(
    rf"(?P<other>(?<!\w){KIN}(?:nya|(?: (?:saya|sy|kami|aku|kula|kulo|ulun|beta|gue|gw|abdi))+)(?!\w)"
    rf"|(?<!\w)klien(?!\w)|(?<!\w)(?:melaporkan|mengadukan|terlapor|teradu|milik|namanya)(?!\w)"
    rf"|(?<!\w)(?:bapak|ibu|pak|bu|orang|penagih|petugas|oknum) (?:itu|tsb|tersebut)(?!\w)"
    rf"|(?<!\w){_ROLE}(?:nya)?(?!\w)(?! saya| kami)"
    rf"|(?<!\w)(?:pak|bpk|bapak|bu|ibu|sdri?|saudari?|tn|ny|mbak|mas|mr|mrs|ms)\.? (?-i:[A-Z][\w']+)"
    rf"|(?<!\w)(?:my (?:wife|husband|father|mother|brother|sister|son|daughter|friend|supervisor|boss|manager|lawyer|agent|neighbou?r|employer|client)|his|her|their|orang itu|orangnya|mereka|dia|beliau)(?!\w)"
    rf"|(?<!\w)(?:yang|yg) (?:neror|me?neror|nagih|menagih|mengancam|nipu|menipu|menghubungi|menelepon|nelpon)(?!\w))"
    rf"|(?P<organisation>(?<!\w)(?:{_ORGANISATION}|sekretariat)(?: (?:kami|saya))?(?!\w))"
    rf"|(?P<self>(?<!\w)(?:saya (?:(?-i:[A-Z][\w'.]{{0,30}}),? ){{1,5}}(?:adalah |selaku |sebagai |seorang )?{_ROLE}|(?:saya|sy|aku|kulo|kula) (?:[\w']{{2,30}} ){{0,2}}orang|saya|sy|sya|aku|gue|gw|ane|abdi|ulun|beta|ambo|titiang|kula|kulo|sa|kami|kita|my|me|i|our|we|pribadi|pelapor|pemohon)(?!\w))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_OURS = re.compile(r"(?:kami|saya)$|^sekretariat", re.IGNORECASE)
# Whoever is named as the contact of a letter speaks for its writer.
_CONTACT = re.compile(r"(?<!\w)(?:konfirmasi|narahubung|[ck]onta[ck]t? person|cp|koordinator)(?!\w)", re.IGNORECASE)


class Owner(StrEnum):
    """Whose a detail is, by the words around it."""

    SELF = "the writer's own"
    OURS = "of the writer's organisation"
    NOBODY = "no word says whose"
    CONTACT = "of the contact person"
    ORGANISATION = "of an organisation"
    OTHER = "somebody else's"


def owner(before: str, writer: frozenset[str] = frozenset()) -> Owner:
    """Say whose the detail is that stands behind these words (of the same sentence); `writer` are the writer's names."""
    last = max(_CUE.finditer(before[-WINDOW:]), key=lambda cue: cue.start(), default=None)
    if last is None:
        return Owner.NOBODY
    if writer and writer <= set(_WORD.findall(before[-WINDOW:][last.end() :].lower())):
        return Owner.SELF
    if last.lastgroup == "self":
        return Owner.SELF
    if last.lastgroup == "organisation":
        return Owner.OURS if _OURS.search(last.group()) else Owner.ORGANISATION
    return Owner.CONTACT if _CONTACT.search(before[-WINDOW:]) else Owner.OTHER
