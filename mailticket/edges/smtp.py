"""The way out: one SMTP server, spoken to verb by verb, so that it is known how far each mail got.

What fails before DATA was not sent; what fails between DATA and its answer may have been (Verdict.UNKNOWN). The
connection is kept between mails and renewed once when the server has closed it meanwhile (RFC 5321, section 4.5.3.2).

There is one connection at a time, which holds every `smtp.connections_max`: mails of a ticket must leave in order, and
one connection carries more mail than a desk writes.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable
from typing import Any

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPHeloError, SMTPResponseException

from mailticket.core.post import Outcome, Verdict
from mailticket.core.refusal import Meant, meant_by
from mailticket.errors import Permanent, Transient

CONNECT_SECONDS = 30
COMMAND_SECONDS = 60
DATA_SECONDS = 600  # RFC 5321, section 4.5.3.2.6: ten minutes for the answer to the final dot
MAILS_PER_CONNECTION = 100  # servers limit it, and some say so by refusing the next mail
PERMANENT = 500  # from here on a reply is a refusal for good
CLOSING = 421  # the server closes the connection (RFC 5321, section 4.2.1)


class SmtpSender:
    """One connection to the mail server; `send` may be called from one thread at a time."""

    def __init__(self, host: str, port: int, tls: str, user: str | None, password: str | None) -> None:
        self.host, self.port, self.tls, self.user, self._password = host, port, tls, user, password
        self._runner = asyncio.Runner()
        self._smtp: SMTP | None = None
        self._given = 0  # mails on this connection
        self._lock = threading.Lock()

    def send(self, sender: str, recipient: str, data: bytes, before_data: Callable[[], None]) -> Outcome:
        """Send one mail to one recipient; never raises for what a server or network does."""
        with self._lock:
            return self._runner.run(self._send(sender, recipient, data, before_data))

    def check(self) -> str:
        """Connect and log in; return what the server is. Raises Transient or Permanent with what to do."""
        with self._lock:
            return self._runner.run(self._check())

    def close(self) -> None:
        """Quit politely."""
        with self._lock:
            self._runner.run(self._quit())
            self._runner.close()

    async def _send(self, sender: str, recipient: str, data: bytes, before_data: Callable[[], None]) -> Outcome:
        try:
            smtp = await self._envelope(sender, recipient, data)
        except SMTPResponseException as refused:
            return await self._refused(refused)
        except (SMTPException, OSError) as trouble:
            await self._drop()
            return Outcome(Verdict.LATER, self._told(trouble), host_down=True)
        try:
            await asyncio.to_thread(before_data)  # our database may wait for its turn: no reason to block the loop
        except BaseException:
            await self._drop()  # else the next mail would be refused as a second MAIL on this connection
            raise
        self._given += 1
        try:
            answer = await smtp.data(data, timeout=DATA_SECONDS)
        except SMTPResponseException as refused:
            return await self._refused(refused)
        except (SMTPException, OSError) as trouble:
            await self._drop()
            return Outcome(Verdict.UNKNOWN, self._told(trouble))
        return Outcome(Verdict.SENT, f"{answer.code} {answer.message}", answer.code)

    async def _envelope(self, sender: str, recipient: str, data: bytes) -> SMTP:
        """Say MAIL and RCPT; a connection that died while it was idle is renewed once."""
        fresh = self._smtp is None
        try:
            return await self._say(sender, recipient, data)
        except SMTPResponseException as refused:
            if refused.code != CLOSING or fresh:
                raise
        except (SMTPException, OSError):
            if fresh:
                raise
        await self._drop()
        return await self._say(sender, recipient, data)

    async def _say(self, sender: str, recipient: str, data: bytes) -> SMTP:
        smtp = await self._connected()
        options = [f"SIZE={len(data)}"] if smtp.supports_extension("size") else []
        encoding = "ascii"
        if not (sender + recipient).isascii():
            if not smtp.supports_extension("smtputf8"):
                raise SMTPResponseException(550, "5.6.7 the server cannot take addresses with letters beyond ASCII")
            options.append("SMTPUTF8")
            encoding = "utf-8"
        try:
            await smtp.mail(sender, options=options, encoding=encoding)
        except SMTPResponseException as refused:
            await self._reset(smtp)
            raise _Refused("MAIL", refused) from refused
        try:
            await smtp.rcpt(recipient, encoding=encoding)
        except SMTPResponseException as refused:
            await self._reset(smtp)
            raise _Refused("RCPT", refused) from refused
        return smtp

    async def _connected(self) -> SMTP:
        if self._given >= MAILS_PER_CONNECTION:
            await self._quit()
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        smtp = SMTP(
            hostname=self.host,
            port=self.port,
            timeout=CONNECT_SECONDS,
            use_tls=self.tls == "implicit",
            start_tls=False,
            tls_context=None if self.tls == "none" else ssl.create_default_context(),
        )
        try:
            await smtp.connect()
            if self.tls == "starttls":
                # Never without: what follows is a password and citizens' mail (RFC 3207, section 4.1).
                await smtp.starttls()
            if self.user is not None:
                await smtp.login(self.user, self._password or "")
            if smtp.is_ehlo_or_helo_needed:
                await _greet(smtp)
        except (SMTPException, OSError) as trouble:
            smtp.close()
            raise _NoServer(self._told(trouble)) from trouble
        smtp.timeout = COMMAND_SECONDS
        self._smtp, self._given = smtp, 0
        return smtp

    async def _refused(self, refused: SMTPResponseException) -> Outcome:
        """Tell a mail that is refused for good from one that may be taken later."""
        if refused.code == CLOSING:
            await self._drop()
            return Outcome(Verdict.LATER, refused.message, refused.code, host_down=True)
        says = f"{refused.code} {refused.message}"
        if refused.code < PERMANENT:
            return Outcome(Verdict.LATER, says, refused.code)
        meant = meant_by(refused.verb, refused.code, refused.message) if isinstance(refused, _Refused) else Meant.THIS
        if meant is Meant.THIS:
            return Outcome(Verdict.DEAD, says, refused.code)
        is_us = meant is Meant.US
        return Outcome(Verdict.LATER, says, refused.code, host_down=is_us, perhaps_all=not is_us)

    async def _reset(self, smtp: SMTP) -> None:
        try:
            await smtp.rset()
        except (SMTPException, OSError):
            await self._drop()

    async def _check(self) -> str:
        try:
            smtp = await self._connected()
        except _NoServer as trouble:
            refused = isinstance(trouble.__cause__, aiosmtplib.SMTPAuthenticationError | aiosmtplib.SMTPNotSupported)
            raise (Permanent if refused else Transient)(str(trouble)) from trouble
        secured = "with TLS" if smtp.get_transport_info("sslcontext") is not None else "without TLS"
        login = "logged in" if self.user is not None else "no login"
        return f"{self.host}:{self.port}: connected {secured}, {login}"

    async def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    async def _quit(self) -> None:
        if self._smtp is not None and self._smtp.is_connected:
            try:
                await self._smtp.quit(timeout=CONNECT_SECONDS)
            except (SMTPException, OSError):
                self._smtp.close()
        self._smtp = None

    def _told(self, trouble: BaseException) -> str:
        """One line of what went wrong, in the words of whoever said it."""
        if isinstance(trouble, _NoServer):
            return str(trouble)
        said: Any = getattr(trouble, "message", None) or str(trouble) or type(trouble).__name__
        return f"smtp {self.host}:{self.port}: {' '.join(str(said).split())}"


async def _greet(smtp: SMTP) -> None:
    """Ask what the server can do before it is relied on: sizes, letters beyond ASCII."""
    try:
        await smtp.ehlo()
    except SMTPHeloError:
        await smtp.helo()  # RFC 5321, section 3.2: a server may know nothing else


class _Refused(SMTPResponseException):
    """A refusal, with the verb that was refused."""

    def __init__(self, verb: str, refused: SMTPResponseException) -> None:
        super().__init__(refused.code, refused.message)
        self.verb = verb


class _NoServer(SMTPException):
    """The server cannot be used at all: not reached, no TLS, or the login was refused."""
