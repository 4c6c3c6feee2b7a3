"""A third language is a folder of templates with its file of labels, and nothing else."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from mailticket import settings
from mailticket.core.notices.letters import CITIZEN_NOTICES
from mailticket.edges.jinja import Renderer, check_templates
from mailticket.errors import SettingsError
from tests.core.desk import KEYS, NUMBER, Memory, written

SHIPPED = Path(__file__).parents[2] / "templates"
NOW = datetime(2026, 3, 30, 2, 5, tzinfo=UTC)
SETTINGS = """
desk: {{address: info@kemenkopukm.go.id, ticket_prefix: KUKM, templates_folder: own, language: {language}}}
mailbox: {{host: imap.example, user: desk, password: {{env: PASSWORD}}, start: now}}
smtp: {{host: smtp.example, user: desk, password: {{env: PASSWORD}}}}
officers: [{{id: rina, name: Rina, address: rina@example.org}}]
supervisors: [{{id: kabag, name: Kepala Bagian, address: kabag@example.org}}]
"""
LABELS = {
    "moment": "{day} om {hour}",
    "fields": {
        "name": "Volledige naam",
        "address": "Volledig adres",
        "phone": "Telefoonnummer",
        "email": "E-mailadres",
        "detail": "Uw melding",
    },
    "asked": {
        "name": "uw volledige naam",
        "address": "uw volledige adres",
        "phone": "een telefoonnummer",
        "email": "uw e-mailadres",
        "detail": "uw melding",
    },
    "known": {"name": "Naam", "address": "Adres", "phone": "Telefoon", "email": "E-mail", "province": "Provincie"},
    "kinds": {
        "pengaduan": "Klacht",
        "aspirasi": "Suggestie",
        "permohonan_informasi": "Verzoek om informatie",
        "lainnya": "Overig",
    },
    "greetings": ["geachte", "beste"],
    "titles": dict.fromkeys(CITIZEN_NOTICES, "Over uw melding"),
    "sentences": {
        "opening": "Deze e-mail gaat over melding {number}.",
        "due": "U krijgt antwoord op {due}.",
        "form": "Vul dit in:",
        "free": "Deze dienst is gratis.",
        "reply": "Beantwoord deze e-mail om te reageren.",
    },
}
ASKING = """{% block subject %}Vul uw gegevens aan{% endblock %}
{% block body %}
Geachte {{ to.name or "heer of mevrouw" }},

op {{ today|day }} kregen wij uw melding {{ number }} van {{ ticket.received_at|moment }} ({{ kind_name }}).

{{ form|form }}
{% endblock %}
"""


@pytest.fixture
def own(tmp_path):
    """A folder with Dutch in it: all that citizens are sent, and the labels."""
    folder = tmp_path / "own" / "nl"
    folder.mkdir(parents=True)
    for name in CITIZEN_NOTICES:
        text = "{% block subject %}Bericht{% endblock %}{% block body %}Bericht over {{ number }}.{% endblock %}"
        (folder / f"{name}.txt").write_text(ASKING if name == "citizen.details_missing" else text)
    (folder / "_citizen.txt").write_text("{% block body %}--\n{{ desk.name }}\nGratis.{% endblock %}")
    write_labels(folder, LABELS)
    return tmp_path / "own"


def write_labels(folder, labels):
    (folder / "labels.yaml").write_text(yaml.safe_dump(labels, allow_unicode=True), "utf-8")


def a_letter(own, language, text="Simpanan saya sejak Januari 2026 di KSP Maju tidak bisa ditarik."):
    """What a citizen without details is answered by a desk with these settings, and what was broken in it."""
    (own.parent / "settings.yaml").write_text(SETTINGS.format(language=language))
    policy = settings.load(own.parent / "settings.yaml").policy
    renderer = Renderer(policy, KEYS, [SHIPPED])
    decision = Memory(policy=policy, now=NOW).decided(written(text, "Budi <budi@example.com>", subject="Simpanan"))
    (notice,) = (one for one in decision.notices if one.name == "citizen.details_missing")
    return renderer(notice, replace(decision.ticket, number=NUMBER), NOW), renderer.broken


def test_a_desk_writes_in_a_language_that_only_its_folder_knows(own):
    assert check_templates([own, SHIPPED], "nl") == ()
    letter, broken = a_letter(own, "nl")
    assert broken == []
    assert letter.subject == f"[{NUMBER}] Vul uw gegevens aan"
    said = " ".join(letter.text.split())
    assert f"op maandag 30 maart 2026 kregen wij uw melding {NUMBER} van maandag 30 maart 2026 om 09:05 WIB" in said
    assert "(Klacht)" in said
    assert re.findall(r"(?m)^(.+): $", letter.text) == ["Volledig adres", "Telefoonnummer"]
    assert "Gratis." in letter.text
    assert b'<html lang=3D"nl">' in letter.data or b'<html lang="nl">' in letter.data


def test_a_template_that_fails_is_made_up_for_in_its_own_language(own):
    (own / "nl" / "citizen.details_missing.txt").write_text("{% block subject %}x{% endblock %}")
    assert "nl/citizen.details_missing.txt: no block body" in check_templates([own, SHIPPED], "nl")
    letter, broken = a_letter(own, "nl")
    assert broken == ["nl/citizen.details_missing: KeyError: 'body'"]
    assert letter.subject == f"[{NUMBER}] Over uw melding"
    assert f"Deze e-mail gaat over melding {NUMBER}." in letter.text
    assert re.findall(r"(?m)^(.+): $", letter.text) == ["Volledig adres", "Telefoonnummer"]


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("auto", "Simpanan saya di KSP Maju tidak bisa ditarik sejak Januari.", "Nomor telepon: "),
        ("auto", "I would like to report that my savings are not paid out by the cooperative.", "Phone number: "),
        ("en", "Simpanan saya di KSP Maju tidak bisa ditarik sejak Januari.", "Phone number: "),
        ("nl", "I would like to report that my savings are not paid out by the cooperative.", "Telefoonnummer: "),
    ],
)
def test_the_desk_writes_in_the_citizens_language_or_in_the_one_it_is_told_to(own, language, text, says):
    letter, broken = a_letter(own, language, text)
    assert says in letter.text
    assert broken == []


def without_a_label(folder):
    fields = {key: label for key, label in LABELS["fields"].items() if key != "phone"}
    write_labels(folder, {**LABELS, "fields": fields})


@pytest.mark.parametrize(
    ("spoil", "lacks"),
    [
        (without_a_label, "nl/labels.yaml: fields.phone: missing"),
        (lambda folder: (folder / "citizen.closed.txt").unlink(), "nl/citizen.closed.txt: missing"),
        (lambda folder: (folder / "_citizen.txt").unlink(), "nl/_citizen.txt: missing"),
    ],
)
def test_a_missing_label_or_template_is_told_and_the_desk_does_not_begin_to_write_in_it(own, spoil, lacks):
    spoil(own / "nl")
    refused = f"desk.language: must be auto or one of en, id, not 'nl' ({lacks})"
    assert check_templates([own, SHIPPED]) == (lacks,)
    assert set(check_templates([own, SHIPPED], "nl")) == {lacks, refused}
    with pytest.raises(SettingsError) as caught:
        a_letter(own, "nl")
    assert caught.value.problems == (refused,)


def test_a_language_without_a_folder_is_refused():
    (problem,) = check_templates([SHIPPED], "fr")
    assert problem == "desk.language: must be auto or one of en, id, not 'fr' (fr: no such folder of templates)"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [", "nl/labels.yaml: while parsing"),
        ("", "nl/labels.yaml: must hold keys with their labels"),
        (None, "nl/labels.yaml: missing"),
    ],
)
def test_labels_that_cannot_be_read_are_told(own, text, problem):
    (own / "nl" / "labels.yaml").unlink()
    if text is not None:
        (own / "nl" / "labels.yaml").write_text(text)
    (found,) = check_templates([own, SHIPPED])
    assert found.startswith(problem)


def test_a_folder_that_is_no_language_is_told(own):
    (own / "nl").rename(own / "attic")
    assert check_templates([own, SHIPPED]) == ("attic: no language that CLDR knows",)


def test_a_writer_of_a_language_that_is_not_whole_gets_the_staffs_and_it_is_reported(own):
    (own / "nl").rename(own / "en")
    write_labels(own / "en", {})
    english = "I would like to report that my savings are not paid out by the cooperative."
    letter, broken = a_letter(own, "auto", english)
    assert "Nomor telepon: " in letter.text
    assert broken == ["en/citizen.details_missing: en/labels.yaml: greetings: must be a list of words"]


def test_without_the_staffs_labels_the_desk_does_not_start(own):
    (own / "nl").rename(own / "id")
    write_labels(own / "id", {**LABELS, "moment": "om"})
    with pytest.raises(SettingsError) as caught:
        a_letter(own, "auto")
    assert caught.value.problems == ("desk.templates_folder: id/labels.yaml: moment: must have {day} and {hour} in it",)


def test_the_labels_of_the_form_are_the_ones_of_the_contract():
    fields = {
        language: yaml.safe_load((SHIPPED / language / "labels.yaml").read_text("utf-8"))["fields"]
        for language in ("id", "en")
    }
    assert list(fields["id"].values()) == ["Nama lengkap", "Alamat lengkap", "Nomor telepon", "Alamat surel", "Uraian"]
    assert list(fields["en"].values()) == ["Full name", "Full address", "Phone number", "E-mail address", "Your report"]
