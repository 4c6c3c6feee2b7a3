"""Vocabularies find what the same pattern finds that is tried at every letter, only sooner."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailticket.core.vocabulary import Vocabulary, Words

ALTERNATIVES = r"uang(?:nya)?|(?:tidak|ga) (?:bisa )?cair\w*|(?:me)?lapor(?:kan)?|pt [a-z]+|cu|(?:as|ass)alam\S*|di(?:tahan|tipu)|(?:uang|(?<!ga )(?<!cu )bisa) uang|tidak|(?P<rt>rt)(?![^\W\d_])\d*|no\.? ?hp"
WORDS = ("uang", "uangnya", "Tidak", "ga", "bisa", "cair", "cairkan", "melapor", "laporkan", "PT", "CU", "cukup", "assalam", "ditahan", "_uang", "İ", "ß", "1", "rt", "rt05", "no", "nohp", "no.hp", "5uang")  # fmt: skip
texts = st.lists(st.sampled_from(WORDS)).flatmap(
    lambda words: st.lists(
        st.sampled_from((" ", "-", "_", "\n", "", ". ")), min_size=len(words), max_size=len(words)
    ).map(lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True)))
)


def everywhere(text):
    return [match.span() for match in re.finditer(rf"\b(?=\w)(?:{ALTERNATIVES})(?!\w)", text)]


@given(texts)
def test_a_vocabulary_finds_what_its_pattern_finds_at_every_letter(text):
    words = Words.of(text)
    assert [match.span() for match in Vocabulary(ALTERNATIVES).find(words)] == everywhere(words.text)


@given(texts, texts)
def test_a_part_of_a_text_is_a_text(above, below):
    words = Words.of(f"{above}\n{below}")
    for text, part in ((above, words.part(0, len(above))), (below, words.part(len(above) + 1))):
        assert part.typed == text
        assert Vocabulary(ALTERNATIVES).found(part) == Vocabulary(ALTERNATIVES).found(Words.of(text))
        assert Vocabulary(ALTERNATIVES).without(part) == Vocabulary(ALTERNATIVES).without(Words.of(text))
        assert [part.has(word.lower()) for word in WORDS] == [Words.of(text).has(word.lower()) for word in WORDS]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("uang", True),
        ("uang kas", True),
        ("(uang)", True),
        ("keuangan", False),
        ("beruang", False),
        ("_uang_", True),
        ("beruang, uang", True),
    ],
)
def test_a_word_is_there_when_it_stands_by_itself(text, there):
    assert Words.of(text).has("uang") is there


def test_what_is_searched_for_as_typed_is_found_in_capitals_too():
    firms = Vocabulary(r"koperasi (?-i:[A-Z]\w+)", typed=True, is_open=True)
    assert [name.group() for name in firms.find(Words.of("KOPERASI Maju, koperasi kami, Koperasi Jaya"))] == [
        "KOPERASI Maju",
        "Koperasi Jaya",
    ]


@pytest.mark.parametrize("word", [r"\w+ang", r"u(?:ang)?\w", "[ut]ang", r"di\w+", r"di[a-z]", r"\d+ uang"])
def test_a_word_without_letters_to_find_it_by_is_refused(word):
    with pytest.raises(ValueError, match="begins with"):
        Vocabulary(word)
