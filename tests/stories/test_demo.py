"""`mailticket demo`: a week of the desk without any set-up, always with the same end."""

import json

from tests import program


def test_the_demo_ends_as_expected_and_leaves_its_mails_and_pages(tmp_path) -> None:
    ended = program.run("demo", "--output", tmp_path / "demo")
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        "26 mails in, 9 tickets, 66 mails out, 10 escalations, 18 digests",
    )
    names = sorted(path.name for path in (tmp_path / "demo" / "mails").iterdir())
    assert (len(names), names[0], names[1]) == (92, "0001-in-mail.eml", "0002-out-citizen.acknowledged.eml")
    tickets = json.loads((tmp_path / "demo" / "tickets.json").read_text("utf-8"))
    page = (tmp_path / "demo" / "index.html").read_text("utf-8")
    assert all(ticket["number"] in page for ticket in tickets)


def test_the_demo_touches_no_folder_that_is_somebody_elses(tmp_path) -> None:
    (tmp_path / "surat.txt").write_text("penting")
    ended = program.run("demo", "--output", tmp_path)
    assert ended.code == 1
    assert "must be new, empty or an earlier demo's" in ended.err[-1]
    assert (tmp_path / "surat.txt").read_text() == "penting"


def test_the_demo_bears_the_name_of_another_institution(tmp_path) -> None:
    (tmp_path / "settings.yaml").write_text(
        "desk: {address: info@koperasi.example, institution: Kementerian Contoh, ticket_prefix: KC}\n"
        "mailbox: {host: imap.example.org, user: desk, password: {env: NONE}, start: now}\n"
        "smtp: {host: smtp.example.org, user: null, password: null}\n"
        "officers: [{id: rina, name: Rina, address: rina@koperasi.example}]\n"
        "supervisors: [{id: kabag, name: Kepala Bagian, address: kabag@koperasi.example}]\n"
    )
    ended = program.run("demo", "--output", tmp_path / "demo", "--settings", tmp_path / "settings.yaml")
    assert ended.code == 0
    letter = (tmp_path / "demo" / "mails" / "0002-out-citizen.acknowledged.eml").read_text("utf-8")
    assert "Kementerian Contoh" in letter
    assert "KC-2026-000001" in letter
