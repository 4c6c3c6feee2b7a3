"""`mailticket demo`: a week of the desk without any set-up, always with the same end."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests import program


class Page(HTMLParser):
    """What a reader can follow on a page, and what is framed on it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text = path.read_text("utf-8")
        self.anchors: list[str] = []
        self.links: set[str] = set()
        self.frames: list[dict[str, str | None]] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors += [found["id"] or ""] if "id" in found else []
        if tag == "a":
            self.links.add(found["href"] or "")
        if tag == "iframe":
            self.frames.append(found)


Played = tuple[program.Ended, Path]  # how it ended, and its folder


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A demo that was played once for all who look at it."""
    folder = tmp_path_factory.mktemp("played") / "demo"
    return program.run("demo", "--output", folder), folder


def test_the_demo_ends_as_expected_and_leaves_its_mails_and_pages(played: Played) -> None:
    ended, folder = played
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        "26 mails in, 9 tickets, 66 mails out, 10 escalations, 18 digests",
    )
    names = sorted(path.name for path in (folder / "mails").iterdir())
    assert (len(names), names[0], names[1]) == (92, "0001-in-mail.eml", "0002-out-citizen.acknowledged.eml")
    tickets = json.loads((folder / "tickets.json").read_text("utf-8"))
    page = (folder / "index.html").read_text("utf-8")
    assert all(ticket["number"] in page for ticket in tickets)


def test_every_mail_stands_once_on_the_page_and_every_link_leads_somewhere(played: Played) -> None:
    _, folder = played
    page = Page(folder / "index.html")
    names = {path.name for path in (folder / "mails").iterdir()}
    mails = [anchor for anchor in page.anchors if anchor.startswith("mail-")]
    assert sorted(mails) == sorted(f"mail-{name[:4]}" for name in names)
    assert {link for link in page.links if not link.startswith("#")} == {f"mails/{name}" for name in names}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.anchors)
    tickets = {ticket["number"] for ticket in json.loads((folder / "tickets.json").read_text("utf-8"))}
    assert tickets <= {link[1:] for link in page.links}


def test_a_reply_leads_to_what_it_answers_and_that_to_the_reply(played: Played) -> None:
    text = (played[1] / "index.html").read_text("utf-8")
    articles = dict(re.findall(r'<article class="mail \w+" id="(mail-\d{4})">(.*?)</article>', text, re.DOTALL))
    assert 'In reply to <a href="#mail-0005">' in articles["mail-0024"]  # Joko's phone number
    assert '<a href="#mail-0024">Reply of Joko Susilo</a>' in articles["mail-0005"]
    assert "0812 9876 5432" in articles["mail-0024"]
    assert "Br. Tangsub, Desa Celuk" in articles["mail-0027"]  # typed into what it quotes


def test_letters_are_shown_as_they_are_and_run_no_scripts(played: Played) -> None:
    _, folder = played
    page = Page(folder / "index.html")
    assert {frame["sandbox"] for frame in page.frames} == {"allow-same-origin"}
    letters = [path for path in (folder / "mails").glob("*.eml") if b"text/html" in path.read_bytes()]
    assert len(page.frames) == len(letters) > 60


def test_the_page_itself_speaks_one_language(played: Played) -> None:
    text = (played[1] / "index.html").read_text("utf-8")
    own = re.sub(r'<iframe.*?</iframe>|<pre>.*?</pre>|<h3>.*?</h3>|<a href="#mail.*?</a>', "", text, flags=re.DOTALL)
    assert "Monday, 2 November 2026, 08:10 WIB" in own
    assert "<b>received</b>: complaint (" in own
    for word in ("Senin", "pukul", "dijawab", "menunggu", "selesai"):
        assert word not in own, word


def test_the_demo_touches_no_folder_that_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("penting")
    ended = program.run("demo", "--output", tmp_path)
    assert ended.code == 1
    assert "must be new, empty or an earlier demo's" in ended.err[-1]
    assert (tmp_path / "surat.txt").read_text() == "penting"


def test_the_demo_bears_the_name_of_another_institution(tmp_path: Path) -> None:
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
