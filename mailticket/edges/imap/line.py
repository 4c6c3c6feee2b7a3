"""The connection to the IMAP server: made when needed, bounded in time, dropped after any trouble."""

import contextlib
import imaplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

from mailticket.errors import LoginRefused, Transient

CUT_AGAIN_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the server may take, in seconds."""

    connect: float = 15
    read: float = 60  # for a piece of an answer
    operation: float = 600  # for the whole of one: a server that drips a byte a second never lets `read` run out
    idle: float = 60  # then a SEARCH: IDLE may have died without a word


class Line:
    """One connection to one account, logged in when it is first used and again after an error."""

    def __init__(self, host: str, port: int, tls: str, user: str, password: str, patience: Patience) -> None:
        self.host, self.port, self.tls, self.user, self._password = host, port, tls, user, password
        self.patience = patience
        self.selected: tuple[str, bool, int] | None = None  # folder, writable, UIDVALIDITY
        self.socket: socket.socket | None = None  # from the first byte on
        self.open: IMAPClient | None = None  # from the greeting on
        self._client: IMAPClient | None = None  # from the login on

    def client(self) -> IMAPClient:
        """Return the connection, logged in."""
        if self._client is not None:
            return self._client
        implicit = self.tls == "implicit"
        context = None if self.tls == "none" else ssl.create_default_context()
        client = _Client(
            self,
            ssl=implicit,
            ssl_context=context if implicit else None,
            timeout=SocketTimeout(self.patience.connect, self.patience.read),
        )
        self.open = client
        try:
            if self.tls == "starttls":
                client.starttls(context)  # raises when it cannot be had: there is no way back to plain text
            if (self.user + self._password).isascii() and " " not in self.user:
                client.login(self.user, self._password)
            else:  # LOGIN takes neither (RFC 3501, section 9, astring); PLAIN is UTF-8 (RFC 4616)
                client.plain_login(self.user, self._password)
        except BaseException:
            with contextlib.suppress(OSError, IMAPClientError):
                client.shutdown()
            raise
        client.normalise_times = False
        self._client = client
        return client

    def drop(self) -> None:
        """Close at once, without waiting for the server."""
        client = self.open
        self.open = self._client = self.selected = self.socket = None
        if client is not None:
            with contextlib.suppress(OSError, IMAPClientError):
                client.shutdown()

    @contextmanager
    def mapped(self, seconds: float | None = None) -> Iterator["Deadline"]:
        """Bound an operation in time and map what goes wrong to our errors; after any the connection is made anew."""
        deadline = Deadline(self, seconds or self.patience.operation)
        try:
            with deadline:
                yield deadline
        except LoginError as error:
            self.drop()
            said, cut = words(error), isinstance(error.__context__, IMAPClientAbortError)
            if cut or "[UNAVAILABLE]" in said.upper():  # RFC 5530, section 3: not the password's fault
                raise Transient(self._said(said, deadline)) from error
            raise LoginRefused(
                f"imap {self.host}:{self.port} refused the login of {self.user}: {said}; see mailbox.password"
            ) from error
        except ssl.SSLError as error:
            self.drop()
            raise Transient(self._said(f"TLS failed: {words(error)}; see mailbox.tls", deadline)) from error
        except (OSError, IMAPClientError, EOFError, KeyError, ValueError) as error:
            # The latter two: an answer that is not IMAP, or lacks what it must have.
            self.drop()
            raise Transient(self._said(words(error), deadline)) from error

    def _said(self, said: str, deadline: "Deadline") -> str:
        what = f"took longer than {deadline.seconds:g} s" if deadline.passed else said
        return f"imap {self.host}:{self.port}: {what}"


class _Client(IMAPClient):  # type: ignore[misc]  # IMAPClient has no types
    """Tells the line its socket before the greeting is read: a server can drip that, too."""

    def __init__(self, line: Line, **more: Any) -> None:
        self._line = line
        super().__init__(line.host, port=line.port, **more)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 -- IMAPClient's name
        line, connect = self._line, self._line.patience.connect

        class Told(IMAP4_TLS if self.ssl else IMAP4WithTimeout):  # type: ignore[misc]
            def _create_socket(self, timeout: float | None = None) -> socket.socket:
                line.socket = super()._create_socket(timeout)
                return line.socket

        tls = (self.ssl_context,) if self.ssl else ()
        return Told(line.host, line.port, *tls, connect)


class Deadline:
    """Cuts the connection when an operation takes too long; `again` grants the next part as much time."""

    def __init__(self, line: Line, seconds: float) -> None:
        self.line, self.seconds = line, seconds
        self.passed = False
        self._timer: threading.Timer | None = None

    def __enter__(self) -> None:
        self._start(self.seconds)

    def __exit__(self, *_: object) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def again(self) -> None:
        """Begin to count anew."""
        self.__exit__()
        if not self.passed:
            self._start(self.seconds)

    def _start(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        client, sock, self.passed = self.line.open, self.line.socket, True
        if sock is not None:
            with contextlib.suppress(OSError):  # STARTTLS makes another socket of it
                (client.socket() if client else sock).shutdown(socket.SHUT_RDWR)  # whoever reads from it wakes up
        if self._timer is not None:
            self._start(CUT_AGAIN_SECONDS)  # it may just have been connecting


def words(error: BaseException) -> str:
    """What an error says, on one line."""
    text = str(error) or type(error).__name__
    return " ".join((text[2:-1] if text.startswith(("b'", 'b"')) else text).split())
