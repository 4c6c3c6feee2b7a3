"""settings.yaml: what is accepted, what is refused and in which words, secrets, and where relative paths lead."""

import os
import pickle
import stat
from datetime import date
from pathlib import Path

import pytest
import yaml

from mailticket.core.policy import OfficeHours, Policy, Trust, WebForm
from mailticket.core.spelling import is_address
from mailticket.errors import SettingsError
from mailticket.settings import is_loopback, load, shipped, token_keys

LEAST = """
desk: {address: desk@desk.example}
mailbox: {host: imap.example, user: desk, password: {env: IMAP_PASSWORD}, start: now}
smtp: {host: smtp.example, user: desk, password: {env: SMTP_PASSWORD}}
officers: [{id: rina, name: Rina, address: rina@desk.example}]
supervisors: [{id: kabag, name: Kepala Bagian, address: kabag@desk.example}]
"""


@pytest.fixture
def settings_file(tmp_path):
    """Write a settings file: the least that is accepted, with some keys set (None: null) or taken away (...)."""

    def write(keys=None, text=LEAST):
        tree = yaml.safe_load(text)
        for path, value in (keys or {}).items():
            *sections, key = path.split(".")
            node = tree
            for section in sections:
                node = node.setdefault(section, {})
            if value is ...:
                del node[key]
            else:
                node[key] = value
        path = tmp_path / "settings.yaml"
        path.write_text(yaml.safe_dump(tree, allow_unicode=True))
        return path

    return write


def problems(path):
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert all("\n" not in problem for problem in caught.value.problems)
    return [problem.rpartition(" (line ")[0] or problem for problem in caught.value.problems]


def test_the_shipped_settings_are_accepted_and_say_what_the_file_says():
    settings = load(shipped("settings.yaml"))
    assert settings.desk.address == "info@kemenkopukm.go.id"
    assert settings.clock.due_time == "16:00"
    assert settings.calendar.add == {date(2026, 12, 31): "Layanan tutup"}
    assert settings.categories[0].keywords["gagal bayar"] == 3
    assert settings.escalation.rungs[3].working_days_left == -1
    assert settings.mailbox.start == "now"
    assert settings.smtp.tls == "starttls"


def test_every_section_of_the_shipped_settings_states_the_default_where_there_is_one(settings_file):
    ours, least = load(shipped("settings.yaml")), load(settings_file())
    for section in ("intake", "reader", "clock", "escalation", "digest", "limits"):
        assert getattr(ours, section) == getattr(least, section)
    assert ours.trust.token_days == least.trust.token_days
    assert ours.mailbox.port == least.mailbox.port


def test_every_key_of_the_shipped_settings_is_explained():
    lines = shipped("settings.yaml").read_text().splitlines()
    # A list's items are explained by the comment on their list.
    keys = [line for line in lines if line[:2] == "  " and line[2:3].isalpha()]
    assert [line for line in keys if "#" not in line] == []


def test_what_has_a_default_may_be_left_out(settings_file):
    settings = load(settings_file())
    assert settings.mailbox.port == 993
    assert settings.clock.working_days == 5
    assert [category.id for category in settings.categories] == ["lain"]
    assert settings.policy == Policy(
        desk=settings.desk, officers=settings.officers, supervisors=settings.supervisors, trust=Trust()
    )


def test_what_nobody_else_can_know_must_be_given(settings_file):
    path = settings_file(text="{}")
    assert problems(path) == [f"{key}: is missing" for key in ("desk", "mailbox", "officers", "smtp", "supervisors")]
    empty = {"desk": {}, "mailbox": {}, "smtp": {}, "officers": [], "supervisors": []}
    assert sorted(problems(settings_file(empty))) == [
        "desk.address: is missing",
        "mailbox.host: is missing",
        "mailbox.password: is missing",
        "mailbox.start: is missing",
        "mailbox.user: is missing",
        "officers: must name at least one",
        "smtp.host: is missing",
        "smtp.password: is missing",
        "smtp.user: is missing",
        "supervisors: must name at least one",
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text(
        LEAST.replace("start: now", "start: now, port: 99999, folder: INBOX, folder: Inbox")
        + "units: [{id: lpdb, name: LPDB, addresses: [a@b.example], reply_working_days: soon}]\n"
        + "categories: [{id: kur, name: KUR, unit: bank}]\n"
        + "clock: {due_tim: 16:00}\n"
    )
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert caught.value.problems == (
        "mailbox.folder: is given twice, in lines 3 and 3 (line 3)",
        "mailbox.port: must be from 1 to 65535, not 99999 (line 3)",
        "units[0].reply_working_days: must be a whole number, not 'soon' (line 7)",
        "categories[0].unit: no units have the id 'bank' (line 8)",
        "clock.due_tim: is not a known key (line 9)",
    )


def test_a_doubled_key_is_refused_with_both_its_lines(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text(LEAST + "clock:\n  working_days: 5\n  working_days: 10\nclock: {}\n")
    assert problems(path) == [
        "clock: is given twice, in lines 7 and 10",
        "clock.working_days: is given twice, in lines 8 and 9",
    ]


def test_hours_and_words_stay_what_was_typed(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text(
        LEAST.replace("address: desk@", "name: no, decree: 1.10, phones: [0812], address: desk@")
        + "clock: {cutoff: 16:00}\n"
    )
    settings = load(path)
    assert settings.clock.cutoff == "16:00"
    assert (settings.desk.name, settings.desk.decree, settings.desk.phones) == ("no", "1.10", ("0812",))


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("desk.nmae", "x", "desk.nmae: is not a known key"),
        ("desks", {}, "desks: is not a known key"),
        ("desk.decree", None, "desk.decree: must not be null; a key that is left out has its default"),
        ("desk.address", "desk", "desk.address: must be a plain e-mail address, not 'desk'"),
        ("desk.aliases", ["a b@c.example"], "desk.aliases[0]: must be a plain e-mail address, not 'a b@c.example'"),
        ("desk.name", " ", "desk.name: must not be empty"),
        ("desk.name", "Desk\nBcc: all@desk.example", "desk.name: must be a single line"),
        ("desk.timezone", "Asia/Jakata", "desk.timezone: must be a time zone like Asia/Jakarta, not 'Asia/Jakata'"),
        ("desk.timezone", "Asia", "desk.timezone: must be a time zone like Asia/Jakarta, not 'Asia'"),
        ("desk.ticket_prefix", "KU-KM", "desk.ticket_prefix: must be 1 to 12 letters and digits, not 'KU-KM'"),
        ("desk.language", "English", "desk.language: must be auto or a language like id or pt-BR, not 'English'"),
        ("desk.aliases", "info@desk.example", "desk.aliases: must be a list, in [ ] or one item a line"),
        ("mailbox.host", "imap.example:993", "mailbox.host: must be a host name or an IP address, not 'imap.example:993'"),
        ("mailbox.port", 0, "mailbox.port: must be from 1 to 65535, not 0"),
        ("mailbox.port", "99999.0", "mailbox.port: must be from 1 to 65535, not 99999.0"),
        ("mailbox.port", "imaps", "mailbox.port: must be a whole number, not 'imaps'"),
        ("mailbox.tls", "ssl", "mailbox.tls: must be implicit, starttls or none, not 'ssl'"),
        ("mailbox.plus_addressing", "perhaps", "mailbox.plus_addressing: must be true or false, not 'perhaps'"),
        ("mailbox.start", "yesterday", "mailbox.start: must be now, all or a date, not 'yesterday'"),
        ("mailbox.start", "20260316", "mailbox.start: must be now, all or a date, not '20260316'"),
        ("mailbox.start", None, "mailbox.start: must not be null; a key that is left out has its default"),
        ("mailbox.oauth2", {"scope": "x"}, "mailbox.oauth2: cannot be used yet: leave it out"),
        ("mailbox.processed_folder", "INBOX", "mailbox.processed_folder: must be another folder than mailbox.folder"),
        ("mailbox.user", None, "mailbox.user: must not be null; a key that is left out has its default"),
        ("mailbox", ["x"], "mailbox: must be a section of keys"),
        ("smtp.user", None, "smtp.password: user and password are given together, or both are null"),
        ("smtp.bounce_address", "bounce+{ticket}@", "smtp.bounce_address: must be like bounce+{token}@host, not 'bounce+{ticket}@'"),
        ("database.url", "mysql://u:secret@h/n", "database.url: must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"),
        ("database.url", "sqlite://", "database.url: must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"),
        ("database.url", "postgresql+psycopg://u:secret@h/n", "database.url: must not hold the password; database.password names it"),
        ("categories", [], "categories: must name at least one"),
        ("categories", [{"id": "kur", "name": "KUR", "keywords": {"kur": 0}}], "categories[0].keywords.kur: must be from 1 to 1000, not 0"),
        ("intake.required", ["name", "nik"], "intake.required[1]: must be name, address, phone, email or detail, not 'nik'"),
        ("intake.web_forms", [{"from": "form"}], "intake.web_forms[0].from: must be a plain e-mail address, not 'form'"),
        ("reader.take_from", 1.2, "reader.take_from: must be from 0 to 1, not 1.2"),
        ("reader.take_from", "nan", "reader.take_from: must be from 0 to 1, not nan"),
        ("reader.ask_from", 0.4, "reader.ask_from: must be from 0.5 to 1, not 0.4"),
        ("reader.ask_from", "60 %", "reader.ask_from: must be a number, not '60 %'"),
        ("clock.working_days", 0, "clock.working_days: must be from 1 to 365, not 0"),
        ("clock.working_days_by_kind", {"aspiras": 3}, "clock.working_days_by_kind.aspiras: must be pengaduan, aspirasi, permohonan_informasi or lainnya, not 'aspiras'"),
        ("clock.due_time", "24:00", "clock.due_time: must be an hour like \"16:00\", not '24:00'"),
        ("clock.due_time", "4pm", "clock.due_time: must be an hour like \"16:00\", not '4pm'"),
        ("clock.office_hours", [{"days": "mon-tho", "open": "07:30", "close": "16:00"}], "clock.office_hours[0].days: must be days like mon-thu or mon,wed, not 'mon-tho'"),
        ("clock.office_hours", [{"days": "fri", "open": "17:30", "close": "16:00"}], "clock.office_hours[0].close: must not be before open"),
        ("calendar.country", "Indonesia", "calendar.country: must be a country code like ID, not 'Indonesia'"),
        ("calendar.add", {"31-12-2026": "x"}, "calendar.add.31-12-2026: must be a date like 2026-12-31, not '31-12-2026'"),
        ("calendar.remove", ["20261231"], "calendar.remove[0]: must be a date like 2026-12-31, not '20261231'"),
        ("escalation.time", "8:00", "escalation.time: must be an hour like \"16:00\", not '8:00'"),
        ("escalation.rungs", [{"id": "a", "working_days_left": 1, "to": []}], "escalation.rungs[0].to: must name at least one"),
        ("digest.to", ["boss"], "digest.to[0]: must be supervisor or head, not 'boss'"),
        ("trust.officers", "always", "trust.officers: must be none, authentication_results, microsoft365 or dkim, not 'always'"),
        ("trust.token_keys", [], "trust.token_keys: must name at least one"),
        ("limits.attempts_max", 0, "limits.attempts_max: must be from 1 to 100, not 0"),
        ("limits.undo_seconds", -1, "limits.undo_seconds: must be from 0 to 86400, not -1"),
    ],
)  # fmt: skip
def test_a_single_fault_is_told_in_a_single_line(settings_file, key, value, problem):
    assert problems(settings_file({key: value})) == [problem]


def test_people_and_things_are_told_apart_by_their_ids_and_addresses(settings_file):
    twins = [
        {"id": "rina", "name": "Rina", "address": "rina@desk.example"},
        {"id": "Rina", "name": "Rina", "address": "RINA@desk.example"},
    ]
    assert problems(settings_file({"officers": twins})) == [
        "officers[1].address: 'RINA@desk.example' is taken by officers[0].address",
        "officers[1].id: 'Rina' is taken by officers[0].id",
    ]
    rungs = [
        {"id": "due", "working_days_left": 0, "to": ["officer"]},
        {"id": "late", "working_days_left": 0, "to": ["head"]},
    ]
    assert problems(settings_file({"escalation.rungs": rungs})) == [
        "escalation.rungs[1].working_days_left: '0' is taken by escalation.rungs[0].working_days_left"
    ]


def test_a_word_names_one_unit_only(settings_file):
    units = [
        {"id": "lpdb", "name": "LPDB", "aliases": ["lpdb", "dana"], "addresses": ["lpdb@unit.example"]},
        {"id": "ukm", "name": "Dana", "addresses": ["ukm@unit.example"]},
    ]
    assert problems(settings_file({"units": units})) == ["units[0].aliases[1]: 'dana' is taken by units[1].name"]


def test_an_officer_is_known_by_categories_that_exist(settings_file):
    officer = {"id": "rina", "name": "Rina", "address": "rina@desk.example", "categories": ["kur", "lain"]}
    keys = {"officers": [officer], "categories": [{"id": "lain", "name": "Lain-lain"}]}
    assert problems(settings_file(keys)) == ["officers[0].categories[0]: no categories have the id 'kur'"]


@pytest.mark.parametrize("address", ["desk@desk.example", "INFO@desk.example"])
def test_nobody_works_under_the_address_of_the_desk(settings_file, address):
    unit = {"id": "lpdb", "name": "LPDB", "addresses": ["lpdb@unit.example", address]}
    path = settings_file({"desk.aliases": ["info@desk.example"], "units": [unit]})
    assert problems(path) == [f"units[0].addresses[1]: {address!r} is the desk's own address"]


@pytest.mark.parametrize("section", ["mailbox", "smtp"])
@pytest.mark.parametrize(
    ("host", "allowed", "accepted"),
    [
        ("mail.example", False, False),
        ("192.0.2.1", False, False),
        ("localhost.example", False, False),
        ("mail.example", True, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("localhost", False, True),
    ],
)
def test_plain_text_stays_on_this_machine_unless_the_settings_say_otherwise(
    settings_file, section, host, allowed, accepted
):
    path = settings_file({f"{section}.host": host, f"{section}.tls": "none", f"{section}.plaintext_allowed": allowed})
    if accepted:
        assert getattr(load(path), section).tls == "none"
    else:
        said = f"{section}.tls: none sends passwords and mail in plain text to {host}; see plaintext_allowed"
        assert problems(path) == [said]


def test_a_relay_without_login_has_neither_user_nor_password(settings_file):
    settings = load(settings_file({"smtp.user": None, "smtp.password": None}))
    assert (settings.smtp.user, settings.smtp.password) == (None, None)


def test_the_first_mail_can_be_chosen_by_a_date(settings_file):
    assert load(settings_file({"mailbox.start": "2026-03-16"})).mailbox.start == date(2026, 3, 16)


def test_a_key_named_by_a_word_of_python_is_written_as_in_the_file(settings_file):
    ramadan = {"days": "mon-thu", "open": "08:00", "close": "15:00", "from": "2026-02-18", "to": "2026-03-19"}
    path = settings_file({"clock.office_hours": [ramadan], "intake.web_forms": [{"from": "form@web.example"}]})
    settings = load(path)
    assert settings.intake.web_forms == (WebForm("form@web.example"),)
    assert settings.clock.office_hours == (
        OfficeHours("mon-thu", "08:00", "15:00", date(2026, 2, 18), date(2026, 3, 19)),
    )
    assert problems(settings_file({"intake.web_forms": [{"from_": "form@web.example"}]})) == [
        "intake.web_forms[0].from: is missing",
        "intake.web_forms[0].from_: is not a known key",
    ]


def test_what_is_not_done_yet_is_refused_or_said(settings_file):
    empty = {"mailbox.oauth2": None, "smtp.oauth2": None, "report": None, "retention": None, "http": {"listen": None}}
    assert load(settings_file(empty)).to_come == ()
    assert "\nreport" not in shipped("settings.yaml").read_text()
    asked = {
        "mailbox.oauth2": {"token_url": "https://login.example"},
        "smtp.oauth2": {"token_url": "https://login.example"},
        "http": {"listen": "127.0.0.1:9090"},
    }
    assert sorted(problems(settings_file(asked))) == [
        f"{key}: cannot be used yet: leave it out" for key in ("http.listen", "mailbox.oauth2", "smtp.oauth2")
    ]
    said = {
        "report": {"to": ["head"], "day_of_month": 1, "time": "09:00"},
        "retention": {"closed_days": 1825, "raw_mail_days": 730},
    }
    assert load(settings_file(said)).to_come == ("report", "retention")
    assert problems(settings_file({"retention": {"closed_day": 1825}})) == ["retention.closed_day: is not a known key"]


def test_core_knows_of_the_two_addresses_that_bear_tokens(settings_file):
    keys = {"mailbox.plus_addressing": True, "smtp.bounce_address": "bounce+{token}@desk.example"}
    policy = load(settings_file(keys)).policy
    assert policy.plus_addressing
    assert policy.bounce_address == "bounce+{token}@desk.example"


def test_the_policy_survives_the_way_into_the_child_and_knows_no_place_of_a_key():
    policy = load(shipped("settings.yaml")).policy
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert type(policy.trust) is Trust
    assert policy.own_addresses == {"info@kemenkopukm.go.id"}


def test_relative_paths_are_relative_to_the_file(settings_file, tmp_path, monkeypatch):
    path = settings_file(
        {
            "desk.templates_folder": "templates",
            "reader.model": "weights.bin",
            "mailbox.password": {"file": "imap.secret"},
            "smtp.password": {"file": "/etc/smtp.secret"},
            "calendar.decrees": [{"number": "1", "date": "2026-01-01", "valid_from": "2026-01-02", "file": "skb.csv"}],
        }
    )
    monkeypatch.chdir(tmp_path.parent)
    settings = load(Path(tmp_path.name) / path.name)
    assert settings.database.url == f"sqlite:///{tmp_path}/mailticket.db"
    assert settings.desk.templates_folder == f"{tmp_path}/templates"
    assert settings.policy.reader.model == f"{tmp_path}/weights.bin"
    assert settings.mailbox.password.file == tmp_path / "imap.secret"
    assert settings.smtp.password.file == Path("/etc/smtp.secret")
    assert settings.trust.token_keys[0].secret.file == tmp_path / "token-k1.key"
    assert settings.calendar.decrees[0].file == tmp_path / "skb.csv"


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("sqlite:///data/desk.db", "sqlite:///{folder}/data/desk.db"),
        ("sqlite:////var/lib/desk.db", "sqlite:////var/lib/desk.db"),
        ("postgresql+psycopg://desk@db.example/desk", "postgresql+psycopg://desk@db.example/desk"),
        ("postgresql+psycopg:///desk?host=/run/postgresql", "postgresql+psycopg:///desk?host=/run/postgresql"),
    ],
)
def test_a_database_is_a_file_or_postgresql(settings_file, tmp_path, url, absolute):
    assert load(settings_file({"database.url": url})).database.url == absolute.format(folder=tmp_path)


@pytest.mark.parametrize("password", ["geheim", {"env": "X", "file": "y"}, {"vault": "x"}, {"env": ""}, ["x"], {}])
def test_a_secret_is_named_and_never_written_down(settings_file, password):
    [problem] = problems(settings_file({"mailbox.password": password}))
    assert problem.startswith("mailbox.password: ")
    assert "{env: NAME} or {file: PATH}" in problem
    assert "geheim" not in problem


def test_a_secret_is_read_only_when_it_is_asked_for(settings_file, tmp_path, monkeypatch):
    monkeypatch.delenv("IMAP_PASSWORD", raising=False)
    settings = load(settings_file({"smtp.password": {"file": "smtp.secret"}}))
    with pytest.raises(SettingsError, match=r"^mailbox\.password: environment variable IMAP_PASSWORD is not set$"):
        settings.mailbox.password.read()
    with pytest.raises(SettingsError, match=r"^smtp\.password: .*smtp\.secret cannot be read: No such file"):
        settings.smtp.password.read()
    monkeypatch.setenv("IMAP_PASSWORD", "rahasia")
    (tmp_path / "smtp.secret").write_text("rahasia juga \r\n")
    assert settings.mailbox.password.read() == "rahasia"
    assert settings.smtp.password.read() == "rahasia juga "
    assert "rahasia" not in repr(settings)


def test_an_empty_secret_is_no_secret(settings_file, tmp_path, monkeypatch):
    settings = load(settings_file({"smtp.password": {"file": "smtp.secret"}}))
    monkeypatch.setenv("IMAP_PASSWORD", "")
    (tmp_path / "smtp.secret").write_text("\n")
    for secret in (settings.mailbox.password, settings.smtp.password):
        with pytest.raises(SettingsError, match="is empty"):
            secret.read()


def test_a_missing_token_key_is_made_once_for_its_owner_only(settings_file, tmp_path):
    settings = load(settings_file())
    before = os.umask(0)
    try:
        [(name, key)] = token_keys(settings)
    finally:
        os.umask(before)
    assert name == "k1"
    assert len(key) == 43
    assert token_keys(settings) == ((name, key),)
    assert [path.name for path in tmp_path.iterdir() if path.name != "settings.yaml"] == ["token-k1.key"]
    assert stat.S_IMODE((tmp_path / "token-k1.key").stat().st_mode) == 0o600


def test_token_keys_keep_their_order_and_may_come_from_the_environment(settings_file, tmp_path, monkeypatch):
    monkeypatch.setenv("TOKEN_KEY", "k" * 32)
    keys = [{"id": "k2", "secret": {"env": "TOKEN_KEY"}}, {"id": "k1", "secret": {"file": "old.key"}}]
    (tmp_path / "old.key").write_text("o" * 40 + "\n")
    settings = load(settings_file({"trust.token_keys": keys}))
    assert token_keys(settings) == (("k2", b"k" * 32), ("k1", b"o" * 40))


def test_a_token_key_that_is_short_or_cannot_be_made_is_refused(settings_file, tmp_path):
    (tmp_path / "token-k1.key").write_text("short\n")
    with pytest.raises(SettingsError, match=r"^trust\.token_keys\[0\]\.secret: must be at least 32 characters long$"):
        token_keys(load(settings_file()))
    elsewhere = [{"id": "k1", "secret": {"file": "no/such/folder/k1.key"}}]
    with pytest.raises(SettingsError, match=r"^trust\.token_keys\[0\]\.secret: .* cannot be made: No such file"):
        token_keys(load(settings_file({"trust.token_keys": elsewhere})))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"desk: [", "line 1, column 8: expected the node content, but found '<stream end>'"),
        (b"desk: {}\n\tx: y", "line 2, column 1: found character '\\t' that cannot start any token"),
        (b"- desk", "must hold sections, each a key with its values"),
        (b"desk", "must hold sections, each a key with its values"),
        (b"desk: {}\n---\nmailbox: {}", "line 2, column 1: but found another document"),
        (b"desk: \xff\xfe", "is not UTF-8 text"),
        (b"desk: a\x00b", "is not YAML: "),
    ],
)
def test_a_file_that_is_no_yaml_is_refused_in_one_line(tmp_path, content, problem):
    path = tmp_path / "settings.yaml"
    path.write_bytes(content)
    [said] = problems(path)
    assert said.startswith(f"{path}: {problem}")


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path):
    missing = tmp_path / "settings.yaml"
    assert problems(missing) == [f"{missing}: cannot be read: No such file or directory"]
    assert problems(tmp_path) == [f"{tmp_path}: cannot be read: Is a directory"]


def test_a_value_that_refers_to_itself_does_not_hang(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text(LEAST + "units: &units [*units]\n")
    assert problems(path) == ["units[0]: refers to itself"]


def test_a_value_may_be_named_once_and_used_twice(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text(
        LEAST.replace("{env: IMAP_PASSWORD}", "&password {env: P}").replace("{env: SMTP_PASSWORD}", "*password")
    )
    settings = load(path)
    assert settings.mailbox.password.env == settings.smtp.password.env == "P"
    assert settings.smtp.password.place == "smtp.password"


@pytest.mark.parametrize("text", ["a@b.example", "a.b+c@d-e.example", "o'neil@x.test", "A@1.example"])
def test_a_plain_address_is_an_address(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "@b.example", "a@", "a@b@c.example", "a..b@c.example", ".a@c.example", "a@c..example", "a@-c.example", "a @c.example",
     "<a@c.example>", '"a b"@c.example', "á@c.example", "a@ç.example", "a@c.example\n", "a" * 65 + "@c.example", "a@" + "c." * 130 + "example"],
)  # fmt: skip
def test_anything_else_is_no_address(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("LOCALHOST", True), ("127.8.9.1", True), ("::1", True), ("[::1]", True), ("10.0.0.1", False), ("localhost.example", False), ("127.0.0.1.example", False)],
)  # fmt: skip
def test_only_this_machine_is_loopback(host, loopback):
    assert is_loopback(host) == loopback


@pytest.mark.parametrize(("content", "says"), [(None, "No such file"), (b"nothing", "no weights of a reader")])
def test_a_reader_that_cannot_be_opened_is_refused_by_whoever_reads_mail(tmp_path, content, says):
    from mailticket.app import read_settings

    path = tmp_path / "settings.yaml"
    shipped_text = shipped("settings.yaml").read_text("utf-8")
    path.write_text(shipped_text.replace("model: null", "model: weights", 1), "utf-8")
    if content is not None:
        (tmp_path / "weights").write_bytes(content)
    assert read_settings(path).reader.model == str(tmp_path / "weights")
    with pytest.raises(SettingsError, match=f"reader.model: .*weights: .*{says}.*mailticket learn"):
        read_settings(path, reads_mail=True)
