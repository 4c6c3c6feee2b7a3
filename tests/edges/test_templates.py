import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from mailticket.core import token as tokens
from mailticket.core.compose import samples
from mailticket.core.compose.fallback import CITIZEN_NOTICES, NOTICES
from mailticket.core.digest import Section
from mailticket.core.mail import Attachment, Notice, Person
from mailticket.core.policy import Category, Desk, Limits, Officer, Policy, Supervisor, Unit
from mailticket.core.ticket import Citizen, Status, Ticket
from mailticket.edges.jinja import Renderer, check_templates

SHIPPED = Path(__file__).parents[2] / "templates"
KEYS = (("k1", b"a secret of this test"),)
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
POLICY = Policy(
    desk=Desk(address="info@desk.example", call_centre="1500 587", whatsapp="0811 1451 587"),
    officers=(Officer("rina", "Rina Wulandari", "rina@desk.example"),),
    supervisors=(Supervisor("kabag", "Kepala Bagian", "kabag@desk.example"),),
    units=(Unit("lpdb", "LPDB-KUMKM", ("lpdb@example.org",)),),
    categories=(Category("ksp", "KSP bermasalah"), Category("lain", "Lain-lain")),
)
CITIZEN = Person("citizen", "citizen", "Siti Aminah", "siti@example.org")
OFFICER = Person("officer", "rina", "Rina Wulandari", "rina@desk.example")
UNIT = Person("unit", "lpdb", "LPDB-KUMKM", "lpdb@example.org")
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
ANSWER = samples.VALUES["citizen.answered"][0]


@pytest.fixture(scope="module")
def shipped():
    return Renderer(POLICY, KEYS, [SHIPPED])


def notice(name, to=CITIZEN, values=None, **more):
    return Notice(name, f"test:{name}", to, samples.VALUES[name][0] if values is None else values, **more)


def message(rendered):
    return message_from_bytes(rendered.data)


def parts(rendered):
    return {
        part.get_content_type(): part.get_payload(decode=True).decode().replace("\r\n", "\n")
        for part in message(rendered).walk()
        if part.get_content_maintype() == "text" and part.get_content_disposition() is None
    }


def every_mail(renderer):
    for name in NOTICES:
        for n, values in enumerate(samples.VALUES[name]):
            for language in ("id", "en") if name in CITIZEN_NOTICES else ("id",):
                to = {"citizen": CITIZEN, "officer": OFFICER, "unit": UNIT}.get(name.split(".")[0])
                to = to or Person("supervisor", "kabag", "Kepala Bagian", "kabag@desk.example")
                ticket = None if name in samples.WITHOUT_TICKET else TICKET
                one = Notice(name, f"test:{name}:{n}", to, values, language)
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
    one = notice("citizen.acknowledged")
    assert shipped(one, TICKET, NOW) == shipped(one, TICKET, NOW)
    assert shipped(replace(one, key="other"), TICKET, NOW).message_id != shipped(one, TICKET, NOW).message_id


def test_the_date_header_is_the_present_in_the_zone_of_the_desk(shipped):
    assert message(shipped(notice("citizen.forwarded"), TICKET, NOW))["Date"] == "Mon, 16 Mar 2026 09:00:00 +0700"


@pytest.mark.parametrize(
    ("name", "values", "auto_submitted", "sender"),
    [
        ("citizen.acknowledged", None, "auto-replied", ""),
        ("citizen.details_missing", None, "auto-replied", ""),
        ("citizen.reminded", None, "auto-generated", ""),
        ("citizen.forwarded", None, "auto-generated", ""),
        ("citizen.closed", {"text": "", "outcome": "resolved"}, "auto-generated", ""),
        ("citizen.closed", {**ANSWER, "outcome": "resolved"}, None, "info@desk.example"),
        ("citizen.answered", None, None, "info@desk.example"),
        ("citizen.question", None, None, "info@desk.example"),
        ("citizen.referred", None, None, "info@desk.example"),
    ],
)
def test_only_a_persons_words_come_from_the_desk_itself(shipped, name, values, auto_submitted, sender):
    rendered = shipped(notice(name, values=values), TICKET, NOW)
    assert message(rendered)["Auto-Submitted"] == auto_submitted
    assert rendered.sender == sender


def test_staff_mail_comes_from_the_desk_and_says_that_it_is_generated(shipped):
    rendered = shipped(notice("officer.assigned", OFFICER), TICKET, NOW)
    assert message(rendered)["Auto-Submitted"] == "auto-generated"
    assert rendered.sender == "info@desk.example"


def test_bounces_come_back_to_an_address_with_the_token_of_the_very_mail_where_the_site_can():
    renderer = Renderer(replace(POLICY, bounce_address="bounce+{token}@desk.example"), KEYS, [SHIPPED])
    rendered = renderer(notice("officer.assigned", OFFICER), TICKET, NOW)
    assert rendered.sender == f"bounce+{rendered.message_id[1:].partition('@')[0]}@desk.example"
    assert tokens.find(rendered.sender) == tokens.find(rendered.message_id)
    assert renderer(notice("citizen.acknowledged"), TICKET, NOW).sender == ""


def test_a_reply_goes_to_the_token_only_with_plus_addressing(shipped):
    one = notice("citizen.answered")
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
        renderer = Renderer(replace(POLICY, desk=Desk(address=f"info@{domain}")), KEYS, [SHIPPED])
        ticket = replace(TICKET, number="KUKM-2026-999999999")
        assert len(renderer(notice("citizen.acknowledged"), ticket, NOW).message_id) <= 70
        assert renderer.broken == []


def test_the_acknowledgement_tells_the_date_and_masks_the_details(shipped):
    rendered = shipped(notice("citizen.acknowledged"), TICKET, NOW)
    for text in parts(rendered).values():
        assert "30 Maret 2026" in text
        assert "tidak dipungut biaya" in text
        assert "Siti Aminah" in text
        assert "siti@example.org" in text
        assert "0812-****-7890" in text
        for hidden in ("3456", "Mawar", "Simpanan macet"):
            assert hidden not in text


def test_the_form_asks_for_exactly_what_is_missing(shipped):
    values = {"missing": ("phone",), "working_days": 5, "first": True}
    text = shipped(notice("citizen.details_missing", values=values), TICKET, NOW).text
    assert re.findall(r"(?m)^(.+): $", text) == ["Nomor telepon"]
    assert "tidak dipungut biaya" in text
    assert "dihitung sejak data Anda lengkap" in text
    assert not re.search(r"\d{1,2} \w+ 2026", text)


def test_the_whole_form_stands_in_its_fixed_words(shipped):
    values = {"missing": ("name", "address", "phone", "email", "detail"), "working_days": 5, "first": True}
    labels = {
        "id": ["Nama lengkap", "Alamat lengkap", "Nomor telepon", "Alamat surel", "Uraian"],
        "en": ["Full name", "Full address", "Phone number", "E-mail address", "Your report"],
    }
    for language in ("id", "en"):
        one = notice("citizen.details_missing", values=values, language=language)
        assert re.findall(r"(?m)^(.+): $", shipped(one, TICKET, NOW).text) == labels[language]


def test_an_answer_is_sent_as_it_was_written(shipped):
    text = "Yth. Ibu Siti,\n\n  1. " + "panjang " * 30 + "\n## dua\nNama : tiga\n--\nRina"
    rendered = shipped(notice("citizen.answered", values={**ANSWER, "text": text}), TICKET, NOW)
    assert text.replace("panjang \n", "panjang\n") in rendered.text
    assert rendered.text.startswith("Yth. Ibu Siti,")
    assert rendered.text.count("Yth.") == 1


def test_an_officers_own_address_and_foreign_tokens_never_reach_a_citizen(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "officer", "rina", tokens.REPLY, date(2026, 3, 16))
    text = f"Hubungi Rina@desk.example.\nRef: {foreign}\nNIK 3509216804850001"
    rendered = shipped(notice("citizen.answered", values={**ANSWER, "text": text}), TICKET, NOW)
    assert "rina@" not in rendered.data.decode().lower()
    assert foreign not in rendered.data.decode()
    assert "3509216804850001" not in rendered.data.decode()
    assert shipped.broken == []


def test_a_citizens_token_in_quoted_words_does_not_reach_the_officer(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "citizen", "citizen", tokens.REPLY, date(2026, 3, 16))
    values = {**samples.VALUES["officer.assigned"][0], "text": f"> Ref: {foreign}"}
    rendered = shipped(notice("officer.assigned", OFFICER, values), replace(TICKET, subject=foreign), NOW)
    assert foreign not in rendered.data.decode()


def test_ids_with_a_token_of_somebody_else_are_left_out_of_references(shipped):
    foreign = tokens.sign(KEYS, TICKET.number, "officer", "rina", tokens.REPLY, date(2026, 3, 16))
    own = tokens.sign(KEYS, TICKET.number, "citizen", "citizen", tokens.REPLY, date(2026, 3, 1))
    rendered = shipped(
        notice(
            "citizen.answered",
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
    rendered = shipped(notice("citizen.answered", in_reply_to=f"<{foreign}.x@desk.example>"), TICKET, NOW)
    assert message(rendered)["In-Reply-To"] is None
    assert shipped.broken == []


def test_an_officers_subject_tells_number_category_and_days_left(shipped):
    rendered = shipped(notice("officer.assigned", OFFICER), TICKET, NOW)
    assert rendered.subject == ("[KUKM-2026-000123] Laporan baru: KSP bermasalah | sisa 5 hari kerja, batas Sen 30 Mar")
    assert "0812-3456-7890" in rendered.text
    assert "> Simpanan saya" in rendered.text


def test_an_officer_is_told_that_an_identity_is_confidential(shipped):
    secret = shipped(notice("officer.assigned", OFFICER), replace(TICKET, confidential=True), NOW)
    assert "rahasia, jangan disebut kepada unit kerja" in secret.text
    assert "jangan disebut" not in shipped(notice("officer.assigned", OFFICER), TICKET, NOW).text


def test_a_unit_of_a_confidential_ticket_does_not_learn_who_complains(shipped):
    secret = replace(TICKET, confidential=True, subject="Laporan Siti Aminah")
    files = (Attachment("ktp-siti.jpg", "image/jpeg", b"x", "ktp-siti.jpg"),)
    values = {**samples.VALUES["unit.forwarded"][0], "instruction": "Tolong hubungi Siti Aminah 081234567890"}
    rendered = shipped(notice("unit.forwarded", UNIT, values, attachments=files), secret, NOW)
    said = "".join(parts(rendered).values()).lower()
    for known in ("siti", "aminah", "mawar", "3456"):
        assert known not in said
    assert "ktp" not in rendered.data.decode()
    open_one = shipped(notice("unit.forwarded", UNIT, values, attachments=files), TICKET, NOW)
    assert "Siti Aminah" in open_one.text
    assert "ktp-siti.jpg" in open_one.data.decode()


def test_a_file_that_is_too_large_is_named_instead_of_sent():
    renderer = Renderer(replace(POLICY, limits=Limits(outgoing_size_bytes_max=200_000)), KEYS, [SHIPPED])
    files = tuple(
        Attachment(name, "application/pdf", b"x" * size, name) for name, size in (("a.pdf", 9), ("b.pdf", 300_000))
    )
    rendered = renderer(notice("citizen.answered", attachments=files), TICKET, NOW)
    assert [part.get_filename() for part in message(rendered).walk() if part.get_filename()] == ["a.pdf"]
    assert "- b.pdf (300 KB)" in rendered.text
    assert len(rendered.data) < 200_000


@pytest.mark.parametrize("address", ["", "Victim <evil@example.org>", "a@b>\r\nRCPT TO:<evil@x>", "sité@example.org"])
def test_a_recipient_that_is_no_address_spoils_nothing(address):
    renderer = Renderer(POLICY, KEYS, [SHIPPED])
    rendered = renderer(notice("citizen.answered", replace(CITIZEN, address=address)), TICKET, NOW)
    assert b"evil@" not in rendered.data
    assert "\n" not in rendered.recipient


def test_hostile_values_do_not_break_a_template(shipped):
    evil = "x\r\nBcc: evil@example.org\r\n\r\n{{ 7*7 }}<script>\u202e\x00\ud800\ue000"
    citizen = Citizen(evil, evil, "+62", "siti@example.org", evil)
    ticket = replace(TICKET, subject=evil, citizen=citizen)
    for name in ("officer.assigned", "officer.held", "unit.forwarded"):
        to = UNIT if name.startswith("unit") else OFFICER
        values = {key: evil if isinstance(value, str) else value for key, value in samples.VALUES[name][0].items()}
        rendered = shipped(notice(name, replace(to, name=evil), values), ticket, NOW)
        assert message(rendered)["Bcc"] is None
        assert name == "unit.forwarded" or "\nBcc:" not in rendered.text
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
    rendered = site(tmp_path, {"id/citizen.acknowledged.txt": own})(notice("citizen.acknowledged"), TICKET, NOW)
    assert rendered.subject == "[KUKM-2026-000123] Sudah masuk"
    assert rendered.text.startswith("Halo Siti Aminah.")
    assert "Halo Siti Aminah." in parts(rendered)["text/html"]


def test_a_reworded_text_is_not_sent_beside_the_shipped_html(tmp_path):
    own = "{% block subject %}Ringkasan{% endblock %}{% block body %}Hanya ini.{% endblock %}"
    renderer = site(tmp_path, {"id/supervisor.digest.txt": own})
    to = Person("supervisor", "kabag", "Kepala Bagian", "kabag@desk.example")
    html = parts(renderer(notice("supervisor.digest", to), None, NOW))["text/html"]
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
    rendered = renderer(notice("citizen.answered"), TICKET, NOW)
    assert rendered.subject == "[KUKM-2026-000123] Jawaban atas laporan Anda"
    assert ANSWER["text"] in rendered.text
    assert any("citizen.answered" in line for line in renderer.broken)
    assert message(rendered)["X-Loop"] == "info@desk.example"
    assert check_templates([tmp_path, SHIPPED]) != () or "rina@" in broken


def test_without_any_template_every_mail_still_has_its_substance(tmp_path):
    renderer = Renderer(POLICY, KEYS, [tmp_path])
    for one, rendered in every_mail(renderer):
        assert not any("built-in" in line for line in renderer.broken), renderer.broken
        if one.values.get("text"):
            assert one.values["text"].split("\n")[0] in rendered.text
        if one.name == "citizen.details_missing":
            assert re.search(r"(?m)^(Nomor telepon|Phone number): $", rendered.text)


def test_check_tells_every_fault_of_a_folder(tmp_path):
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "citizen.acknowleged.txt").write_text("{% block subject %}{% endblock %}")
    (tmp_path / "id" / "citizen.answered.txt").write_bytes(b"\xff")
    problems = check_templates([tmp_path, SHIPPED])
    assert any("citizen.acknowleged.txt: no notice of this name" in line for line in problems)
    assert any("citizen.answered.txt" in line for line in problems)
    assert any("no such folder" in line for line in check_templates([tmp_path / "none", SHIPPED]))


def test_an_unknown_notice_is_sent_in_plain_words(shipped):
    renderer = Renderer(POLICY, KEYS, [SHIPPED])
    rendered = renderer(Notice("officer.new_sort", "k", OFFICER, {"text": "isi"}), TICKET, NOW)
    assert "> isi" in rendered.text
    assert renderer.broken


def test_a_digest_of_a_terrible_day_is_as_good_in_plain_text(shipped):
    rows = tuple(
        (
            f"KUKM-2026-{n:06d}",
            "Dugaan pelanggaran, pungutan, korupsi " * 2,
            "Deputi Bidang Perkoperasian",
            "lewat 4 hk",
        )
        for n in range(40)
    )
    section = Section("Lewat batas", ("Tiket", "Kategori", "Di tangan", "Batas"), rows, "Mohon tindak lanjut.")
    digest = replace(samples.DIGEST, headline=(("Lewat batas", 1234),), sections=(section,), warnings=("Awas.",))
    to = Person("supervisor", "kabag", "Kepala Bagian", "kabag@desk.example")
    rendered = shipped(notice("supervisor.digest", to, {"digest": digest}), None, NOW)
    assert rendered.subject == "[mailticket] Ringkasan harian, Senin, 16 Maret 2026"
    assert max(len(line) for line in rendered.text.split("\n")) <= 78
    for n in range(40):
        assert f"KUKM-2026-{n:06d}" in rendered.text
    html = parts(rendered)["text/html"]
    assert html.count("<tr valign") == 40
    assert "1.234" in html
    assert "<img" not in html
    assert message(rendered)["X-Mailticket-Ticket"] is None
