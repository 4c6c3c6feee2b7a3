"""`mailticket check`: one line for everything that the desk needs, and each fault is seen."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailticket import app, settings
from tests import program, scripted, servers
from tests.stories.desk import Story


@pytest.fixture
def story(tmp_path: Path, imap_port: int, sink: servers.Sink) -> Story:
    story = Story(tmp_path, imap_port, sink, f"sqlite:///{tmp_path}/mailticket.db")
    story.write()
    return story


def faults(story: Story, *changes: tuple[str, str]) -> dict[str, str]:
    """What `check` finds wrong after changes of the settings."""
    text = story.settings_path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    story.settings_path.write_text(text)
    return {one.name: one.says for one in app.check(settings.load(story.settings_path)) if not one.ok}


def test_a_desk_in_order_is_told_line_by_line_and_nothing_is_sent(story: Story) -> None:
    done = program.run("check", "--json", "--settings", story.settings_path)
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0, lines
    assert {tuple(line) for line in lines} == {("name", "ok", "says")}
    names = {line["name"] for line in lines}
    assert names >= {
        "settings",
        "secrets",
        "rights",
        "imap login",
        "imap folder",
        "smtp",
        "database",
        "disk",
        "templates",
        "calendar",
    }
    assert all(line["ok"] for line in lines)
    assert story.sink.kept == []


def test_a_fault_is_exit_1_and_one_line_and_hides_no_other(story: Story) -> None:
    (story.folder / "imap.secret").write_text("wrong")
    story.sink.down()
    done = program.run("check", "--settings", story.settings_path)
    failed = [line for line in done.out.splitlines() if line.startswith("FAIL")]
    assert (done.code, done.err) == (1, [])
    assert [line.split()[1] for line in failed] == ["imap:", "smtp:"]
    assert "refused the login" in failed[0]


FAULTS: tuple[tuple[str, tuple[str, str], str], ...] = (
    ("imap", ("{file: imap.secret}", "{env: MAILTICKET_NOT_SET}"), "MAILTICKET_NOT_SET is not set"),
    ("imap folder", ("start: all", "start: all, folder: Nirgends"), "folder Nirgends"),
    ("imap folder", ("start: all", "start: all, spam_folder: Nirgends"), "folder Nirgends"),
    ("imap", ("tls: none, user: desk", "tls: implicit, user: desk"), "TLS failed"),
    ("imap", ("tls: none, user: desk", "tls: starttls, user: desk"), "STARTTLS"),
    ("smtp", ("tls: none, user: null", "tls: starttls, user: null"), "STARTTLS"),
    ("database", ("mailticket.db", "nowhere/mailticket.db"), "does not exist"),
    ("disk", ("mailticket.db", "nowhere/mailticket.db"), "No such file"),
    ("templates", ("desk: {", "desk: {templates_folder: own, "), "citizen.answered"),
    ("templates", ("desk: {", "desk: {language: nl, "), "must be auto or one of en, id, not 'nl'"),
)


@pytest.mark.parametrize(("name", "change", "says"), FAULTS, ids=lambda value: str(value)[:30])
def test_each_fault_is_seen(story: Story, name: str, change: tuple[str, str], says: str) -> None:
    own = story.folder / "own" / "id"
    own.mkdir(parents=True)
    (own / "citizen.answered.txt").write_text("{% block subject %}{{ nothing_such }}{% endblock %}")
    assert says in faults(story, change)[name]


def test_a_server_without_move_is_told_only_where_mails_shall_be_moved(story: Story) -> None:
    with scripted.running(scripted.Imap("IMAP4rev1 IDLE")) as server:
        server.folders["Done"] = scripted.Folder()
        assert faults(story, (f"port: {story.imap_port}", f"port: {server.port}")) == {}
        found = faults(story, ("start: all", "start: all, processed_folder: Done"))
    assert found == {"imap MOVE": "the server has no MOVE: mailbox.processed_folder is ignored"}


def test_a_mail_to_the_desk_itself_comes_back(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver_to_mailbox(story)
    found = {one.name: one for one in app.check(settings.load(story.settings_path), by_mail=True)}
    assert found["mail"].ok, found["mail"]
    assert len(story.sink.kept) == 1


@pytest.mark.parametrize(
    ("takes_out", "ok", "says"),
    [
        ("Authentication-Results:", True, "the mail server takes out a forged Authentication-Results"),
        ("", False, "anybody can pose as an officer; make the server take it out (Postfix: header_checks"),
    ],
    ids=["proven", "not safe"],
)
def test_a_forged_verdict_is_sent_through_the_real_mail_server_to_see_what_it_does(
    story: Story, postfix: Callable[..., AbstractContextManager[int]], takes_out: str, ok: bool, says: str
) -> None:
    deliver_to_mailbox(story)
    with postfix(story.sink.port, takes_out) as port:
        story.smtp_port = port
        story.write()
        done = program.run("check", "--mail", "--json", "--settings", story.settings_path)
    found = {line["name"]: line for line in map(json.loads, done.out.splitlines())}
    assert found["mail"]["ok"], found["mail"]
    assert found["mail verdict"]["ok"] is ok
    assert says in found["mail verdict"]["says"]
    assert done.code == (0 if ok else 1)


def deliver_to_mailbox(story: Story) -> None:
    """Let what the sink takes arrive in the mailbox, as a mail server does."""
    take: Callable[..., object] = story.sink.handle_DATA

    async def taken(server: object, session: object, envelope: object) -> object:
        with IMAPClient(servers.HOST, story.imap_port, ssl=False) as client:
            client.login(story.user, servers.PASSWORD)
            client.append("INBOX", envelope.original_content)
        return await take(server, session, envelope)

    story.sink.handle_DATA = taken
