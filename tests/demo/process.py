"""A demo as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading

from bot.demo.processes import any_port


class DemoEndedError(RuntimeError):
    """The demo ended before it was ready; the text is what it printed."""


def _heed_signals():
    """Undo what a shell does to what it starts in the background, and what `nohup` does."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


_PATIENCE = "20"
"""On a machine full of tests three seconds are soon over; what holds then is tested elsewhere."""


class Demo:
    """A running `frt demo`: its address and what it printed."""

    def __init__(self, folder, *options, port=None, **environment):
        place = ["--folder", str(folder), "--port", str(port or any_port())]
        words = ["-m", "bot", "demo", *place, "--patience", _PATIENCE, *options]
        self.process = subprocess.Popen(
            [sys.executable, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **environment},
            preexec_fn=_heed_signals,  # noqa: PLW1509  no thread has begun
        )
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                self.url = found[0]
                break
        else:
            self.process.wait(150)
            self.process.stdout.close()
            raise DemoEndedError(self.printed)
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    @property
    def port(self):
        return int(self.url.rstrip("/").rpartition(":")[2])

    def _drain(self):
        for line in self.process.stdout:
            self.printed += line

    def stop(self, number=signal.SIGINT):
        """Press Ctrl-C, or send another signal, and return the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(150)
        self._reader.join(10)
        self.process.stdout.close()
        return code
