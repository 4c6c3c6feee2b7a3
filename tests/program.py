"""The real program, started as an administrator starts it: the installed command, in a process of its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("mailticket")
SECONDS_MAX = 120  # for whatever it does; it fails the test, it is never waited for in vain


@dataclass
class Ended:
    """What a run left behind."""

    code: int
    out: str
    err: list[str]


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Ended:
    """Run the program to its end."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
        env={**os.environ, **(env or {})},
    )
    return Ended(done.returncode, done.stdout, done.stderr.splitlines())


class Daemon:
    """`mailticket run` in a process of its own; what it says is read as it comes."""

    def __init__(self, settings: Path) -> None:
        self.said: list[str] = []
        self._told = threading.Condition()
        self.process = subprocess.Popen([PROGRAM, "run", "--settings", settings], stderr=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def says(self, text: str, times: int = 1) -> str:
        """Wait until so many lines hold a text; return the last of them."""

        def found() -> list[str]:
            return [line for line in self.said if text in line]

        with self._told:
            self._told.wait_for(lambda: len(found()) >= times or self.process.poll() is not None, SECONDS_MAX)
            assert len(found()) >= times, f"{text!r} was not said {times} times: {self.said}"
            return found()[-1]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(SECONDS_MAX)
        self._reader.join()
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            for line in lines:
                with self._told:
                    self.said.append(line.rstrip("\n"))
                    self._told.notify_all()
        self.process.wait()
        with self._told:
            self._told.notify_all()


@contextmanager
def daemon(settings: Path) -> Iterator[Daemon]:
    """A daemon that is gone when the test is."""
    running = Daemon(settings)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
