"""`mailticket learn`: from the corpora and a site's own corrections to the reader's weights, with a report.

The tagger is trained five times: for each quarter of the collections without it, so that the choosers learn from
chances for mails that it has not seen, and once with all. What the report says of a mail was learned without its
quarter.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from mailticket.app.configuration import read_settings, shipped_settings
from mailticket.app.open_book import opened_to_read
from mailticket.core.lessons import Example as Correction
from mailticket.core.policy import Policy
from mailticket.core.reader.choice import Seen, look
from mailticket.core.reader.evidence import Rules, Said
from mailticket.core.reader.learning import Lesson, Marks, answers, often, stock_of, tagged
from mailticket.core.reader.measures import Measured, Measures, measured, rescaled, scales_of
from mailticket.core.reader.models import QUESTIONS, SCALES, SPANS, Models, models, pack
from mailticket.core.study import Answers, Before, lesson_of, number_of
from mailticket.edges import trainer
from mailticket.errors import Permanent, SettingsError
from mailticket.flows.lessons import examples

FOLDS = 4
COLLECTION = 80  # mails of one folder that were written together
CHOSEN = ("name", "address", "phone", "province")
JUDGED = ("kind", "detail")
LESSONS_MIN = 12  # fewer teach nothing
SEED = 20261201
BOOK = "book"  # the collection of a site's own corrections
INDEX = "lessons.json"  # says of a corpus which folders are learned from, and whether the rules had seen their mails

Example = tuple[Marks, str]
Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


@dataclass(frozen=True)
class Learned:
    """New weights, and how good they are on mails that they were not learned from."""

    weights: bytes
    measures: Mapping[str, Measures]  # by collection, and "all"
    by_mail: Mapping[str, Measured]


def lessons_in(corpus: Path, policy: Policy) -> Iterator[Lesson]:
    """Yield the lessons of a corpus; raises Permanent where it is none."""
    index = corpus / INDEX
    if not index.is_file():
        raise Permanent(f"{corpus}: no {INDEX}; `mailticket learn` needs the corpora of a checkout (tests/corpus)")
    try:
        entries = [(entry["folder"], entry["rules"]) for entry in json.loads(index.read_text("utf-8"))]
    except (ValueError, KeyError, TypeError) as error:
        raise Permanent(f'{index}: must be a list of {{"folder": ..., "rules": ...}}: {error!r}') from error
    for name, rules in entries:
        folder = corpus / name
        before = _before(folder / rules) if rules.endswith(".jsonl") else {}
        for path in sorted(folder.glob("*.eml")):
            lesson = lesson_of(
                path.read_bytes(),
                _answers(json.loads(path.with_suffix(".json").read_text("utf-8"))),
                policy,
                name=f"{name}/{path.name}",
                collection=f"{name}-{(number_of(path.name) - 1) // COLLECTION + 1}",
                before=before.get(path.name),
                is_honest=rules == "honest",
            )
            if lesson is not None:
                yield lesson


def _answers(gold: dict[str, Any]) -> Answers:
    return Answers(
        values={name: gold[name] for name in (*CHOSEN, "kind")},
        accepted={name: [one for one in gold.get(f"{name}_accept", ()) if one] for name in (*CHOSEN, "kind")},
        is_told=gold["detail"],
        others=[(one["what"], one["text"]) for one in gold.get("things", ()) if one["whose"] != "writer"],
        is_machines=gold["auto_response"],
    )


def _before(path: Path) -> dict[str, Before]:
    found = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {
        one["file"]: Before(
            names=_rules(one["name"]),
            addresses=_rules(one["address"]),
            phones=_rules(one["phone"]),
            province=Said(*one["province"]) if one["province"] else None,
            kind=one["kind"],
            told=one["told"],
            detail=one["detail"],
            counts=one["counts"],
            thanks=one["thanks"],
        )
        for one in found
    }


def _rules(said: dict[str, Any]) -> Rules:
    return Rules(Said(*said["chosen"]) if said["chosen"] else None, tuple(Said(*one) for one in said["listed"]))


def learn(lessons: Sequence[Lesson], ask_from: float, progress: Progress, *, copies: int = 1) -> Learned:
    """Learn from lessons; the same lessons give the same weights."""
    folds = _folds(lessons)
    if len(lessons) < LESSONS_MIN or len(set(folds.values())) < FOLDS:
        raise Permanent(
            f"{len(lessons)} mails: too few; {LESSONS_MIN} in {FOLDS} collections are the least to learn from"
        )
    taggers: list[bytes] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = [[one for one in lessons if folds[one.id] != fold] for fold in range(FOLDS)]
        for done, model in enumerate(pool.map(partial(_tagger, copies=copies), [*parts, lessons]), 1):
            taggers.append(model)
            progress("spans", done, FOLDS + 1)
    seen = {fold: _seen(lessons, folds, fold, taggers[fold]) for fold in range(FOLDS)}
    views = dict(chain.from_iterable(found.items() for found in seen.values()))
    shown = {
        one.id: {question: tuple(answers(one, views[one.id], question)) for question in QUESTIONS} for one in lessons
    }
    measures: dict[str, Measures] = {}
    by_mail: dict[str, Measured] = {}
    for fold in range(FOLDS):
        others = [one for one in lessons if folds[one.id] != fold]
        learned = Models({SPANS: taggers[fold], **_choosers(others, shown)})
        for one in lessons:
            if folds[one.id] == fold:
                by_mail[one.id] = measured(one, learned, ask_from)
        progress("choices", fold + 1, FOLDS + 1)
    scales = scales_of(by_mail.values())
    for one in lessons:
        for group in (one.collection, "all"):
            measures.setdefault(group, Measures()).add(rescaled(by_mail[one.id], scales))
    scaling = {SCALES: json.dumps(scales, sort_keys=True).encode()}
    parts_of_all = {SPANS: taggers[FOLDS], **_choosers(lessons, shown), **scaling}
    progress("choices", FOLDS + 1, FOLDS + 1)
    return Learned(pack(parts_of_all), measures, by_mail)


def _folds(lessons: Sequence[Lesson]) -> dict[str, int]:
    """Which quarter each lesson belongs to; a collection is never divided."""
    order = {name: at for at, name in enumerate(sorted({one.collection for one in lessons}))}
    return {one.id: order[one.collection] % FOLDS for one in lessons}


def _tagger(lessons: Sequence[Lesson], copies: int) -> bytes:
    """Train the tagger on lessons and on as many variants of each (in a process of its own)."""
    stock, chance = stock_of(lessons), Random(SEED)  # noqa: S311 -- the same lessons give the same weights
    examples = [tagged(one) for one in lessons]
    examples += [tagged(one, stock, chance) for _ in range(copies) for one in lessons]
    return trainer.train_spans((one.features, one.tags) for one in examples)


def _seen(lessons: Sequence[Lesson], folds: Mapping[str, int], fold: int, tagger: bytes) -> dict[str, Seen]:
    only = Models({SPANS: tagger})
    return {one.id: look(one.evidence, only) for one in lessons if folds[one.id] == fold}


def _choosers(lessons: Sequence[Lesson], shown: Mapping[str, Mapping[str, Sequence[Example]]]) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for question in QUESTIONS:
        examples = [example for one in lessons for example in shown[one.id][question]]
        made[question] = trainer.train_choice(often(examples), words=question in JUDGED)
    return made


@dataclass(frozen=True)
class Comparison:
    """New weights beside those in use, on mails of the book that neither was learned from."""

    mails: int
    before: Measures
    after: Measures

    @property
    def is_better(self) -> bool:
        """Whether nothing that is asked for wrongly grew, and of what is told no less is right."""
        old, new = self.before.figures(), self.after.figures()
        return new.get("missing", 1.0) >= old.get("missing", 1.0) and _mean(new) >= _mean(old)


def _mean(figures: Mapping[str, float]) -> float:
    told = [figure for name, figure in figures.items() if name not in ("asked", "missing")]
    return sum(told) / len(told) if told else 1.0


def lessons_of_book(book: Iterator[Correction], policy: Policy) -> Iterator[Lesson]:
    """Yield what officers' corrections teach; mails of one citizen stay in one quarter."""
    for number, one in enumerate(book):
        values = {name: value for name, value in one.gold.items() if name in (*CHOSEN, "kind")}
        is_told = bool(one.gold["detail"]) if "detail" in one.known else None
        quarter = int(one.group, 16) % FOLDS + 1
        lesson = lesson_of(
            one.raw, Answers(values, is_told=is_told), policy, name=f"{BOOK}/{number}", collection=f"{BOOK}-{quarter}"
        )
        if lesson is not None:
            yield lesson


def compared(lessons: Sequence[Lesson], learned: Learned, policy: Policy) -> Comparison:
    """Hold new weights against those in use; each mail's new figures were learned without its quarter."""
    in_use = models(policy.reader.model if policy.reader.model and Path(policy.reader.model).exists() else None)
    before, after = Measures(), Measures()
    for one in lessons:
        if one.id in learned.by_mail and one.id.startswith(f"{BOOK}/"):
            before.add(measured(one, in_use, policy.reader.ask_from))
            after.add(learned.by_mail[one.id])
    return Comparison(before.mails, before, after)


def install(weights: bytes, path: Path) -> None:
    """Put weights in place, whole or not at all."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        new = Path(folder) / path.name
        new.write_bytes(weights)
        new.replace(path)


def learn_reader(
    path: Path | None, corpus: Path, *, from_book: bool, output: Path | None, variants: int, progress: Progress
) -> tuple[Learned, Comparison | None, Path | None]:
    """Learn, compare and install; the last is where the weights went, None where they are worse than those in use.

    Raises Permanent without a corpus, and SettingsError where nothing says where they shall go.
    """
    settings = read_settings(path) if from_book else shipped_settings(path)
    policy = settings.policy
    place = output or (Path(policy.reader.model) if policy.reader.model else None)
    if place is None:
        raise SettingsError(["reader.model: names no file; give one there, or --output FILE"])
    if place.is_dir() or not os.access(place.parent, os.W_OK):
        raise Permanent(f"{place}: no file can be written there")
    lessons = list(lessons_in(corpus, policy))
    if from_book:
        with opened_to_read(path) as book:
            lessons.extend(lessons_of_book(examples(book.store, policy.intake), policy))
    learned = learn(lessons, policy.reader.ask_from, progress, copies=variants)
    comparison = compared(lessons, learned, policy) if from_book else None
    if comparison is not None and not comparison.is_better:
        return learned, comparison, None
    install(learned.weights, place)
    return learned, comparison, place
