"""The commands beside the daemon, as an administrator types them: they look and leave no trace, and say plainly what is wrong."""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest

from mailticket import cli
from tests import program, servers
from tests.build import a_mail
from tests.stories.desk import WIB, Story

READING = (
    ("tickets",),
    ("show", "2"),
    ("explain", "2"),
    ("trace", "siti@example.org"),
    ("shunted",),
    ("digest",),
    ("replay", "mail.eml", "--dry-run"),
)
NOBODY = 65534


@pytest.fixture
def story(tmp_path: Path, imap_port: int, sink: servers.Sink) -> Story:
    """A desk on SQLite, in a folder of its own, that has never run."""
    folder = tmp_path / "desk"
    folder.mkdir()
    story = Story(folder, imap_port, sink, f"sqlite:///{folder}/mailticket.db", now=datetime.now(WIB))
    story.write()
    (folder / "mail.eml").write_bytes(a_mail())
    return story


def said(story: Story, *command: str) -> program.Ended:
    """Say a command, in this process, which has all imported; whatever it answers, it is no fault of the program."""
    words = [str(story.folder / one) if one == "mail.eml" else one for one in command]
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["mailticket", *words, "--settings", str(story.settings_path)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert "fault of mailticket" not in err.getvalue()
    return program.Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue().splitlines())


def ran(story: Story, *mails: bytes) -> None:
    """Let the desk run once, with these mails in its box."""
    for mail in mails or (a_mail(),):
        story.put(mail)
    assert said(story, "run", "--once").code == 0


def files(story: Story) -> set[str]:
    return {path.name for path in story.folder.iterdir()}


@pytest.mark.parametrize("command", [*READING, ("retry", "1")], ids=lambda command: command[0])
def test_a_look_at_a_desk_that_never_ran_makes_nothing(story: Story, command: tuple[str, ...]) -> None:
    before = files(story)
    done = said(story, *command)
    assert (done.code, done.out) == (1, "")
    assert done.err == [
        f"database {story.folder}/mailticket.db: there is none yet; `mailticket run` makes it at its first start"
    ]
    assert files(story) == before


def test_a_check_of_a_desk_that_never_ran_says_what_the_first_start_makes_and_makes_nothing(story: Story) -> None:
    before = files(story)
    done = said(story, "check")
    assert done.code == 0, done.out
    assert "k1.key: is made at the first start" in done.out
    assert "there is none yet: it is made at the first start" in done.out
    assert files(story) == before


def test_a_look_beside_the_daemon_and_after_it_leaves_no_trace(story: Story) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        story.put(a_mail())
        story.put(a_mail(sender="Budi <budi@example.org>", subject="Lain"))
        servers.wait_until(lambda: len(story.sink.kept) == 4, "it answers")
        beside = files(story)
        for command in READING:
            assert said(story, *command).code == 0, command
        assert files(story) == beside
        assert daemon.stop() == 0
    after = {name: (story.folder / name).read_bytes() for name in files(story)}
    for command in READING:
        assert said(story, *command).code == 0, command
    assert {name: (story.folder / name).read_bytes() for name in files(story)} == after


def test_a_number_is_known_by_its_end_and_by_the_reference_line_of_a_letter(story: Story) -> None:
    ran(story, a_mail(), a_mail(sender="Budi <budi@example.org>", subject="Lain"))
    year = datetime.now(WIB).year
    number = f"KUKM-{year}-000002"
    letter = next(m for m in story.sink.mails("citizen.acknowledged") if "budi@" in m["To"])
    reference = next(
        line for line in letter.get_body(("plain",)).get_content().splitlines() if line.startswith("Ref: ")
    )
    for word in ("2", "000002", f"{year}-2", f"kukm-{year}-2", f"[{number}]", reference, str(letter["Message-ID"])):
        done = said(story, "show", word, "--json")
        assert (done.code, json.loads(done.out)["number"]) == (0, number), word
    assert json.loads(said(story, "explain", "2", "--json").out)["number"] == number
    for word in ("3", f"LAIN-{year}-2", "0", ""):
        done = said(story, "show", word)
        assert (done.code, len(done.err)) == (1, 1), word


def test_what_is_saved_of_a_ticket_is_numbered_and_for_this_user_alone(story: Story) -> None:
    ran(story, a_mail(files=(("ktp.jpg", b"satu"), ("KTP.jpg", b"dua"), ("ktp.jpg", b"tiga"))))
    saved = story.folder / "saved"
    for _ in range(2):  # once more changes nothing
        assert said(story, "show", "1", "--save", str(saved)).code == 0
        mine = {path.name: path.read_bytes() for path in saved.iterdir()}
        assert {name: mine[name] for name in mine if name.lower().endswith("jpg")} == {
            "0001-in-ktp.jpg": b"satu",
            "0001-in-KTP-2.jpg": b"dua",
            "0001-in-ktp-3.jpg": b"tiga",
        }
        assert {path.stat().st_mode & 0o777 for path in saved.iterdir()} == {0o600}
        assert saved.stat().st_mode & 0o777 == 0o700


def test_files_of_two_tickets_in_one_folder_do_not_overwrite_one_another(story: Story) -> None:
    ran(story, a_mail(files=(("ktp.jpg", b"Siti"),)), a_mail(sender="B <b@example.org>", files=(("ktp.jpg", b"B"),)))
    saved = story.folder / "saved"
    for number in ("1", "2"):
        assert said(story, "show", number, "--save", str(saved)).code == 0
    assert {path.read_bytes() for path in saved.glob("*ktp*")} == {b"Siti", b"B"}


def test_what_cannot_be_put_back_is_an_error_and_says_why(story: Story) -> None:
    ran(story, a_mail(), b"To: info@kemenkopukm.go.id\r\nSubject: Tanpa pengirim\r\n\r\nIsi.\r\n")
    (row,) = (json.loads(line) for line in said(story, "shunted", "--json").out.splitlines())
    (done_row,) = (json.loads(line) for line in said(story, "trace", "siti@example.org", "--json").out.splitlines()[:1])
    done = said(story, "retry", "99")
    assert (done.code, done.err) == (1, ["99: there is no such mail (mailticket shunted lists them)"])
    done = said(story, "retry", "99", str(row["id"]), str(done_row["id"]))
    assert (done.code, done.err[0], done.err[-1]) == (
        1,
        "99: there is no such mail (mailticket shunted lists them)",
        "1 mails put back",
    )
    assert done.err[1].startswith(f"{done_row['id']}: it is done, in KUKM-")
    assert said(story, "shunted").out == ""


def test_an_import_beside_the_daemon_is_told_to_stop_it_first(story: Story) -> None:
    with program.daemon(story.settings_path) as daemon:
        daemon.says("ready")
        done = said(story, "import", "--since", "2026-01-01")
        assert (done.code, len(done.err)) == (3, 1)
        assert "stop it first" in done.err[0]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("show", "1", "--save", "{file}"), "is no folder"),
        (("show", "1", "--save", "{file}/below"), "Not a directory"),
        (("digest", "--preview", "{file}/digest.html"), "Not a directory"),
        (("digest", "--preview", "/nowhere/digest.html"), "No such file or directory"),
        (("replay", "{file}/mail", "--dry-run"), "cannot be read: Not a directory"),
        (("demo", "--output", "{file}"), ""),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_path_that_cannot_be_is_told_in_one_line(story: Story, command: tuple[str, ...], says: str) -> None:
    ran(story)
    file = story.folder / "mail.eml"
    done = said(story, *(word.format(file=file) for word in command))
    assert (done.code, len(done.err)) == (1, 1), done.err
    assert says in done.err[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_book_of_the_daemons_user_is_not_touched_by_root(story: Story) -> None:
    ran(story)
    before = files(story)
    os.chown(story.folder / "mailticket.db", NOBODY, NOBODY)
    for command in (*READING, ("retry", "1"), ("run", "--once"), ("import", "--since", "2026-01-01")):
        done = said(story, *command)
        assert (done.code, len(done.err)) == (1, 1), command
        assert "belongs to nobody" in done.err[0]
    assert files(story) == before


def test_a_secret_that_others_may_read_is_warned_of(story: Story) -> None:
    (story.folder / "imap.secret").chmod(0o644)
    done = said(story, "check")
    assert done.code == 0, done.out
    assert f"warn rights: warning: {story.folder}/imap.secret: other users may read it" in done.out
    (story.folder / "imap.secret").chmod(0o600)
    assert "warn" not in said(story, "check").out


# The first thing that every Python imports: it ends a child that is to read mails, for as long as a file is there.
NO_CHILD = """
import pathlib, sys
if pathlib.Path(__file__).with_name("no-child").exists() and "multiprocessing.spawn" in " ".join(sys.orig_argv):
    sys.exit(1)
"""


@pytest.fixture
def no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which no child comes up; whoever takes the file away heals it."""
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(NO_CHILD)
    (folder / "no-child").touch()
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{os.environ.get('PYTHONPATH', '')}")
    return folder / "no-child"


def test_a_desk_that_can_read_no_mail_is_told_by_check_and_is_not_ready(story: Story, no_child: Path) -> None:
    done = said(story, "check")
    (failed,) = [line for line in done.out.splitlines() if not line.startswith(("ok", "warn"))]
    assert (done.code, failed.split(":")[0]) == (1, "FAIL reading")
    assert "no mail can be read: the reading process did not start" in failed
    story.put(a_mail())
    done = said(story, "run", "--once")
    assert done.code == 1
    assert done.err[0].startswith("process: no mail can be read")
    with program.daemon(story.settings_path) as daemon:
        daemon.says("no mail can be read")
        no_child.unlink()
        assert daemon.says("ready") == "mailticket: ready"
        servers.wait_until(lambda: len(story.sink.kept) == 2, "no mail has lost its attempts")
        assert daemon.stop() == 0
    assert daemon.said[-2:] == ["process: works again", "mailticket: ready"]
