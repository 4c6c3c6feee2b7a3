"""What stands behind a command on its line: a unit, an officer, a category, a kind, an outcome."""

from collections.abc import Mapping, Sequence

from mailticket.core.policy import Category, Kind, Officer, Referral, Unit
from mailticket.core.ticket import Outcome

OUTCOMES: Mapping[str, Outcome] = {
    **{outcome.value: outcome for outcome in Outcome},
    "selesai": Outcome.RESOLVED,
    "tanpa tanggapan": Outcome.NO_RESPONSE,
    "bukan kewenangan": Outcome.OUT_OF_SCOPE,
    "duplikat": Outcome.DUPLICATE,
    "ganda": Outcome.DUPLICATE,
    "dicabut": Outcome.WITHDRAWN,
    "ditolak": Outcome.REJECTED,
}
KINDS: Mapping[str, Kind] = {
    "pengaduan": Kind.PENGADUAN,
    "aspirasi": Kind.ASPIRASI,
    "informasi": Kind.PERMOHONAN_INFORMASI,
    "permohonan informasi": Kind.PERMOHONAN_INFORMASI,
    "permohonan_informasi": Kind.PERMOHONAN_INFORMASI,
    "permintaan informasi": Kind.PERMOHONAN_INFORMASI,
    "lainnya": Kind.LAINNYA,
    "complaint": Kind.PENGADUAN,
    "aspiration": Kind.ASPIRASI,
    "information": Kind.PERMOHONAN_INFORMASI,
}
SWITCHES: Mapping[str, bool] = {
    "mati": False, "off": False, "tidak": False, "hidup": True, "nyala": True, "on": True, "ya": True,
}  # fmt: skip
SEPARATORS = " \t:;,.-"


def unit_of(argument: str, units: Sequence[Unit]) -> tuple[Unit | None, str]:
    """Return the unit by the longest id, name or alias that the argument begins with, and the rest as instruction."""
    names = [(name, unit) for unit in units for name in (unit.id, unit.name, *unit.aliases)]
    for name, unit in sorted(names, key=lambda pair: len(pair[0]), reverse=True):
        rest = _behind(argument, name)
        if rest is not None:
            return unit, rest
    return None, argument


def outcome_of(argument: str) -> tuple[Outcome, str]:
    """Return the outcome that the argument begins with, else "resolved", and the rest as note."""
    for word, outcome in OUTCOMES.items():
        rest = _behind(argument, word)
        if rest is not None:
            return outcome, rest
    return Outcome.RESOLVED, argument


def kind_of(argument: str) -> str | None:
    """Return the kind by its word, or None."""
    return KINDS.get(_folded(argument))


def switch_of(argument: str) -> bool | None:
    """Return whether something is wanted, by the word for on or off, or None."""
    return SWITCHES.get(_folded(argument))


def officer_of(argument: str, officers: Sequence[Officer]) -> Officer | None:
    """Return the officer by id or by a part of the name that only one officer has, or None."""
    wanted = _folded(argument)
    exact = [officer for officer in officers if wanted in (officer.id.casefold(), _folded(officer.name))]
    found = exact or [officer for officer in officers if wanted and wanted in _folded(officer.name)]
    return found[0] if len(found) == 1 else None


def category_of(argument: str, categories: Sequence[Category]) -> Category | None:
    """Return the category by id or name, or None."""
    wanted = _folded(argument)
    return next((c for c in categories if wanted in (c.id.casefold(), _folded(c.name))), None)


def referral_of(argument: str, referrals: Sequence[Referral]) -> Referral | None:
    """Return the institution of `desk.referrals` by id or name, or None."""
    wanted = _folded(argument)
    return next((r for r in referrals if wanted in (r.id.casefold(), _folded(r.name))), None)


def _behind(argument: str, name: str) -> str | None:
    """Return what stands behind a name at the beginning of the argument, or None when it does not stand there."""
    words, wanted = argument.split(), name.split()
    head = " ".join(words[: len(wanted)]).strip(SEPARATORS)
    if not wanted or head.casefold() != " ".join(wanted).casefold():
        return None
    return " ".join(words[len(wanted) :]).strip(SEPARATORS)


def _folded(text: str) -> str:
    return " ".join(text.split()).strip(SEPARATORS).casefold()
