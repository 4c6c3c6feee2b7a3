"""What a file of labels must hold."""

import pytest

from mailticket.core.compose.labels import labels_of, problems, salutation
from mailticket.core.notices import CITIZEN_NOTICES

WHOLE = {
    "moment": "{day} om {hour}",
    "fields": dict.fromkeys(("name", "address", "phone", "email", "detail"), "veld"),
    "kinds": dict.fromkeys(("pengaduan", "aspirasi", "permohonan_informasi", "lainnya"), "soort"),
    "greetings": ["geachte", "beste mevrouw"],
    "titles": dict.fromkeys(CITIZEN_NOTICES, "titel"),
    "sentences": {"opening": "Over {number}.", "due": "Tot {due}.", "form": "Vul in:", "free": "Gratis.", "reply": "!"},
}


def changed(place, value):
    """The whole file with another value at a place; None takes it away."""
    section, _, name = place.partition(".")
    tree = {key: dict(value) if isinstance(value, dict) else value for key, value in WHOLE.items()}
    node, key = (tree[section], name) if name else (tree, section)
    node[key] = value
    if value is None:
        del node[key]
    return tree


def test_a_whole_file_gives_the_labels_of_its_language():
    assert list(problems(WHOLE)) == []
    assert labels_of(WHOLE).fields["phone"] == "veld"
    assert labels_of(WHOLE).greetings == ("geachte", "beste mevrouw")


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        ("fields.phone", None, "fields.phone: missing"),
        ("titles.citizen.closed", None, "titles.citizen.closed: missing"),
        ("kinds.lainnya", " ", "kinds.lainnya: must be one line of text"),
        ("kinds.lainnya", "a\nb", "kinds.lainnya: must be one line of text"),
        ("kinds.lainnya", ["a"], "kinds.lainnya: must be one line of text"),
        ("kinds.lain", "a", "kinds.lain: no label of this name"),
        ("farewells", "a", "farewells: no label of this name"),
        ("moment", "{day} om {uur}", "moment: must have {day} and {hour} in it"),
        ("moment", "{day} om {hour", "moment: must have {day} and {hour} in it"),
        ("sentences.due", "Tot dan.", "sentences.due: must have {due} in it"),
        ("sentences.opening", "{number.real}", "sentences.opening: must have {number} in it"),
        ("greetings", None, "greetings: must be a list of words"),
        ("greetings", [], "greetings: must be a list of words"),
        ("greetings", "geachte", "greetings: must be a list of words"),
    ],
)
def test_each_fault_is_told_at_its_place(place, value, problem):
    assert list(problems(changed(place, value))) == [problem]


@pytest.mark.parametrize("tree", [None, [], "moment", {}])
def test_a_file_of_another_shape_is_no_file_of_labels(tree):
    assert list(problems(tree))


def test_an_answer_is_known_to_greet_in_any_of_the_languages():
    greets = salutation([labels_of(WHOLE), labels_of(changed("greetings", ["yth", "hi"]))])
    for text in ("Geachte heer,", " beste mevrouw Siti", "Yth. Ibu", "Hi!"):
        assert greets.match(text)
    for text in ("Beste heer", "Hidup", "Kami, yth", ""):
        assert not greets.match(text)
