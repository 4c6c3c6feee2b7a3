"""Real servers for the tests, each on a free port of this machine with a configuration and a folder of its own.

Dovecot, Postfix and PostgreSQL are Debian's packages; the SMTP sink is a few lines over aiosmtpd that keeps what it gets
and misbehaves when told to.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

HOST = "127.0.0.1"
PASSWORD = "sesame"
START_SECONDS_MAX = 90  # a busy machine is slow, and only a failing test waits for so long
DOVECOT = Path("/usr/sbin/dovecot")
POSTFIX = Path("/usr/sbin/postfix")


def postgres_bin() -> Path | None:
    """The newest PostgreSQL that is installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool], what: str, process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Ask again until something is so; fails when it takes too long or the process has ended."""
    end = time.monotonic() + START_SECONDS_MAX
    while not is_so():
        if process is not None and process.poll() is not None:
            raise AssertionError(f"{what}: the server ended with {process.returncode}")
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {START_SECONDS_MAX} s")
        threading.Event().wait(0.05)


def listens(port: int) -> bool:
    """Whether somebody answers on a port."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
        return True
    return False


def _open_to_others(folder: Path) -> None:
    """Let the servers' own users pass: pytest closes its folders to others."""
    for path in (folder, *folder.parents):
        if path != Path("/") and path.stat().st_uid == os.geteuid():
            path.chmod(path.stat().st_mode | 0o011)


@contextmanager
def dovecot(folder: Path) -> Iterator[int]:
    """Run a Dovecot in which every user name is an empty mailbox of its own; yields its port."""
    port, mail = free_port(), pwd.getpwnam("mail")
    _open_to_others(folder)
    (folder / "mail").mkdir()
    shutil.chown(folder / "mail", mail.pw_uid, mail.pw_gid)
    (folder / "dovecot.conf").write_text(
        f"""
protocols = imap
listen = {HOST}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u/Maildir
mail_max_userip_connections = 100
namespace inbox {{
  inbox = yes
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={mail.pw_uid} gid={mail.pw_gid} home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""
    )
    process = subprocess.Popen([DOVECOT, "-F", "-c", folder / "dovecot.conf"])
    try:
        wait_until(lambda: listens(port), f"dovecot, see {folder}/dovecot.log", process)
        yield port
    finally:
        process.terminate()
        process.wait()


class Postgres:
    """A PostgreSQL in a folder of its own; called, it makes an empty database and returns its URL."""

    def __init__(self, folder: Path) -> None:
        found = postgres_bin()
        assert found is not None
        self._binaries, self._data, self.port = found, folder / "data", free_port()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        user = "postgres" if os.geteuid() == 0 else None
        _open_to_others(folder)
        self._data.mkdir()
        if user:
            shutil.chown(self._data, user, user)
        self._quiet: dict[str, Any] = {"user": user, "stdout": subprocess.DEVNULL, "cwd": self._data}
        make = [
            self._binaries / "initdb",
            "-D",
            self._data,
            "-A",
            "trust",
            "-U",
            "desk",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(make, check=True, **self._quiet)

    def __call__(self) -> str:
        name = f"desk{next(self._numbers)}"
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return f"postgresql+psycopg://desk@{HOST}:{self.port}/{name}"

    def copy(self, url: str) -> str:
        """Return the URL of a copy of a database as it is now, which nobody may be using: a replica that lags from here on."""
        name, original = f"desk{next(self._numbers)}", url.rpartition("/")[2]
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {original}")  # type: ignore[call-overload]
        return f"{url.rpartition('/')[0]}/{name}"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = ["-p", str(self.port), "-h", HOST, "-k", "", "-F", "-c", "max_connections=60"]
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", self._data, *options], stderr=subprocess.DEVNULL, **self._quiet
        )
        wait_until(self._is_up, "postgres", self._process)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Stop fast (SIGINT), or at once and without tidying up (SIGQUIT, which is `pg_ctl stop -m immediate`)."""
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait()

    def _connect(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(f"host={HOST} port={self.port} user=desk dbname=postgres", autocommit=True)

    def _is_up(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), self._connect():
            return True
        return False


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Run a PostgreSQL."""
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Sink:
    """An SMTP server that keeps what it gets: (sender, recipient, bytes), oldest first."""

    kept: list[tuple[str, str, bytes]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # recipient -> what RCPT is answered with
    drop_after_data: int = 0  # so many mails are kept, but the connection is dropped before the answer
    port: int = field(default_factory=free_port)
    _controller: Controller | None = None

    def up(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname=HOST, port=self.port, enable_SMTPUTF8=True)
        self._controller.start()

    def down(self) -> None:
        """Stop listening."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def mails(self, notice: str | None = None) -> list[EmailMessage]:
        """What was kept, parsed; only mails of one notice, when asked for."""
        found = [message_from_bytes(data, policy=policy.default) for _, _, data in self.kept]
        return [m for m in found if isinstance(m, EmailMessage) and notice in (None, m["X-Mailticket-Notice"])]

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or say what the test wants said."""
        answer = self.answers.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail."""
        content = envelope.original_content or b""
        self.kept += [(envelope.mail_from or "", to, content) for to in envelope.rcpt_tos]
        if self.drop_after_data:
            self.drop_after_data -= 1
            server.transport.abort()
        return "250 2.0.0 kept"


@contextmanager
def postfix(
    folder: Path, relay_port: int, takes_out: str = "", maildirs: dict[str, Path] | None = None
) -> Iterator[int]:
    """Run a Postfix that hands everything on to a port of this machine; yields its own port.

    Headers that begin with `takes_out` are not handed on. Mail to an address of `maildirs` is put there instead, as
    Dovecot's own user would.
    """
    port, mail, here = free_port(), pwd.getpwnam("mail"), maildirs or {}
    domains = " ".join(sorted({address.partition("@")[2] for address in here}))
    boxes = ", ".join(f"{address}={str(path).lstrip('/')}/" for address, path in here.items())
    _open_to_others(folder)
    config, queue, data = folder / "etc", folder / "queue", folder / "data"
    for path in (config, queue, data):
        path.mkdir()
        path.chmod(0o755)
    shutil.chown(data, "postfix", "postfix")
    libexec = next(path for path in ("/usr/lib/postfix/sbin", "/usr/libexec/postfix") if Path(path).is_dir())
    (config / "header_checks").write_text(f"/^{takes_out}/ IGNORE\n" if takes_out else "")
    (config / "main.cf").write_text(
        f"""
header_checks = regexp:{config}/header_checks
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
daemon_directory = {libexec}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = {HOST}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mx.example.org
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
relayhost = [{HOST}]:{relay_port}
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
smtpd_recipient_restrictions = check_recipient_access inline:{{nobody@example.org=REJECT}}, permit_mynetworks, reject
smtputf8_enable = no
virtual_mailbox_domains = {domains}
virtual_mailbox_base = /
virtual_mailbox_maps = {f"inline:{{{boxes}}}" if boxes else ""}
virtual_minimum_uid = 1
virtual_uid_maps = static:{mail.pw_uid}
virtual_gid_maps = static:{mail.pw_gid}
"""
    )
    (config / "master.cf").write_text(
        f"""
{port}    inet  n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
virtual   unix  - n n - - virtual
error     unix  - - n - - error
retry     unix  - - n - - error
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
proxymap  unix  - - n - - proxymap
tlsmgr    unix  - - n 1000? 1 tlsmgr
"""
    )
    process = subprocess.Popen([POSTFIX, "-c", config, "start-fg"], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port), f"postfix, see {folder}/maillog", process)
        yield port
    finally:
        subprocess.run([POSTFIX, "-c", config, "stop"], check=False, stderr=subprocess.DEVNULL)
        process.terminate()
        process.wait()
