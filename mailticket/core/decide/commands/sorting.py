"""What the matter is and who may know the citizen: kind, category, confidential."""

from dataclasses import replace

from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.arguments import category_of, kind_of
from mailticket.core.decide.commands.row import NOUN, OFFICERS, SORTS, TEXT, Row
from mailticket.core.decide.details import without_doubt
from mailticket.core.found import KIND, Command
from mailticket.core.happenings import Hold, What


def jenis(act: Act, command: Command) -> Act:
    """`#jenis KIND`, or the kind itself as command: change the kind, and with it the clock."""
    kind = kind_of(command.argument or "") if command.name in (JENIS.name, JENIS.english) else kind_of(command.name)
    if kind is None:
        raise Refused(Hold.ARGUMENT, command)
    ticket = replace(act.own, kind=kind, details=without_doubt(act.own.details, KIND))
    return act.with_(ticket, What.KIND(kind=kind))


def kategori(act: Act, command: Command) -> Act:
    """`#kategori NAME`: change the category, and with it the clock and who may know the citizen."""
    category = category_of(command.argument or "", act.present.policy.categories)
    if category is None:
        raise Refused(Hold.NO_CATEGORY, command)
    ticket = replace(act.own, category=category.id, confidential=act.own.confidential or category.confidential)
    return act.with_(ticket, What.CATEGORY(name=category.name, category=category.id))


def rahasia(act: Act, command: Command) -> Act:
    """`#rahasia`: units do not learn who complains."""
    return act.with_(replace(act.own, confidential=True), What.CONFIDENTIAL(note=act.text))


JENIS = Row("jenis", "kind", OFFICERS, SORTS, "#jenis aspirasi", "mengubah jenis laporan", jenis)
KINDS = (
    Row("pengaduan", "complaint", OFFICERS, SORTS, "#pengaduan", "jenisnya pengaduan", jenis),
    Row("aspirasi", "aspiration", OFFICERS, SORTS, "#aspirasi", "jenisnya aspirasi", jenis),
    Row("informasi", "information", OFFICERS, SORTS, "#informasi", "jenisnya permintaan informasi", jenis),
)
KATEGORI = Row("kategori", "category", OFFICERS, NOUN, "#kategori NAMA", "mengubah kategori", kategori)
RAHASIA = Row(
    "rahasia", "confidential", OFFICERS, TEXT, "#rahasia", "identitas pelapor disamarkan bagi unit kerja", rahasia
)
