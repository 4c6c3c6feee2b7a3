"""How the work for a text grows with the text, by the processor's time, so that a busy machine changes nothing."""

import time
from collections.abc import Callable

GROWTH_MAX = 9  # to four times the text: linear is 4, quadratic 16
NOISE_SECONDS = 0.02  # what is quicker than that is not measured
ROUNDS = 3  # the best of them counts: noise only ever adds


def growth(work: Callable[[str], object], evil: str) -> float:
    """Return how many times longer the whole text takes than a quarter of it; 1 when both are too quick to tell."""
    whole = min(_seconds(work, evil) for _ in range(ROUNDS))
    if whole < NOISE_SECONDS:
        return 1
    return whole / max(min(_seconds(work, evil[: len(evil) // 4]) for _ in range(ROUNDS)), NOISE_SECONDS / 4)


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
