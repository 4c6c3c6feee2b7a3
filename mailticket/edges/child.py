"""Read mails in a killable process: a hostile mail may hang, crash or eat memory there, and the daemon goes on.

The child is spawned, not forked: a forked child would keep the daemon's lock and connections. It is kept warm between
mails; it ends by itself when its pipe is closed, hence also when the daemon is killed.
"""

import multiprocessing
import resource
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from mailticket.core.policy import Policy
from mailticket.errors import Transient

Read = TypeVar("Read")  # what the function returns

START_SECONDS_MAX = 60  # a child imports Python's mail and phone libraries first
CPU_SECONDS_SPARE = 1


class ChildReader(Generic[Read]):
    """Calls `read(raw, policy, sent)` ("package.module:function") in a child; `seconds` and `memory` bound one mail.

    `first_seconds` bounds it when it is read for the first time: a slow mail then waits behind the others.
    """

    def __init__(self, read: str, seconds: int, memory: int, first_seconds: int | None = None) -> None:
        self._read, self._seconds, self._memory = read, seconds, memory
        self._first_seconds = min(seconds, first_seconds or seconds)
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._policy: Policy | None = None

    def __call__(self, raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> Read:
        """Read one mail; raises Transient when the child hung, died, ran out of memory or its function failed."""
        return self._within(self._seconds, raw, policy, sent)

    def briefly(self, raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> Read:
        """Read one mail for the first time, with less patience."""
        return self._within(self._first_seconds, raw, policy, sent)

    def _within(self, seconds: int, raw: bytes, policy: Policy, sent: Sequence[str]) -> Read:
        with self._lock:
            pipe = self._ready(policy)
            try:
                pipe.send((raw, tuple(sent)))
                in_time = pipe.poll(seconds)
                said: Any
                ok, said = pipe.recv() if in_time else (False, f"reading took longer than {seconds} s")
            except (OSError, EOFError) as error:
                code = self._ended()
                raise Transient(f"the reading process died (exit {code})") from error
            if not in_time:
                self._ended()
        if not ok:
            raise Transient(said)
        read: Read = said
        return read

    def start(self, policy: Policy) -> None:
        """Start the child before a mail waits for it; raises Transient when it does not come up.

        A start takes seconds. A daemon that is killed again and again must not spend a mail's attempts on starts.
        """
        with self._lock:
            self._ready(policy)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._ended()

    def _ready(self, policy: Policy) -> Connection:
        """Return the pipe to a child that knows this policy; it is told once, since it is the same for a whole run."""
        if self._pipe is not None and self._policy == policy and self._process is not None and self._process.is_alive():
            return self._pipe
        self._ended()
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=_serve,
            args=(theirs, self._read, policy, self._seconds, self._memory),
            daemon=True,
            name="mailticket-read",
        )
        process.start()
        theirs.close()
        self._process, self._pipe, self._policy = process, ours, policy
        if not ours.poll(START_SECONDS_MAX):
            self._ended()
            raise Transient("the reading process did not start")
        try:
            ours.recv()
        except EOFError as error:
            code = self._ended()
            raise Transient(f"the reading process did not start (exit {code})") from error
        return ours

    def _ended(self) -> int | None:
        """Kill the child, if there is one; return its exit code."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = self._policy = None
        if pipe is not None:
            pipe.close()
        if process is None:
            return None
        process.kill()
        process.join()
        code = process.exitcode
        process.close()
        return code


def _serve(pipe: Connection, name: str, policy: Policy, seconds: int, memory: int) -> None:
    """Answer mails until the pipe is closed (runs in the child)."""
    module, _, function = name.partition(":")
    read: Callable[[bytes, Policy, Sequence[str]], Any] = getattr(import_module(module), function)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pipe.send(None)
        while True:
            raw, sent = pipe.recv()
            _allow_cpu(seconds)
            pipe.send(_answer(read, raw, policy, sent))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _answer(
    read: Callable[[bytes, Policy, Sequence[str]], Any], raw: bytes, policy: Policy, sent: Sequence[str]
) -> tuple[bool, Any]:
    try:
        return True, read(raw, policy, sent)
    except MemoryError:
        return False, "reading took too much memory"
    except Exception as error:  # noqa: BLE001 -- whatever it is, the mail is shunted and the daemon goes on
        return False, f"{type(error).__name__}: {error}"


def _allow_cpu(seconds: int) -> None:
    """Raise the CPU limit by one mail's share: the limit counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + CPU_SECONDS_SPARE
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
