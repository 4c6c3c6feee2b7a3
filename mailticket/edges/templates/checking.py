"""Try every template with sample values before it is needed: what `mailticket check` says of templates."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Category, Desk, Officer, Policy, Unit
from mailticket.edges.templates import samples
from mailticket.edges.templates.library import CITIZEN_NOTICES, LANGUAGES, NOTICES, PAGE, TEXT_BLOCKS, Library
from mailticket.edges.templates.renderer import Renderer

PARTIAL = "_"  # files whose names begin so are parts of others


def check_templates(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return every problem of the templates in these folders, the earlier one before the later, one line each."""
    policy = Policy(
        desk=Desk(address="desk@example.org"),
        officers=(Officer("rina", "Rina Wulandari", "rina@example.org"),),
        units=(Unit("perkoperasian", "Deputi Bidang Perkoperasian", ("unit@example.org",)),),
        categories=(Category("lain", "Lain-lain"),),
    )
    renderer = Renderer(policy, (("check", b"only for this check"),), folders)
    found = [*renderer.library.broken, *_files(renderer.library)]
    for notice in _notices():
        if notice.name not in samples.WITHOUT_TICKET:
            renderer(notice, samples.TICKET, samples.NOW)
        if notice.name in samples.WITHOUT_TICKET | samples.PERHAPS_WITHOUT:
            renderer(notice, None, samples.NOW)
    return tuple(dict.fromkeys((*found, *renderer.broken)))


def _files(library: Library) -> Iterator[str]:
    if PAGE not in library.names:
        yield f"{PAGE}: missing"
    for language in LANGUAGES:
        for name in NOTICES if language == "id" else CITIZEN_NOTICES:
            template = library.text(language, name)
            if f"{language}/{name}.txt" not in library.names:
                yield f"{language}/{name}.txt: missing"
            elif template is not None:
                yield from (f"{language}/{name}.txt: no block {b}" for b in TEXT_BLOCKS if b not in template.blocks)
    for path in sorted(library.names - {PAGE}):
        language, _, file = path.rpartition("/")
        name = file.rpartition(".")[0]
        if language not in LANGUAGES or not (name.startswith(PARTIAL) or name in NOTICES):
            yield f"{path}: no notice of this name"


def _notices() -> Iterator[Notice]:
    """Every notice, in each of its languages and cases."""
    for name in NOTICES:
        for n, values in enumerate(samples.VALUES[name]):
            for language in LANGUAGES if name in CITIZEN_NOTICES else ("id",):
                role = name.partition(".")[0]
                notice = Notice(name, f"check:{name}:{n}", samples.PEOPLE[role], values, language)
                yield notice
                yield replace(notice, to=Person(role, notice.to.id, "", notice.to.address))
