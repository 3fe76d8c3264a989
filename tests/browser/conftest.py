"""A demo as a process."""

import os
import re
import signal
import subprocess
import sys
import threading

import pytest


class Demo:
    """A running `frt demo`: its address and what it printed."""

    def __init__(self, folder, language):
        environment = {**os.environ, "LANG": language, "LC_ALL": language}
        words = ["-m", "bot", "demo", "--folder", str(folder), "--port", "8865"]
        self.process = subprocess.Popen(
            [sys.executable, *words], stdout=subprocess.PIPE, text=True, env=environment
        )
        self.printed = ""
        for line in self.process.stdout:
            self.printed += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                self.url = found[0]
                break
        else:
            raise RuntimeError(f"the demo ended: {self.printed}")
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    @property
    def port(self):
        return int(self.url.rstrip("/").rpartition(":")[2])

    def _drain(self):
        for line in self.process.stdout:
            self.printed += line

    def stop(self):
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self._reader.join(10)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    running = Demo(tmp_path_factory.mktemp("demo"), "C.UTF-8")
    yield running
    if running.process.poll() is None:
        running.stop()
