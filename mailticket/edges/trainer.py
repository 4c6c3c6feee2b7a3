"""python-crfsuite's trainer: from examples to the weights of a tagger or of a chooser."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

Marks = Sequence[str] | Mapping[str, float]

SPANS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
CHOICE = {"c1": 0.0, "c2": 1.0, "max_iterations": 200}
WORDS = {"c1": 0.02, "c2": 0.5, "max_iterations": 200}  # many features: those that tell little are left out


def train_spans(examples: Iterable[tuple[Sequence[Sequence[str]], Sequence[str]]]) -> bytes:
    """Learn to tag tokens."""
    return _train(((list(marks), list(tags)) for marks, tags in examples if marks), SPANS)


def train_choice(examples: Iterable[tuple[Marks, str]], *, words: bool = False) -> bytes:
    """Learn to answer; `words`: from the words of texts."""
    return _train((([marks], [answer]) for marks, answer in examples), WORDS if words else CHOICE)


def _train(examples: Iterable[tuple[list[Marks], list[str]]], options: Mapping[str, float | bool]) -> bytes:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(options)
    for marks, answers in examples:
        trainer.append(marks, answers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights"
        trainer.train(str(path))
        return path.read_bytes()
