"""Scripted mail servers, for what real ones can't be made to do: they lie, drip, hang up and lack extensions.

The IMAP server keeps a few folders in memory and speaks as much of the protocol as the desk uses; a test replaces the
answer to any command. The SMTP server answers each verb with what a test says, else with success.
"""

import contextlib
import re
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
GONE = b"\0gone"  # an answer that is none: the connection is closed
HANG = b"\0hang"  # an answer that never comes


class Server:
    """Listens on a free port; each connection is played in a thread until the server is closed."""

    def __init__(self, port: int = 0) -> None:
        self._listening = socket.create_server((HOST, port))
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self.closing = threading.Event()
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def play(self, line: socket.socket) -> None:
        """Play one connection."""
        raise NotImplementedError

    def close(self) -> None:
        """End all connections."""
        self.closing.set()
        for sock in (self._listening, *self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(line)
            thread = threading.Thread(target=self._played, args=[line], daemon=True)
            self._threads.append(thread)
            thread.start()

    def _played(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError), line:
            self.play(line)

    def say(self, line: socket.socket, answer: bytes) -> None:
        """Give an answer, or do what stands for none."""
        if answer == GONE:
            line.shutdown(socket.SHUT_RDWR)
            raise EOFError
        if answer == HANG:
            self.closing.wait()
            raise EOFError
        line.sendall(answer)


def hear(line: socket.socket) -> bytes:
    """Read to the end of a line."""
    heard = b""
    while not heard.endswith(b"\n"):
        heard += line.recv(1)
    return heard


@dataclass
class Mail:
    """A mail of the scripted IMAP server."""

    raw: bytes
    at: str = "16-Mar-2026 09:00:00 +0700"
    size: int | None = None  # None: the true one
    flags: set[str] = field(default_factory=set)


@dataclass
class Folder:
    """A folder of the scripted IMAP server: UID -> mail."""

    uidvalidity: int = 1
    mails: dict[int, Mail] = field(default_factory=dict)
    next: int = 1

    def put(self, raw: bytes, **more: Any) -> int:
        """Add a mail; return its UID."""
        self.mails[self.next] = Mail(raw, **more)
        self.next += 1
        return self.next - 1


Answer = Callable[
    ["Imap", socket.socket, str, str], bytes | None
]  # (server, connection, tag, arguments); None: as usual


class Imap(Server):
    """An IMAP server; `on` replaces the answer to a command (GREETING: the first line), `capabilities` what it can do."""

    def __init__(self, capabilities: str = "IMAP4rev1 IDLE MOVE UIDPLUS", port: int = 0) -> None:
        self.capabilities = capabilities
        self.folders: dict[str, Folder] = defaultdict(Folder)
        self.folders["INBOX"] = Folder()
        self.on: dict[str, Answer] = {}
        self.heard: list[str] = []
        self.names_uidnext = True
        self.greeting = b"* OK ready\r\n"
        super().__init__(port)

    def play(self, line: socket.socket) -> None:
        """Answer commands until the client leaves."""
        greet = self.on.get("GREETING")
        self.say(line, greet(self, line, "", "") or b"" if greet else self.greeting)
        lines = line.makefile("rb")
        selected = [Folder()]
        for raw in lines:
            tag, _, rest = raw.decode("ascii", "replace").strip().partition(" ")
            self.heard.append(rest)
            verb = next((one for one in VERBS if rest.upper().startswith(one)), rest.split(" ")[0].upper())
            arguments = rest[len(verb) :].strip()
            special = self.on.get(verb)
            answer = special(self, line, tag, arguments) if special else None
            if answer is None:
                answer = self._usual(verb, arguments, selected, lines, line, tag)
            self.say(line, answer)
            if verb == "LOGOUT":
                return

    def _usual(
        self, verb: str, arguments: str, selected: list[Folder], lines: Any, line: socket.socket, tag: str
    ) -> bytes:
        done = f"{tag} OK done\r\n".encode()
        if verb == "CAPABILITY":
            return f"* CAPABILITY {self.capabilities}\r\n".encode() + done
        if verb in ("SELECT", "EXAMINE"):
            name = arguments.strip('"')
            if name not in self.folders:
                return f"{tag} NO [NONEXISTENT] no such folder\r\n".encode()
            selected[0] = folder = self.folders[name]
            uidnext = f"* OK [UIDNEXT {folder.next}] x\r\n" if self.names_uidnext else ""
            told = f"* {len(folder.mails)} EXISTS\r\n* OK [UIDVALIDITY {folder.uidvalidity}] x\r\n{uidnext}"
            return told.encode() + done
        if verb == "UID SEARCH":
            return b"* SEARCH " + " ".join(map(str, self.found(selected[0], arguments))).encode() + b"\r\n" + done
        if verb == "UID FETCH":
            return self.fetched(selected[0], arguments) + done
        if verb == "UID MOVE":
            uid, target = arguments.split(" ")
            if target.strip('"') not in self.folders:
                return f"{tag} NO [TRYCREATE] no such folder\r\n".encode()
            if (mail := selected[0].mails.pop(int(uid), None)) is not None:
                self.folders[target.strip('"')].put(mail.raw, at=mail.at)
            return done
        if verb == "UID STORE":
            uid, _, flags = arguments.split(" ", 2)
            selected[0].mails[int(uid)].flags |= set(flags.strip("()").split())
            return done
        if verb == "CREATE":
            self.folders[arguments.strip('"')] = Folder()
            return done
        if verb == "IDLE":
            self.say(line, b"+ idling\r\n")
            lines.readline()  # DONE
            return done
        return done  # LOGIN, NOOP, LOGOUT

    @staticmethod
    def found(folder: Folder, arguments: str) -> list[int]:
        """UIDs of a SEARCH, with the quirk that `n:*` names the newest mail also below n."""
        span = re.search(r"UID (\d+|\*)(?::(\d+|\*))?", arguments)
        uids = sorted(folder.mails)
        if span is None:
            return uids
        newest = max(uids, default=0)
        low, high = sorted(newest if end == "*" else int(end) for end in (span[1], span[2] or span[1]))
        return [uid for uid in uids if low <= uid <= high]

    @staticmethod
    def fetched(folder: Folder, arguments: str) -> bytes:
        """The answer to a FETCH of sizes and times, or of a body."""
        uids, _, items = arguments.partition(" ")
        partial = re.search(r"<0\.(\d+)>", items)
        answer = b""
        for n, uid in enumerate(map(int, uids.split(",")), 1):
            mail = folder.mails.get(uid)
            if mail is None:
                continue
            if "BODY" in items:
                raw = mail.raw[: int(partial[1])] if partial else mail.raw
                name = b"BODY[]<0>" if partial else b"BODY[]"
                answer += b"* %d FETCH (UID %d %s {%d}\r\n%s)\r\n" % (n, uid, name, len(raw), raw)
            else:
                size = len(mail.raw) if mail.size is None else mail.size
                answer += f'* {n} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE "{mail.at}")\r\n'.encode()
        return answer


VERBS = ("UID SEARCH", "UID FETCH", "UID MOVE", "UID STORE")


class Smtp(Server):
    """An SMTP server; `answers` says what a verb is answered with, one after the other, the last one for good.

    Verbs beside those of the protocol: GREETING; BODY, the answer to the final dot; MIDDLE, before the body is read.
    """

    def __init__(self, extensions: str = "SIZE 10000000", port: int = 0) -> None:
        self.extensions = extensions.split(",")
        self.answers: dict[str, list[bytes]] = {}
        self.heard: list[str] = []
        self.kept: list[bytes] = []
        super().__init__(port)

    def play(self, line: socket.socket) -> None:
        """Answer verbs until the client leaves."""
        self.say(line, self._answer("GREETING", b"220 scripted"))
        lines = line.makefile("rb")
        for raw in lines:
            text = raw.decode("ascii", "replace").strip()
            self.heard.append(text)
            verb = text.split(" ")[0].upper()
            usual = {"DATA": b"354 go on", "QUIT": b"221 bye"}.get(verb, b"250 ok")
            if verb == "EHLO":
                usual = b"\r\n".join(
                    [b"250-scripted", *(f"250-{one}".encode() for one in self.extensions), b"250 HELP"]
                )
            answer = self._answer(verb, usual)
            self.say(line, answer)
            if verb == "DATA" and answer.startswith(b"354"):
                self._body(line, lines)
            if verb == "QUIT" or answer.startswith(b"421"):
                return

    def _body(self, line: socket.socket, lines: Any) -> None:
        if "MIDDLE" in self.answers:
            self.say(line, self._answer("MIDDLE", b""))
        body = b""
        for part in lines:
            if part == b".\r\n":
                break
            body += part
        self.kept.append(body)
        self.say(line, self._answer("BODY", b"250 2.0.0 kept"))

    def _answer(self, verb: str, usual: bytes) -> bytes:
        said = self.answers.get(verb)
        if not said:
            return usual + b"\r\n"
        answer = said.pop(0) if len(said) > 1 else said[0]
        return answer if answer in (GONE, HANG) else answer + b"\r\n"


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """A server that is closed when the test is over."""
    try:
        yield server
    finally:
        server.close()
