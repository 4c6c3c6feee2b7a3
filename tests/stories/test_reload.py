"""SIGHUP: the settings are read again while the desk is at work; with faults in them it goes on as it was."""

import json
import signal
from datetime import datetime
from pathlib import Path

import pytest

from tests import program, servers
from tests.build import a_mail
from tests.stories.desk import WIB, Story


@pytest.fixture
def story(tmp_path: Path, imap_port: int, sink: servers.Sink, database: str) -> Story:
    story = Story(tmp_path, imap_port, sink, database, now=datetime.now(WIB))
    story.write()
    return story


def change(story: Story, old: str, new: str) -> None:
    text = story.settings_path.read_text()
    assert old in text
    story.settings_path.write_text(text.replace(old, new))


def test_other_settings_are_in_force_after_a_reload(story: Story) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        story.put(a_mail())
        servers.wait_until(lambda: len(story.sink.kept) == 2, "it answers")
        change(story, "address: rina@example.org", "address: ratna@example.org")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.says("settings: read again, and in force")
        daemon.says("mailticket: ready", times=2)
        story.put(a_mail(sender="Budi <budi@example.org>", subject="Lain"))
        servers.wait_until(lambda: len(story.sink.kept) == 4, "it answers the next")
        assert [to for _, to, _ in story.sink.kept if to.startswith("r")] == ["rina@example.org", "ratna@example.org"]
        assert daemon.stop() == 0
    assert daemon.said == ["mailticket: ready", "settings: read again, and in force", "mailticket: ready"]


def test_faults_in_the_settings_are_told_and_the_desk_goes_on_as_it_was(story: Story) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        change(story, "start: all", "start: kemarin")
        change(story, "address: rina@example.org", "address: rina")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.says("stay in force")
        story.put(a_mail())
        servers.wait_until(lambda: len(story.sink.kept) == 2, "it answers as before")
        story.settings_path.unlink()
        daemon.process.send_signal(signal.SIGHUP)
        daemon.says("stay in force", times=2)
        assert daemon.stop() == 0
    assert [line.partition(":")[0] for line in daemon.said] == [
        "mailticket",
        "mailbox.start",
        "officers[0].address",
        "settings",
        str(story.settings_path),
        "settings",
    ]


def test_another_database_is_not_taken_in_passing(story: Story, tmp_path: Path) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        change(story, story.url, f"sqlite:///{tmp_path}/another.db")
        daemon.process.send_signal(signal.SIGHUP)
        assert daemon.says("database").startswith("database: another database is taken at the next start")
        daemon.says("stay in force")
        assert daemon.stop() == 0
    assert not (tmp_path / "another.db").exists()


def test_what_is_in_hand_is_finished_and_nothing_is_lost_or_doubled(story: Story) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        for n in range(12):
            story.put(a_mail(sender=f"Siti <siti{n}@example.org>", subject=f"Laporan {n}"))
            daemon.process.send_signal(signal.SIGHUP)
        servers.wait_until(lambda: len(story.sink.kept) >= 24, "it answers them all")
        assert daemon.stop() == 0
    assert len({data for _, _, data in story.sink.kept}) == len(story.sink.kept) == 24
    lines = program.run("tickets", "--json", "--settings", story.settings_path).out.splitlines()
    assert sorted(json.loads(line)["citizen"]["email"] for line in lines) == sorted(
        f"siti{n}@example.org" for n in range(12)
    )


def test_a_mailbox_that_moved_is_read_after_a_reload(story: Story) -> None:
    change(story, f"port: {story.imap_port}", f"port: {servers.free_port()}")
    with program.daemon(story.settings_path) as daemon:
        daemon.says("mailbox: ")
        story.write()
        daemon.process.send_signal(signal.SIGHUP)
        assert daemon.says("ready") == "mailticket: ready"
        story.put(a_mail())
        servers.wait_until(lambda: len(story.sink.kept) == 2, "it answers")
        assert daemon.stop() == 0
