"""What strangers write is shown on the administrator's terminal as it stands: it neither commands it nor deceives."""

import json
import os
import pty
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from mailticket import app, settings
from mailticket.cli import common
from mailticket.core.citizen import Citizen
from mailticket.core.happenings import Shunt, What
from mailticket.core.people import CITIZEN
from mailticket.core.post import MailState, Place, RawMail
from mailticket.core.ticket import Direction, Event, Message
from tests import program
from tests.core.desk import NOW, NUMBER, a_ticket

EVIL = (
    "\x1b]0;owned\x07 \x1b[2J\x1b[31mred \x1b]8;;http://evil.example\x1b\\klik\x1b]8;;\x1b\\ \x9b2J \u202egpj.exe \u2066x "
    "[red]r[/red] [link=http://evil.example]klik[/link] [/] :warning: \x08\x08\x7f\rHALAMAN"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SETTINGS = """
desk: {address: info@kemenkopukm.go.id}
mailbox: {host: 127.0.0.1, port: 1, tls: none, user: x, password: {env: NOT_READ}, start: all}
smtp: {host: 127.0.0.1, port: 1, tls: none, user: null, password: null}
database: {url: "sqlite:///mailticket.db"}
officers: [{id: rina, name: Rina Wulandari, address: rina@example.org}]
supervisors: [{id: kabag, name: Kepala Bagian, address: kabag@example.org}]
trust: {officers: none, token_keys: [{id: k1, secret: {file: k1.key}}]}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of a desk whose book is full of hostile words, put there past all cleaning."""
    path = tmp_path_factory.mktemp("desk") / "settings.yaml"
    path.write_text(SETTINGS)
    with app.opened(settings.load(path), lambda: NOW, hold=True) as opened, opened.store.write() as work:
        ticket = a_ticket(subject=EVIL, citizen=Citizen(EVIL, EVIL, EVIL, EVIL, EVIL), due_on=None)
        work.book.put_ticket(ticket)
        work.book.add_message(NUMBER, Message(NOW, Direction.IN, CITIZEN, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL), ())
        work.book.add_events(NUMBER, [Event(NOW, What.NOTED(note=EVIL), EVIL)])
        for n in range(2):
            work.ledger.keep(RawMail(Place("a", EVIL, 1, n), b"%d" % n, NOW, 1), NOW)
        for n, mail in enumerate(work.ledger.claim(NOW, NOW + timedelta(minutes=1), 5, 1 << 30)):
            work.ledger.settle(
                mail.id, (MailState.SHUNTED, MailState.DONE)[n], NUMBER, (Shunt.FAILED(error=EVIL),), EVIL, EVIL
            )
    return path


def on_a_terminal(*arguments: str | Path) -> str:
    """Run the program on a terminal; return what that got, without colours of our own."""
    mine, its = pty.openpty()
    with subprocess.Popen(
        [program.PROGRAM, *arguments], stdout=its, stderr=its, stdin=its, env={**os.environ, "COLUMNS": "200"}
    ) as process:
        os.close(its)
        seen = b""
        while True:
            try:
                read = os.read(mine, 65536)
            except OSError:  # Linux says so when the program has ended
                break
            seen += read
        process.wait(program.SECONDS_MAX)
    os.close(mine)
    return COLOUR.sub("", seen.decode("utf-8"))


def obeyed(seen: str) -> set[str]:
    """The characters that a terminal obeys."""
    return {
        sign
        for sign in seen
        if re.match("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", sign)
    }


def assert_shown(seen: str) -> None:
    """Nothing that a terminal obeys is left, and the words are there as they were written."""
    assert obeyed(seen) == set()
    assert "<U+001B>]0;owned<U+0007>" in seen
    assert "<U+001B>[31mred" in seen
    assert "[red]r[/red] [link=http://evil.example]klik[/link] [/] :warning:" in " ".join(seen.split())
    assert "\rHALAMAN" not in seen


@pytest.mark.parametrize(
    "command", [("tickets",), ("show", NUMBER), ("trace", NUMBER), ("shunted",)], ids=lambda command: command[0]
)
def test_the_book_is_shown_as_it_stands(desk: Path, command: tuple[str, ...]) -> None:
    assert_shown(on_a_terminal(*command, "--settings", desk))


@pytest.mark.parametrize(
    "command", [("tickets",), ("show", NUMBER), ("trace", NUMBER), ("shunted",)], ids=lambda command: command[0]
)
def test_the_book_in_json_commands_no_terminal_and_says_the_same(desk: Path, command: tuple[str, ...]) -> None:
    done = on_a_terminal(*command, "--json", "--settings", desk)
    assert obeyed(done) == set()
    assert "\\u202egpj.exe" in done
    said = json.dumps([json.loads(line) for line in done.splitlines()], ensure_ascii=False)
    assert "\u202egpj.exe \u2066x [red]" in said


def test_a_mail_in_json_commands_no_terminal(desk: Path, tmp_path: Path) -> None:
    mail = tmp_path / "evil\u202e.eml"
    signs = "\u202e\u202d\u2066\u2069\u200f\u061c\u2028\x7f\x9b"
    mail.write_bytes(
        f"From: {signs} <siti@example.org>\r\nSubject: {signs}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Nama: Siti{signs}Aminah\r\n{signs}".encode()
    )
    seen = on_a_terminal("inspect", mail, "--json", "--settings", desk)
    assert obeyed(seen) == set()
    assert "evil\u202e.eml" in json.loads(seen)["path"]
    assert json.loads(seen)["text"]


def test_half_characters_are_shown_by_name() -> None:
    assert common.visible("a\ud800b") == "a<U+D800>b"


def test_a_mail_is_shown_as_it_stands(desk: Path, tmp_path: Path) -> None:
    mail = tmp_path / "evil\x1b[31m.eml"
    head = f"From: =?utf-8?q?{''.join(f'={byte:02X}' for byte in EVIL.encode())}?= <siti@example.org>\r\nSubject: x\r\n"
    name = EVIL.replace('"', "").replace("\\", "").replace("\r", "").replace("\x08", "")
    body = f'\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{name}\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\nx\r\n--b--\r\n'
    mail.write_bytes(f'{head}Content-Type: multipart/mixed; boundary="b"\r\n{body}'.encode())
    for one in ([mail], [mail, tmp_path / "none\x1b[31m.eml"]):
        seen = on_a_terminal("inspect", *one, "--settings", desk)
        assert obeyed(seen) == set()
        assert "evil<U+001B>[31m" in seen
