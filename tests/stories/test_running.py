"""The program at work, in a process of its own: `run`, `run --once`, its exit codes and what it says."""

import contextlib
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mailticket.edges import store
from mailticket.errors import DatabaseHeld, Transient
from tests import program, scripted, servers
from tests.build import a_mail
from tests.stories.desk import WIB, Story


@pytest.fixture
def story(tmp_path: Path, imap_port: int, sink: servers.Sink) -> Story:
    """A desk on SQLite whose settings are written and which nobody holds."""
    story = Story(tmp_path, imap_port, sink, f"sqlite:///{tmp_path}/mailticket.db", now=datetime.now(WIB))
    story.write()
    return story


@pytest.fixture
def scripted_imap() -> Iterator[scripted.Imap]:
    with scripted.running(scripted.Imap()) as server:
        yield server


def settings_with(story: Story, *changes: tuple[str, str]) -> Path:
    """Change the settings file."""
    text = story.settings_path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    story.settings_path.write_text(text)
    return story.settings_path


def once(story: Story, *more: str) -> program.Ended:
    done = program.run("run", "--once", "--settings", story.settings_path, *more)
    assert "Traceback" not in "\n".join(done.err)
    return done


@pytest.mark.parametrize("command", ["trace", "show", "explain"])
def test_a_word_that_is_no_text_is_found_nowhere(
    tmp_path: Path, imap_port: int, sink: servers.Sink, database: str, command: str
) -> None:
    story = Story(tmp_path, imap_port, sink, database, now=datetime.now(WIB))
    done = program.run(command, "\udcffKUKM", "--settings", story.write())
    assert (done.code, len(done.err)) == (1, 1), done.err
    assert "unexpected" not in done.err[0]


def test_the_daemon_says_that_it_is_ready_answers_what_arrives_and_stops_cleanly(
    tmp_path: Path, imap_port: int, sink: servers.Sink, database: str
) -> None:
    story = Story(tmp_path, imap_port, sink, database, now=datetime.now(WIB))
    with program.daemon(story.write()) as daemon:
        assert daemon.says("ready") == "mailticket: ready"
        story.put(a_mail())
        servers.wait_until(lambda: len(sink.kept) == 2, "it answers")
        second = program.run("run", "--settings", story.settings_path)
        assert (second.code, len(second.err)) == (3, 1)
        assert once(story).code == 3
        assert len(program.run("tickets", "--json", "--settings", story.settings_path).out.splitlines()) == 1
        assert daemon.stop() == 0
    assert daemon.said == ["mailticket: ready"]


def test_a_daemon_that_was_killed_leaves_no_lock_behind(story: Story) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        assert daemon.stop(signal.SIGKILL) == -signal.SIGKILL
    assert once(story).code == 0


def test_a_wrong_password_is_told_and_tried_again_and_ctrl_c_ends_it(story: Story) -> None:
    (story.folder / "imap.secret").write_text("wrong")
    with program.daemon(story.settings_path) as daemon:
        line = daemon.says("refused the login")
        assert "see mailbox.password" in line
        assert "trying again in" in line
        assert daemon.stop(signal.SIGINT) == 0
    done = once(story)
    assert done.code == 1
    assert len(done.err) == 1
    assert "refused the login" in done.err[0]


def test_a_server_that_is_not_there_is_tried_again_until_it_is(story: Story, scripted_imap: scripted.Imap) -> None:
    port = scripted_imap.port
    scripted_imap.close()
    settings_with(story, (f"port: {story.imap_port}", f"port: {port}"))
    assert once(story).code == 1
    with program.daemon(story.settings_path) as daemon:
        assert "trying again in 1 s" in daemon.says("refused")
        daemon.says("trying again in")
        with scripted.running(scripted.Imap(port=port)):
            daemon.says("mailticket: ready")
            assert daemon.stop() == 0


def test_one_failing_server_does_not_stop_the_other_steps(story: Story) -> None:
    story.put(a_mail())
    story.sink.answers["siti@example.org"] = "450 4.2.0 come back later"
    assert once(story).code == 0  # a retry that waits is no failure
    story.sink.down()
    (story.folder / "imap.secret").write_text("wrong")
    story.put(a_mail())
    assert once(story, "--at", "2030-01-07T09:00").code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--once", "--at", "yesterday"], "is no time"),
        (["--at", "2026-03-16T09:00"], "--at is only for --once"),
    ],
)  # fmt: skip
def test_a_time_that_makes_no_sense_is_refused(story: Story, arguments: list[str], says: str) -> None:
    done = program.run("run", *arguments, "--settings", story.settings_path)
    assert done.code == 2
    assert says in done.err[0]


def test_the_present_of_a_trial_never_goes_back_and_may_stand_still(story: Story) -> None:
    story.put(a_mail(), "2026-03-16 09:00")
    assert once(story, "--at", "2026-03-16T09:00").code == 0
    assert once(story, "--at", "2026-03-16T09:00:00+07:00").code == 0
    done = once(story, "--at", "2026-03-16T08:59")
    assert done.code == 2
    assert done.err == ["--at: the database has an event at 2026-03-16T09:00:00+07:00, which is later"]


def test_a_trial_never_mails_the_outside(story: Story) -> None:
    settings_with(
        story,
        (
            f"smtp: {{host: 127.0.0.1, port: {story.sink.port}, tls: none",
            "smtp: {host: smtp.example.org, port: 587, tls: starttls",
        ),
    )
    done = once(story, "--at", "2026-03-16T09:00")
    assert done.code == 2
    assert done.err[0].startswith("smtp.host: ")


def test_plain_text_to_another_host_is_refused(story: Story) -> None:
    settings_with(story, ("host: 127.0.0.1", "host: mail.example.org"))
    done = once(story)
    assert done.code == 2
    assert [line.partition(":")[0] for line in sorted(done.err)] == ["mailbox.tls", "smtp.tls"]


def test_a_failed_starttls_never_falls_back(story: Story, scripted_imap: scripted.Imap) -> None:
    with scripted.running(scripted.Smtp()) as smtp:
        story.put(a_mail())
        settings_with(story, (f"port: {story.sink.port}, tls: none", f"port: {smtp.port}, tls: starttls"))
        done = once(story)
        assert (done.code, len(done.err)) == (1, 1)
        assert "STARTTLS" in done.err[0]
        assert not [heard for heard in smtp.heard if heard.startswith(("AUTH", "MAIL"))]
    settings_with(story, (f"port: {story.imap_port}, tls: none", f"port: {scripted_imap.port}, tls: starttls"))
    done = once(story)
    assert done.code == 1
    assert "STARTTLS" in done.err[0]
    assert not [heard for heard in scripted_imap.heard if heard.startswith("LOGIN")]


def test_a_missing_folder_for_the_database_is_told(story: Story) -> None:
    settings_with(story, (f"{story.folder}/mailticket.db", f"{story.folder}/nowhere/mailticket.db"))
    done = once(story)
    assert done.code != 0
    assert done.err == [f"database.url: the folder {story.folder}/nowhere does not exist"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=False, capture_output=True)
    if made.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_cannot_be_written_is_told_and_nothing_is_lost(story: Story, small_disk: Path) -> None:
    settings_with(story, (f"{story.folder}/mailticket.db", f"{small_disk}/mailticket.db"))
    assert once(story).code == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    story.put(a_mail())
    done = once(story)
    assert done.code == 1
    assert len(done.err) == 1
    assert str(small_disk) in done.err[0]
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert once(story).code == 0
    assert len(story.sink.mails("citizen.acknowledged")) == 1


def fill(ballast: Path) -> None:
    """Take all the room that is left on a disk."""
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 12))


def test_a_full_disk_is_told_the_daemon_stays_up_and_goes_on_when_there_is_room(story: Story, small_disk: Path) -> None:
    settings_with(story, (f"{story.folder}/mailticket.db", f"{small_disk}/mailticket.db"))
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        ballast = small_disk / "ballast"
        fill(ballast)
        story.put(a_mail(files=(("foto.pdf", bytes(300_000)),)))
        daemon.says("full")
        ballast.unlink()
        servers.wait_until(lambda: len(story.sink.mails("citizen.acknowledged")) == 1, "it goes on")
        assert daemon.stop() == 0


def is_held(other: "psycopg.Connection[Any]") -> bool:
    """Whether a daemon holds the database."""
    held = f"locktype = 'advisory' AND granted AND objid = {store.ADVISORY_LOCK}"
    return other.execute(f"SELECT count(*) FROM pg_locks WHERE {held}").fetchone() == (1,)  # type: ignore[call-overload]


def test_a_daemon_whose_database_went_away_goes_on_and_still_holds_it(
    tmp_path: Path, imap_port: int, sink: servers.Sink, postgres: Callable[[], str]
) -> None:
    story = Story(tmp_path, imap_port, sink, postgres(), now=datetime.now(WIB))
    with program.daemon(story.write()) as daemon:
        daemon.says("ready")
        with psycopg.connect(story.url.replace("+psycopg", ""), autocommit=True) as other:
            mine = "pid <> pg_backend_pid() AND datname = current_database()"
            other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
            story.put(a_mail())
            servers.wait_until(lambda: len(sink.kept) == 2, "it answers")
            servers.wait_until(lambda: is_held(other), "it takes the lock again")
        assert daemon.stop() == 0


def test_a_daemon_outlives_a_database_server_that_is_stopped_at_once_and_started_again(
    tmp_path: Path, imap_port: int, sink: servers.Sink, postgres: servers.Postgres
) -> None:
    story = Story(tmp_path, imap_port, sink, postgres(), now=datetime.now(WIB))
    with program.daemon(story.write()) as daemon:
        daemon.says("ready")
        for n in range(6):  # it dies while they are worked on
            story.put(a_mail(sender=f"Siti <siti{n}@example.org>"))
        servers.wait_until(lambda: bool(sink.kept), "it answers the first")
        postgres.stop(signal.SIGQUIT)
        try:
            story.put(a_mail(sender="Budi <budi@example.org>"))
            daemon.says("trying again")
            daemon.says("hold: database")
        finally:
            postgres.start()
        daemon.says("hold: works again")
        servers.wait_until(lambda: len({data for _, _, data in sink.kept}) == 14, "it answers them all")
        with psycopg.connect(story.url.replace("+psycopg", ""), autocommit=True) as other:
            servers.wait_until(lambda: is_held(other), "it takes the lock again")
            unknowns = other.execute("SELECT sum(unknowns) FROM outbox").fetchone()
        assert daemon.stop() == 0
    assert unknowns == (len(sink.kept) - 14,)  # at most the one whose answer could not be written down
    assert len({mail["To"] for mail in sink.mails("citizen.acknowledged")}) == 7
    assert len(program.run("tickets", "--json", "--settings", story.settings_path).out.splitlines()) == 7
    assert not [line for line in daemon.said if line.startswith(("ERROR", "Traceback", "\t"))], daemon.said


def test_a_locked_database_is_told_and_nothing_is_lost(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    story.put(a_mail())
    with story.opened(), sqlite3.connect(story.folder / "mailticket.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Transient, match="locked"):
            story.run()
        other.rollback()
        assert len(story.run()) == 2
    other.close()


def test_a_lock_that_another_took_meanwhile_is_not_taken_for_ours(postgres: Callable[[], str]) -> None:
    url = postgres()
    ours, theirs = store.SqlStore(url), store.SqlStore(url)
    ours.hold()
    ours.hold_on()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other:
        mine = "pid <> pg_backend_pid() AND datname = current_database()"
        other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
    theirs.hold()
    with pytest.raises(DatabaseHeld):
        ours.hold_on()
    ours.close()
    theirs.close()
