"""`mailticket inspect` for people and for programs."""

import json
import re

import pytest
from typer.testing import CliRunner

from mailticket.cli import command_line
from mailticket.settings import shipped

REPLY = (
    b"From: Joko Wiyono <joko@warga.example>\nTo: info@desk.example\nSubject: Re: Laporan\nDate: Mon, 16 Mar 2026 09:00:00 +0700\n"
    b"Content-Type: text/plain; charset=utf-8\n\nNomor saya 0812 3456 7890.\n\nSalam,\nJoko\n\nOn 15/03/2026 08:00, Desk <info@desk.example> wrote:\n"
) + b"".join(b"> baris %d\n" % number for number in range(20))
AWAY = b"From: siti@warga.example\nTo: info@desk.example\nSubject: Cuti\nAuto-Submitted: auto-replied\n\nSaya sedang cuti \xe2\x80\xaesdrawkcab.\n"


@pytest.fixture
def inspect(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    def run(*args):
        return CliRunner().invoke(
            command_line("inspect"), ["inspect", "--settings", str(shipped("settings.yaml")), *map(str, args)]
        )

    return run


def test_one_mail_is_explained_part_by_part(inspect, tmp_path):
    mail = tmp_path / "balasan.eml"
    mail.write_bytes(REPLY)
    shown = inspect(mail).stdout
    assert "verdict   accept: " in shown
    assert re.search(r"phone {5}\+6281234567890  \(\d\d% sure, prose: ", shown)
    assert "address   missing  (97% sure, not found)" in shown
    lines = [line.rstrip() for line in shown.splitlines()]
    assert "text │ Nomor saya 0812 3456 7890." in lines
    assert "sign │ Salam," in lines
    assert "     │ Joko" in lines
    assert "quote│ On 15/03/2026 08:00, Desk <info@desk.example> wrote:" in lines
    assert "       ... 13 more lines" in lines
    assert all(len(line) <= 80 for line in lines)


def test_the_rule_that_spoke_is_named_and_turned_text_is_shown_as_it_stands(inspect, tmp_path):
    mail = tmp_path / "cuti.eml"
    mail.write_bytes(AWAY)
    shown = inspect(mail).stdout
    assert "verdict   drop by the rule" in shown
    assert "it is automatic" in shown
    assert "quote│ Saya sedang cuti <U+202E>sdrawkcab." in shown


SENT = (
    b"From: info@desk.example\nTo: joko@warga.example\nSubject: [KUKM-2026-000001] Mohon lengkapi data\n"
    b"Date: Sun, 15 Mar 2026 08:00:00 +0700\n\nYth. Bapak Joko,\n\nUntuk menindaklanjuti laporan Anda kami perlu beberapa"
    b" hal.\n\nNomor telepon: \n\nTerima kasih atas perhatiannya.\n"
)


def test_an_answer_is_compared_with_the_mail_of_ours_that_it_answers(inspect, tmp_path):
    ours, answer = tmp_path / "ours.eml", tmp_path / "answer.eml"
    ours.write_bytes(SENT)
    typed = SENT.partition(b"\n\n")[2].replace(b"telepon: ", b"telepon: 0812 3456 7890")
    answer.write_bytes(REPLY.partition(b"\n\n")[0] + b"\n\n" + typed)
    found = json.loads(inspect(answer, "--json", "--sent", ours).stdout)
    assert found["reply_text"] == "Nomor telepon: 0812 3456 7890"
    assert found["identity"]["phone"] == "+6281234567890"
    lines = [line.rstrip() for line in inspect(answer, "--sent", ours).stdout.splitlines()]
    assert "text │ Nomor telepon: 0812 3456 7890" in lines
    assert "quote│ Terima kasih atas perhatiannya." in lines
    missing = inspect(answer, "--sent", tmp_path / "tiada.eml")
    assert missing.exit_code == 1
    assert "tiada.eml: cannot be read" in str(missing.exception)


def test_several_mails_get_a_line_each_and_a_sum(inspect, tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.eml").write_bytes(REPLY)
    (tmp_path / "cuti.eml").write_bytes(AWAY)
    lines = inspect(tmp_path).stdout.splitlines()
    assert [line.split()[-1] for line in lines[:4]] == ["0.eml", "1.eml", "2.eml", "cuti.eml"]
    assert lines[0].startswith("accept ")
    assert "4 mails: 3 accept, 0 silent, 1 drop" in lines


def test_json_is_one_object_a_line_in_the_order_of_the_files(inspect, tmp_path):
    for number in range(70):
        (tmp_path / f"{number:02}.eml").write_bytes(REPLY if number % 2 else AWAY)
    result = inspect(tmp_path, "--json")
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["path"] for one in read] == [str(tmp_path / f"{number:02}.eml") for number in range(70)]
    assert [one["reply_text"] for one in read[:2]] == ["", "Nomor saya 0812 3456 7890."]


def test_a_maildir_has_mails_without_an_ending(inspect, tmp_path):
    (tmp_path / "cur").mkdir()
    (tmp_path / "cur/1773622800.M1P2.desk:2,S").write_bytes(REPLY)
    (tmp_path / ".uidvalidity").write_text("7")
    assert [json.loads(line)["reply_text"] for line in inspect(tmp_path, "--json").stdout.splitlines()] == [
        "Nomor saya 0812 3456 7890."
    ]


def test_a_file_that_cannot_be_read_is_told_and_gives_a_line_too(inspect, tmp_path):
    result = inspect(tmp_path / "tiada.eml", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["path"].endswith("tiada.eml")
    assert "cannot be read" in result.stderr


def test_a_folder_without_mails_is_a_usage_error(inspect, tmp_path):
    assert inspect(tmp_path).exit_code == 2
