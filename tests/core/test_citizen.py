"""Every place that goes over the citizen's details knows all of them: one that is added is forgotten nowhere."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from mailticket.core import inspection, shapes
from mailticket.core.citizen import FIELDS, NOBODY, REQUIRED, VALUES, Citizen, Field, FieldName, Identity
from mailticket.core.compose import samples
from mailticket.core.compose.labels import SECTIONS, Labels, labels_of
from mailticket.core.compose.view import view, withheld
from mailticket.core.decide import details, marks
from mailticket.core.identity import missing
from mailticket.core.identity.labels import FORM_LABELS, field_of
from mailticket.core.notices.letters import Acknowledged, Assigned, DetailsMissing, UnitForwarded
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Role
from mailticket.core.policy import Desk, Intake, Policy
from mailticket.core.reading import read
from mailticket.core.reply.form import LABEL
from mailticket.core.ticket import Ticket
from mailticket.edges.rows import row_of_ticket, ticket_of
from mailticket.edges.tables import tickets

TEMPLATES = Path(__file__).parents[2] / "templates"
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
POLICY = Policy(desk=Desk(address="info@desk.example", ticket_prefix="KUKM"))
EVERYTHING = Policy(desk=POLICY.desk, intake=Intake(required=tuple(FieldName)))
SOMEBODY = Citizen(**{name: f"the {name}" for name in VALUES})
TOLD = Identity(**{name: Field(f"the {name}", "label", 0.9) for name in VALUES})
TICKET = Ticket("Simpanan", NOW, number="KUKM-2026-000001", citizen=SOMEBODY)
WRITTEN = {
    language: yaml.safe_load((TEMPLATES / language / "labels.yaml").read_text("utf-8")) for language in ("id", "en")
}
LABELS: dict[str, Labels] = {language: labels_of(tree) for language, tree in WRITTEN.items()}


def seen(value, ticket=TICKET):
    """What the template of the usual notice of a class is given."""
    value = samples.usual(value) if isinstance(value, type) else value
    notice = Notice(value, ("test",), samples.PEOPLE[value.letter.role])
    return view(notice, ticket, POLICY, LABELS, NOW).of_ticket


def test_what_is_asked_for_is_what_is_kept_and_what_a_mail_gives():
    assert set(VALUES) == {*FIELDS, "province"} - {"detail"}
    assert {field.name for field in fields(Identity)} == {*VALUES, "refused"}
    assert set(REQUIRED) <= set(FieldName)
    assert tuple(FieldName) == FIELDS


def test_a_mail_is_inspected_for_all_of_them():
    whole = read(b"From: siti@example.org\r\n\r\nSimpanan saya macet.\r\n", POLICY)
    shown = inspection.shape(replace(whole, identity=TOLD))["identity"]
    assert shown == {name: f"the {name}" for name in VALUES}
    assert list(shown) == list(VALUES)


def test_programs_are_shown_all_of_them():
    shown = shapes.ticket(TICKET, ZoneInfo("Asia/Jakarta"), date(2026, 3, 16))["citizen"]
    assert shown == {name: f"the {name}" for name in VALUES}
    assert list(shown) == list(VALUES)


def test_a_ticket_learns_all_of_them():
    learned = details.learn(TOLD, "the email", NOBODY, (), take_from=0.8)
    assert learned.citizen == SOMEBODY
    assert set(learned.given) == {one.field for one in learned.details} == set(FIELDS) - {"email", "detail"}
    assert set(marks.unsure(replace(TICKET, details=learned.details), POLICY)) == set(learned.given)
    assert details.learn(Identity(), "the email", NOBODY, (), SOMEBODY, take_from=0.8).citizen == SOMEBODY


def test_each_of_them_can_be_required():
    assert missing(Identity(), detail=False, policy=POLICY) == REQUIRED
    assert missing(Identity(), detail=False, policy=EVERYTHING) == FIELDS
    assert missing(TOLD, detail=True, policy=EVERYTHING) == ()
    assert details.missing(NOBODY, (), detail=False, kind="pengaduan", policy=EVERYTHING) == FIELDS
    assert details.missing(SOMEBODY, (), detail=True, kind="pengaduan", policy=EVERYTHING) == ()


def test_every_language_has_words_for_all_of_them():
    assert (SECTIONS["fields"], SECTIONS["asked"], SECTIONS["known"]) == (FIELDS, FIELDS, VALUES)
    for tree in WRITTEN.values():
        assert set(tree["fields"]) == set(tree["asked"]) == set(FIELDS)
        assert set(tree["known"]) == set(VALUES)


@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("field", FIELDS)
def test_the_label_of_the_form_is_understood_when_it_comes_back(language, field):
    label = LABELS[language].fields[field]
    assert set(FORM_LABELS) == set(FieldName)
    assert LABEL.fullmatch(f"{label}: something")
    announced = field_of(label)
    assert announced is not None
    assert announced[0] == ("matter" if field == "detail" else field)


def test_the_tables_keep_all_of_them():
    columns = [column.name for column in tickets.columns if column.name in VALUES]
    assert columns == list(VALUES)
    assert [column.name for column in tickets.columns if column.name in VALUES and column.index] == ["email"]
    row = row_of_ticket(TICKET)
    assert {name: row[name] for name in VALUES} == {name: f"the {name}" for name in VALUES}
    kept = type("Row", (), {**row, "rungs": [], "answering": None})
    assert ticket_of(kept).citizen == SOMEBODY


def test_mails_show_all_of_them_and_ask_for_all_of_them():
    assert {fact.field for fact in seen(Assigned).facts} == set(VALUES)
    assert {fact.field for fact in seen(Acknowledged).known} == set(FIELDS) - {"detail"}
    asking = seen(replace(samples.usual(DetailsMissing), missing=FIELDS))
    assert [field for field, _ in asking.asked] == list(FIELDS)
    assert len(asking.form) == len(FIELDS)
    assert asking.known == ()


def test_a_unit_learns_none_of_them_of_a_confidential_ticket():
    hidden = seen(UnitForwarded, replace(TICKET, confidential=True))
    assert [fact.field for fact in hidden.facts] == ["province"]
    assert samples.PEOPLE[UnitForwarded.letter.role].role is Role.UNIT
    for name in VALUES:
        ticket = replace(TICKET, citizen=Citizen(**{name: "Zaqquva Bohim"}))
        # Numbers and mailboxes are withheld whosever they are, and of a province there are many people.
        assert ("Zaqquva" in withheld("Of Zaqquva Bohim.", ticket)) == (name in ("province", "phone", "email"))
