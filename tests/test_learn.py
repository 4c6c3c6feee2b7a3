"""Officers correct what was read, and the reader learns it: over the whole way from a mail to new weights."""

from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from mailticket.app import learn
from mailticket.core.policy import Reader
from mailticket.core.reader.learning import Lesson
from mailticket.core.reading import read
from mailticket.errors import Permanent, SettingsError
from mailticket.flows.lessons import examples
from mailticket.settings import shipped
from tests.build import a_mail
from tests.context import POLICY, RINA, a_context
from tests.flows.test_sent import DATE, Desk

CORPUS = Path(__file__).parent / "corpus"
FEW = replace(POLICY, intake=replace(POLICY.intake, required=("detail",)))  # so that officers get every report at once
BASE = 45  # lessons of the corpus that are learned from beside the desk's own
# A region's way to say where one lives and who one is, which the corpus does not have.
TEXT = "Sampurasun. Simpanan abdi di KSP Maju Rp 5.000.000 sejak Januari 2026 tidak bisa ditarik.\n{name} pisan, bumi: {place}"
NAMES = "Wangsit Sunarya;Euis Maryati;Ujang Sutisna;Kokom Komariah;Asep Dahlan;Iis Rostika;Dadang Hermawan;Neneng Atikah".split(
    ";"
)
PLACES = "Cijolang Kadupandak;Sukamaju Cibeber;Mekarsari Agrabinta;Cisaat Sindangbarang;Girimukti Cidaun;Karangsari Naringgul;Sirnagalih Leles;Bojong Tanggeung".split(";")  # fmt: skip


def quiet(what: str, done: int, count: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    found = list(islice((one for one in learn.lessons_in(CORPUS, POLICY) if one.rules_are_honest), 0, BASE * 8, 8))
    assert len(found) == BASE
    return found


def a_citizens(number: int, name: str, place: str) -> bytes:
    return a_mail(TEXT.format(name=name, place=place), f"{number}x <warga{number}@example.org>", f"Laporan {number}")


def corrected(desk: Desk) -> None:
    """Eight citizens write, and the officer puts right what was read of each."""
    for number, (name, place) in enumerate(zip(NAMES, PLACES, strict=True)):
        mails = desk.got(a_citizens(number, name, place), f"2026-03-16 {9 + number:02}:00")
        about = next(mail for mail in mails if mail["X-Mailticket-Notice"] == "officer.assigned")
        order = f"#data\nNama: {name}\nAlamat: {place}"
        desk.got(a_mail(order, RINA, reply_to=about, proven=True, headers=DATE), f"2026-03-16 {9 + number:02}:30")


def test_what_officers_corrected_is_read_right_in_the_next_mail(lessons: list[Lesson], tmp_path: Path) -> None:
    context = a_context(f"sqlite:///{tmp_path}/book.db", FEW)
    corrected(Desk(context))
    own = list(learn.lessons_of_book(examples(context.store, POLICY.intake), POLICY))
    assert {one.best.get("name") for one in own} == set(NAMES)
    chances = dict.fromkeys(("without", "with"), 0.0)
    for kind, lesson in (("without", lessons), ("with", [*lessons, *own])):
        learned = learn.learn(lesson, POLICY.reader.ask_from, quiet, copies=0)
        learn.install(learned.weights, tmp_path / kind)
        policy = replace(POLICY, reader=Reader(model=str(tmp_path / kind)))
        found = read(a_citizens(9, "Enok Rohayati", "Cibodas Campaka"), policy).identity.name
        others = {one.value: one.confidence for one in found.alternatives}
        told = found.confidence if found.value == "Enok Rohayati" else others.get("Enok Rohayati", 0.0)
        chances[kind] = told
    assert chances["with"] > max(0.5, chances["without"])


def test_the_same_lessons_give_the_same_weights(lessons: list[Lesson]) -> None:
    some = Random(1).sample(lessons, 16)
    first, second = (learn.learn(some, 0.6, quiet).weights for _ in range(2))
    assert first == second


def test_worse_weights_are_found_out(lessons: list[Lesson], tmp_path: Path) -> None:
    context = a_context(f"sqlite:///{tmp_path}/book.db", FEW)
    corrected(Desk(context))
    own = list(learn.lessons_of_book(examples(context.store, POLICY.intake), POLICY))
    learned = learn.learn([*lessons, *own], 0.6, quiet, copies=0)
    comparison = learn.compared(own, learned, POLICY)
    assert comparison.mails == len(own)
    assert not replace(comparison, before=comparison.after, after=comparison.before).is_better or comparison.is_better


def test_without_a_corpus_or_a_place_for_the_weights_it_says_what_to_do(tmp_path: Path) -> None:
    settings = shipped("settings.yaml")
    with pytest.raises(SettingsError, match=r"reader.model: names no file; give one there, or --output FILE"):
        learn.learn_reader(settings, CORPUS, from_book=False, output=None, variants=0, progress=quiet)
    with pytest.raises(Permanent, match="needs the corpora of a checkout"):
        learn.learn_reader(settings, tmp_path, from_book=False, output=tmp_path / "x", variants=0, progress=quiet)


def test_weights_are_put_in_place_whole(tmp_path: Path) -> None:
    learn.install(b"old", tmp_path / "reader")
    learn.install(b"new", tmp_path / "reader")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("reader", b"new")]


def test_too_few_mails_teach_nothing() -> None:
    with pytest.raises(Permanent, match="0 mails: too few"):
        learn.learn([], 0.6, quiet)


@pytest.mark.parametrize("content", ["{bad", '[{"folder": "a"}]'])
def test_a_corpus_without_an_order_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "lessons.json").write_text(content, "utf-8")
    with pytest.raises(Permanent, match="must be a list of"):
        list(learn.lessons_in(tmp_path, POLICY))


def test_where_nothing_can_be_written_it_says_so_before_it_learns(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="no file can be written there"):
        learn.learn_reader(
            shipped("settings.yaml"), CORPUS, from_book=False, output=tmp_path, variants=0, progress=quiet
        )
