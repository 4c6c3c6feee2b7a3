"""What the writer does not want to give, or has not: "alamat tidak bisa saya kasih", "tidak punya hp"."""

from collections.abc import Sequence

from mailticket.core.identity.passage import LINE_MAX, Line, Passage, Zone
from mailticket.core.vocabulary import Vocabulary

_FIELD = {
    "name": r"(?:nama|identitas|name|identity)(?: (?:saya|sy|asli|lengkap|kami))*",
    "address": r"(?:alamat|domisili|address)(?: (?:saya|sy|rumah|lengkap|kami))*",
    "phone": r"(?:no(?:mor|\.)? ?)?(?:telepon|telp|hp|handphone|wa|whatsapp|ponsel|phone(?: number)?)(?: (?:saya|sy|kami))*",
}
_NOT = r"(?:tidak|tdk|tak|ga|gak|nggak|enggak|belum|blm|teu|tra|do not|don't|cannot|can't|won't|would rather not|prefer not to)"
_GIVE = (
    r"(?:(?:bisa|mau|ingin|akan|bersedia|berani|dapat|boleh|usah|perlu)? ?(?:saya |kami |sy )?(?:di)?(?:kasih|beri(?:kan)?|memberi(?:kan)?|sebut(?:kan)?|menyebut(?:kan)?|cantumkan|mencantumkan|tulis(?:kan)?"
    r"|share|give|tell|disclose|ada|punya|memiliki|have))"
)
_REFUSALS = {
    field: Vocabulary(
        rf"{words},? (?:maaf )?{_NOT} {_GIVE}|{_NOT} {_GIVE} (?:my |a |an )?{words}|{words} (?:saya )?(?:rahasia|teu aya|rusak|tra ada)"
    )
    for field, words in _FIELD.items()
}


def refused_fields(lines: Sequence[Line], passage: Passage) -> tuple[str, ...]:
    """Return the fields that the writer refuses or has not."""
    zones = (Zone.BODY, Zone.FORM)
    return tuple(
        field
        for field, refusals in _REFUSALS.items()
        if any(lines[index].zone in zones for index, _, _ in passage.find(refusals, LINE_MAX))
    )
