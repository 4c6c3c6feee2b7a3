"""The embedded mail servers of `mailticket demo`: IMAP (pymap) and SMTP (aiosmtpd) on free ports of this machine.

Nothing leaves the machine: the IMAP server keeps its mails in memory, the SMTP server keeps what it is given in a list.
"""

import asyncio
import logging
import threading
from argparse import Namespace
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime

from aiosmtpd.smtp import SMTP, Envelope, Session
from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import Cleartext

HOST = "127.0.0.1"
USER, PASSWORD = "desk", "sandbox"  # of a server that lives for seconds, on this machine only
START_SECONDS_MAX = 10


@dataclass
class Sandbox:
    """Both servers, running in a thread of their own until `close`."""

    imap_port: int = 0
    smtp_port: int = 0
    sent: list[bytes] = field(default_factory=list)  # what the desk handed over, oldest first

    def __post_init__(self) -> None:
        for chatty in ("pymap", "mail.log", "mail.debug"):
            logging.getLogger(chatty).setLevel(logging.CRITICAL)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()], daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS_MAX):
            raise RuntimeError("the embedded mail servers did not start")

    def put(self, raw: bytes, received_at: datetime) -> None:
        """Let a mail arrive in the desk's mailbox at a time (its INTERNALDATE)."""
        with IMAPClient(HOST, self.imap_port, ssl=False) as client:
            client.login(USER, PASSWORD)
            client.append("INBOX", raw, msg_time=received_at)

    def close(self) -> None:
        """Stop both servers."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        async with AsyncExitStack() as stack:
            self.imap_port = await self._start_imap(stack)
            self.smtp_port = await self._start_smtp(stack)
            self._ready.set()
            await self._stop.wait()

    async def _start_imap(self, stack: AsyncExitStack) -> int:
        options = Namespace(
            host=HOST,
            port=0,
            debug=False,
            cert=None,
            key=None,
            tls=False,
            passlib_cfg=None,
            proxy_protocol=None,
            demo_data=False,
            demo_user=USER,
            demo_password=PASSWORD,
        )
        # Hashing the password slowly, as a real server must, would take most of the demo's time: 0.4 s a login.
        backend, config = await DictBackend.init(
            options, secure_auth=False, reject_dnsbl=False, hash_context=Cleartext()
        )
        config.apply_context()
        serve = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        listening = await asyncio.start_server(serve, HOST, 0)
        await stack.enter_async_context(listening)
        return int(listening.sockets[0].getsockname()[1])

    async def _start_smtp(self, stack: AsyncExitStack) -> int:
        handler = _Keep(self.sent)
        listening = await self._loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True), HOST, 0)
        stack.callback(listening.close)
        return int(listening.sockets[0].getsockname()[1])


class _Keep:
    """Keeps every mail that the desk hands over."""

    def __init__(self, sent: list[bytes]) -> None:
        self.sent = sent

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        """Accept a mail."""
        content = envelope.content or b""
        self.sent.append(content.encode() if isinstance(content, str) else content)
        return "250 2.0.0 kept"
