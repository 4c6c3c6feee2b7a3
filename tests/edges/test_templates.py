import re
import shutil
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from mailticket.core import token as tokens
from mailticket.core.citizen import Citizen
from mailticket.core.compose import samples
from mailticket.core.digest import Section
from mailticket.core.mail import Attachment
from mailticket.core.notices.letters import (
    CITIZEN_NOTICES,
    NOTICES,
    Acknowledged,
    Answered,
    Assigned,
    Closed,
    DetailsMissing,
    Forwarded,
    Held,
    Letter,
    Question,
    Referred,
    Reminded,
    SupervisorDigest,
    UnitForwarded,
)
from mailticket.core.notices.notice import Notice, Value
from mailticket.core.people import Person, Role
from mailticket.core.policy import Category, Desk, Limits, Officer, Policy, Supervisor, Unit
from mailticket.core.ticket import Outcome, Status, Ticket
from mailticket.edges.jinja import Renderer, check_templates

SHIPPED = Path(__file__).parents[2] / "templates"
KEYS = (("k1", b"a secret of this test"),)
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
POLICY = Policy(
    desk=Desk(address="info@desk.example", ticket_prefix="KUKM", call_centre="1500 587", whatsapp="0811 1451 587"),
    officers=(Officer("rina", "Rina Wulandari", "rina@desk.example"),),
    supervisors=(Supervisor("kabag", "Kepala Bagian", "kabag@desk.example"),),
    units=(Unit("lpdb", "LPDB-KUMKM", ("lpdb@example.org",)),),
    categories=(Category("ksp", "KSP bermasalah"), Category("lain", "Lain-lain")),
)
CITIZEN = Person(Role.CITIZEN, "citizen", "Siti Aminah", "siti@example.org")
OFFICER = Person(Role.OFFICER, "rina", "Rina Wulandari", "rina@desk.example")
UNIT = Person(Role.UNIT, "lpdb", "LPDB-KUMKM", "lpdb@example.org")
SUPERVISOR = Person(Role.SUPERVISOR, "kabag", "Kepala Bagian", "kabag@desk.example")
PEOPLE = {one.role: one for one in (CITIZEN, OFFICER, UNIT, SUPERVISOR)}
TICKET = Ticket(
    subject="Simpanan macet",
    received_at=NOW,
    number="KUKM-2026-000123",
    status=Status.OPEN,
    category="ksp",
    citizen=Citizen("Siti Aminah", "Jl. Mawar 5, Kec. Silo, Kab. Jember", "+6281234567890", "siti@example.org"),
    officer="rina",
    due_on=date(2026, 3, 30),
)
ANSWER = samples.usual(Answered)


@pytest.fixture(scope="module")
def shipped():
    return Renderer(POLICY, KEYS, [SHIPPED])


def notice(value, **more):
    """A notice of a value, or of the usual one of its class."""
    value = samples.usual(value) if isinstance(value, type) else value
    return Notice(value, **{"key": ("test", value.letter.word), "to": PEOPLE[value.letter.role], **more})


def message(rendered):
    return message_from_bytes(rendered.data)


def parts(rendered):
    return {
        part.get_content_type(): part.get_payload(decode=True).decode().replace("\r\n", "\n")
        for part in message(rendered).walk()
        if part.get_content_maintype() == "text" and part.get_content_disposition() is None
    }


def every_mail(renderer):
    for letter in Letter:
        for n, value in enumerate(samples.cases(Value.by_letter[letter])):
            for language in ("id", "en") if letter.role is Role.CITIZEN else ("id",):
                ticket = None if value.needs_ticket is False else TICKET
                one = notice(value, key=("test", letter.word, n), language=language)
                yield one, renderer(one, ticket, NOW)


def test_every_shipped_template_can_be_rendered_in_every_case():
    assert check_templates([SHIPPED]) == ()


def test_every_mail_passes_the_linter_and_is_complete(shipped):
    for one, rendered in every_mail(shipped):
        head = message(rendered)
        assert head["X-Mailticket-Notice"] == one.name
        assert head["X-Loop"] == "info@desk.example"
        assert len(head["Message-ID"]) <= 70
        assert tokens.find(head["Message-ID"]) == tokens.find(rendered.text.split("Ref: ")[1])
        assert max(len(line) for line in rendered.text.split("\n")) <= 78
        assert "None" not in rendered.text
        assert "\n\n\n" not in rendered.text
        assert parts(rendered)["text/plain"].rstrip("\n") == rendered.text.rstrip("\n")
        assert "text/html" in parts(rendered)
        if head["X-Mailticket-Ticket"]:
            assert rendered.subject.startswith("[KUKM-2026-000123] ")
    assert shipped.broken == []


def test_both_languages_have_the_same_templates_for_citizens():
    for language in ("id", "en"):
        names = {path.stem for path in (SHIPPED / language).glob("citizen.*.txt")}
        assert names == set(CITIZEN_NOTICES)


def test_there_is_a_template_for_every_notice_and_none_besides():
    assert {path.stem for path in (SHIPPED / "id").glob("*.txt") if not path.stem.startswith("_")} == set(NOTICES)


def test_rendering_twice_gives_the_same_bytes(shipped):
    one = notice(Acknowledged)
    assert shipped(one, TICKET, NOW) == shipped(one, TICKET, NOW)
    assert shipped(replace(one, key=("other",)), TICKET, NOW).message_id != shipped(one, TICKET, NOW).message_id


def test_the_date_header_is_the_present_in_the_zone_of_the_desk(shipped):
    assert message(shipped(notice(Forwarded), TICKET, NOW))["Date"] == "Mon, 16 Mar 2026 09:00:00 +0700"


@pytest.mark.parametrize(
    ("value", "auto_submitted", "sender"),
    [
        (Acknowledged, "auto-replied", ""),
        (DetailsMissing, "auto-replied", ""),
        (Reminded, "auto-generated", ""),
        (Forwarded, "auto-generated", ""),
        (Closed(Outcome.RESOLVED), "auto-generated", ""),
        (Closed(Outcome.RESOLVED, ANSWER.text), None, "info@desk.example"),
        (Answered, None, "info@desk.example"),
        (Question, None, "info@desk.example"),
        (Referred, None, "info@desk.example"),
    ],
)
def test_only_a_persons_words_come_from_the_desk_itself(shipped, value, auto_submitted, sender):
    rendered = shipped(notice(value), TICKET, NOW)
    assert message(rendered)["Auto-Submitted"] == auto_submitted
    assert rendered.sender == sender


def test_staff_mail_comes_from_the_desk_and_says_that_it_is_generated(shipped):
    rendered = shipped(notice(Assigned), TICKET, NOW)
    assert message(rendered)["Auto-Submitted"] == "auto-generated"
    assert rendered.sender == "info@desk.example"


def test_bounces_come_back_to_an_address_with_the_token_of_the_very_mail_where_the_site_can():
    renderer = Renderer(replace(POLICY, bounce_address="bounce+{token}@desk.example"), KEYS, [SHIPPED])
    rendered = renderer(notice(Assigned), TICKET, NOW)
    assert rendered.sender == f"bounce+{rendered.message_id[1:].partition('@')[0]}@desk.example"
    assert tokens.find(rendered.sender) == tokens.find(rendered.message_id)
    assert renderer(notice(Acknowledged), TICKET, NOW).sender == ""


def test_a_reply_goes_to_the_token_only_with_plus_addressing(shipped):
    one = notice(Answered)
    assert message(shipped(one, TICKET, NOW))["Reply-To"] is None
    rendered = Renderer(replace(POLICY, plus_addressing=True), KEYS, [SHIPPED])(one, TICKET, NOW)
    assert tokens.find(message(rendered)["Reply-To"]) == tokens.find(rendered.message_id)


def test_the_token_is_the_recipients_own(shipped):
    for one, rendered in every_mail(shipped):
        found = {
            tokens.verify(text, KEYS, {one.to.role: [one.to.id]}, "KUKM")
            for text in tokens.find(rendered.data.decode())
        }
        assert None not in found
        assert {token.number for token in found} <= {"KUKM-2026-000123", "desk"}


def test_a_long_domain_does_not_make_a_long_id():
    for domain in ("a-very-long-host-name.of-a-directorate.kementerian-koperasi.example", "x" * 60, "short.example"):
        renderer = Renderer(replace(POLICY, desk=Desk(address=f"info@{domain}", ticket_prefix="KUKM")), KEYS, [SHIPPED])
        ticket = replace(TICKET, number="KUKM-2026-999999999")
        assert len(renderer(notice(Acknowledged), ticket, NOW).message_id) <= 70
        assert renderer.broken == []


def test_the_acknowledgement_tells_the_date_and_masks_the_details(shipped):
    rendered = shipped(notice(Acknowledged), TICKET, NOW)
    for text in parts(rendered).values():
        assert "30 Maret 2026" in text
        assert "tidak dipungut biaya" in text
        assert "Siti Aminah" in text
        assert "siti@example.org" in text
        assert "0812-****-7890" in text
        for hidden in ("3456", "Mawar", "Simpanan macet"):
            assert hidden not in text


def test_the_form_asks_for_exactly_what_is_missing(shipped):
    text = shipped(notice(DetailsMissing(("phone",), 5, first=True)), TICKET, NOW).text
    assert re.findall(r"(?m)^(.+): $", text) == ["Nomor telepon"]
    assert "tidak dipungut biaya" in text
    assert "dihitung sejak data Anda lengkap" in text
    assert not re.search(r"\d{1,2} \w+ 2026", text)


def test_the_whole_form_stands_in_its_fixed_words(shipped):
    asked = DetailsMissing(("name", "address", "phone", "email", "detail"), 5, first=True)
    labels = {
        "id": ["Nama lengkap", "Alamat lengkap", "Nomor telepon", "Alamat surel", "Uraian"],
        "en": ["Full name", "Full address", "Phone number", "E-mail address", "Your report"],
    }
    for language in ("id", "en"):
        one = notice(asked, language=language)
        assert re.findall(r"(?m)^(.+): $", shipped(one, TICKET, NOW).text) == labels[language]


def test_an_answer_is_sent_as_it_was_written(shipped):
    text = "Yth. Ibu Siti,\n\n  1. " + "panjang " * 30 + "\n## dua\nNama : tiga\n--\nRina"
    rendered = shipped(notice(replace(ANSWER, text=text)), TICKET, NOW)
    assert text.replace("panjang \n", "panjang\n") in rendered.text
    assert rendered.text.startswith("Yth. Ibu Siti,")
    assert rendered.text.count("Yth.") == 1


def test_an_officers_own_address_and_foreign_tokens_never_reach_a_citizen(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "officer", "rina", tokens.REPLY, date(2026, 3, 16))
    text = f"Hubungi Rina@desk.example.\nRef: {foreign}\nNIK 3509216804850001"
    rendered = shipped(notice(replace(ANSWER, text=text)), TICKET, NOW)
    assert "rina@" not in rendered.data.decode().lower()
    assert foreign not in rendered.data.decode()
    assert "3509216804850001" not in rendered.data.decode()
    assert shipped.broken == []


def test_a_citizens_token_in_quoted_words_does_not_reach_the_officer(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "citizen", "citizen", tokens.REPLY, date(2026, 3, 16))
    value = replace(samples.usual(Assigned), text=f"> Ref: {foreign}")
    rendered = shipped(notice(value), replace(TICKET, subject=foreign), NOW)
    assert foreign not in rendered.data.decode()


def test_ids_with_a_token_of_somebody_else_are_left_out_of_references(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "officer", "rina", tokens.REPLY, date(2026, 3, 16))
    own = tokens.sign(KEYS, TICKET.number, "citizen", "citizen", tokens.REPLY, date(2026, 3, 1))
    rendered = shipped(
        notice(
            Answered,
            in_reply_to="<last@example.org>",
            references=(f"<{foreign}.x@desk.example>", f"<{own}.y@desk.example>", "no id", "<first@example.org>"),
        ),
        TICKET,
        NOW,
    )
    assert message(rendered)["In-Reply-To"] == "<last@example.org>"
    references = message(rendered)["References"].split()
    assert references == [f"<{own}.y@desk.example>", "<first@example.org>", "<last@example.org>"]


def test_a_parent_with_a_token_of_somebody_else_is_no_parent(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "officer", "rina", tokens.REPLY, date(2026, 3, 16))
    rendered = shipped(notice(Answered, in_reply_to=f"<{foreign}.x@desk.example>"), TICKET, NOW)
    assert message(rendered)["In-Reply-To"] is None
    assert shipped.broken == []


def test_an_officers_subject_tells_number_category_and_days_left(shipped):
    value = replace(samples.usual(Assigned), category_name="KSP bermasalah", days_left=5, text="Simpanan saya macet")
    rendered = shipped(notice(value), TICKET, NOW)
    assert rendered.subject == ("[KUKM-2026-000123] Laporan baru: KSP bermasalah | sisa 5 hari kerja, batas Sen 30 Mar")
    assert "0812-3456-7890" in rendered.text
    assert "> Simpanan saya" in rendered.text


def test_an_officer_is_told_that_an_identity_is_confidential(shipped):
    secret = shipped(notice(Assigned), replace(TICKET, confidential=True), NOW)
    assert "rahasia, jangan disebut kepada unit kerja" in secret.text
    assert "jangan disebut" not in shipped(notice(Assigned), TICKET, NOW).text


def test_a_unit_of_a_confidential_ticket_does_not_learn_who_complains(shipped):
    secret = replace(TICKET, confidential=True, subject="Laporan Siti Aminah")
    files = (Attachment("ktp-siti.jpg", "image/jpeg", b"x", "ktp-siti.jpg"),)
    value = replace(samples.usual(UnitForwarded), instruction="Tolong hubungi Siti Aminah 081234567890")
    rendered = shipped(notice(value, attachments=files), secret, NOW)
    said = "".join(parts(rendered).values()).lower()
    for known in ("siti", "aminah", "mawar", "3456"):
        assert known not in said
    assert "ktp" not in rendered.data.decode()
    open_one = shipped(notice(value, attachments=files), TICKET, NOW)
    assert "Siti Aminah" in open_one.text
    assert "ktp-siti.jpg" in open_one.data.decode()


def test_a_file_that_is_too_large_is_named_instead_of_sent():
    renderer = Renderer(replace(POLICY, limits=Limits(outgoing_size_bytes_max=200_000)), KEYS, [SHIPPED])
    files = tuple(
        Attachment(name, "application/pdf", b"x" * size, name) for name, size in (("a.pdf", 9), ("b.pdf", 300_000))
    )
    rendered = renderer(notice(Answered, attachments=files), TICKET, NOW)
    assert [part.get_filename() for part in message(rendered).walk() if part.get_filename()] == ["a.pdf"]
    assert "- b.pdf (300 KB)" in rendered.text
    assert len(rendered.data) < 200_000


@pytest.mark.parametrize("address", ["", "Victim <evil@example.org>", "a@b>\r\nRCPT TO:<evil@x>", "sité@example.org"])
def test_a_recipient_that_is_no_address_spoils_nothing(address):
    renderer = Renderer(POLICY, KEYS, [SHIPPED])
    rendered = renderer(notice(Answered, to=replace(CITIZEN, address=address)), TICKET, NOW)
    assert b"evil@" not in rendered.data
    assert "\n" not in rendered.recipient


def test_hostile_values_do_not_break_a_template(shipped):
    evil = "x\r\nBcc: evil@example.org\r\n\r\n{{ 7*7 }}<script>\u202e\x00\ud800\ue000"
    citizen = Citizen(evil, evil, "+62", "siti@example.org", evil)
    ticket = replace(TICKET, subject=evil, citizen=citizen)
    for sort in (Assigned, Held, UnitForwarded):
        usual = samples.usual(sort)
        texts = [field.name for field in fields(usual) if type(getattr(usual, field.name)) is str]
        one = notice(replace(usual, **dict.fromkeys(texts, evil)))
        rendered = shipped(replace(one, to=replace(one.to, name=evil)), ticket, NOW)
        assert message(rendered)["Bcc"] is None
        assert sort is UnitForwarded or "\nBcc:" not in rendered.text
        assert "<script" not in parts(rendered)["text/html"]
        assert "49" not in rendered.text.replace("KUKM", "")
    assert shipped.broken == []


def site(tmp_path, files):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    policy = replace(POLICY, desk=replace(POLICY.desk, templates_folder=str(tmp_path)))
    return Renderer(policy, KEYS, [SHIPPED])


def test_a_site_replaces_a_template_by_name(tmp_path):
    own = "{% block subject %}Sudah masuk{% endblock %}{% block body %}Halo {{ to.name }}.{% endblock %}"
    rendered = site(tmp_path, {"id/citizen.acknowledged.txt": own})(notice(Acknowledged), TICKET, NOW)
    assert rendered.subject == "[KUKM-2026-000123] Sudah masuk"
    assert rendered.text.startswith("Halo Siti Aminah.")
    assert "Halo Siti Aminah." in parts(rendered)["text/html"]


def test_a_reworded_text_is_not_sent_beside_the_shipped_html(tmp_path):
    own = "{% block subject %}Ringkasan{% endblock %}{% block body %}Hanya ini.{% endblock %}"
    renderer = site(tmp_path, {"id/supervisor.digest.txt": own})
    html = parts(renderer(notice(SupervisorDigest), None, NOW))["text/html"]
    assert "Hanya ini." in html
    assert "Lewat batas" not in html


@pytest.mark.parametrize(
    "broken",
    [
        "{% block subject %}x{% endblock %}{% block body %}{{ nothing.of.this }}{% endblock %}",
        "{% block subject %}x{% endblock %}",
        "{% block body %}",
        "{% block subject %}x{% endblock %}{% block body %}{{ 1 // 0 }}{% endblock %}",
        "{% block subject %}x{% endblock %}{% block body %}{% include 'gone' %}{% endblock %}",
        "{% block subject %}x{% endblock %}{% block body %}rina@desk.example{% endblock %}",
    ],
)
def test_a_broken_template_gives_way_to_built_in_text_and_is_reported(tmp_path, broken):
    renderer = site(tmp_path, {"id/citizen.answered.txt": broken})
    rendered = renderer(notice(Answered), TICKET, NOW)
    assert rendered.subject == "[KUKM-2026-000123] Jawaban atas laporan Anda"
    assert ANSWER.text in rendered.text
    assert any("citizen.answered" in line for line in renderer.broken)
    assert message(rendered)["X-Loop"] == "info@desk.example"
    assert check_templates([tmp_path, SHIPPED]) != () or "rina@" in broken


def test_without_any_template_every_mail_still_has_its_substance(tmp_path):
    (tmp_path / "id").mkdir()
    shutil.copy(SHIPPED / "id" / "labels.yaml", tmp_path / "id")
    renderer = Renderer(POLICY, KEYS, [tmp_path])
    for one, rendered in every_mail(renderer):
        assert not any("built-in" in line for line in renderer.broken), renderer.broken
        if getattr(one.value, "text", ""):
            assert one.value.text.split("\n")[0] in rendered.text
        if "phone" in getattr(one.value, "missing", ()) and isinstance(one.value, DetailsMissing):
            assert re.search(r"(?m)^Nomor telepon: $", rendered.text)


def test_check_tells_every_fault_of_a_folder(tmp_path):
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "citizen.acknowleged.txt").write_text("{% block subject %}{% endblock %}")
    (tmp_path / "id" / "citizen.answered.txt").write_bytes(b"\xff")
    problems = check_templates([tmp_path, SHIPPED])
    assert any("citizen.acknowleged.txt: no notice of this name" in line for line in problems)
    assert any("citizen.answered.txt" in line for line in problems)
    assert any("no such folder" in line for line in check_templates([tmp_path / "none", SHIPPED]))


def test_a_digest_of_a_terrible_day_is_as_good_in_plain_text(shipped):
    rows = tuple(
        (
            f"KUKM-2026-{n:06d}",
            "Dugaan pelanggaran, pungutan, korupsi " * 2,
            "Deputi Bidang Perkoperasian",
            "lewat 4 hari kerja",
        )
        for n in range(40)
    )
    section = Section("Lewat batas", ("Tiket", "Perihal", "Di tangan", "Batas"), rows, "Mohon tindak lanjut.")
    digest = replace(samples.DIGEST, headline=(("Lewat batas", 1234),), sections=(section,), warnings=("Awas.",))
    rendered = shipped(notice(SupervisorDigest(digest)), None, NOW)
    assert rendered.subject == "[mailticket] 2 lewat batas, 3 jatuh tempo hari ini - Ringkasan Sen 16 Mar"
    assert max(len(line) for line in rendered.text.split("\n")) <= 78
    for n in range(40):
        assert f"KUKM-2026-{n:06d}" in rendered.text
    html = parts(rendered)["text/html"]
    assert html.count("<tr valign") == 40
    assert "1.234" in html
    assert "<img" not in html
    assert message(rendered)["X-Mailticket-Ticket"] is None


@pytest.mark.parametrize("field", ["text", "note"])
def test_words_that_are_too_long_for_a_letter_are_cut_and_it_is_said(field):
    renderer = Renderer(replace(POLICY, limits=Limits(letter_characters_max=1_000)), KEYS, [SHIPPED])
    value = replace(samples.usual(Assigned), **{field: "kata " * 1_000})
    rendered = renderer(notice(value), TICKET, NOW)
    assert rendered.text.count("kata") < 250
    assert "[lanjutannya terlampir]" in rendered.text
