"""The workspace as anybody starts it: a process, found by its address alone."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

MANIFEST = Path(__file__).with_name("manifest.json")
BOT_TOKEN, APP_TOKEN = "xoxb-sample", "xapp-sample"
SECRET = "not-a-secret"  # noqa: S105
BOT = "U01FRTBOT"
EMMA, NOAH, LIWEI = "U01EMMA", "U01NOAH", "U01LIWEI"
GENERAL, SUPPORT = "C01GENERAL", "C01SUPPORT"

Json = dict[str, Any]


class Slack:
    """A running workspace: where its Web API is, and its control API over plain HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.api_url = f"{url}/api/"
        shown = {"Authorization": f"Bearer {SECRET}"}
        self._http = httpx.Client(base_url=f"{url}/control", timeout=10, headers=shown)
        self._since = 0.0

    def forget(self) -> None:
        """Look at what is said from now on only, with no modal open."""
        self._since = time.time()
        for user in self.see("state")["users"]:
            for view in self.modals(user["id"])[:1]:
                self.do("close", user=user["id"], view_id=view["id"], all=True)

    def do(self, deed: str, **given: object) -> Json:
        answer = self._http.post(f"/{deed}", json=given).json()
        assert answer["ok"], answer
        return answer

    def see(self, what: str, **query: object) -> Json:
        answer = self._http.get(f"/{what}", params=query).json()
        assert answer["ok"], answer
        return answer

    def messages(self, user: str, channel: str) -> list[Json]:
        seen = self.see("messages", user=user, channel=channel)["messages"]
        return [one for one in seen if float(one["ts"]) > self._since]

    def modals(self, user: str) -> list[Json]:
        return self.see("views", user=user)["views"]

    def until(self, read: Callable[[], Any], seconds: float = 5) -> Any:
        """Return what `read` gives as soon as it is something; read again after each change."""
        end = time.monotonic() + seconds
        while True:
            seq = self.see("state")["seq"]
            found = read()
            if found:
                return found
            assert time.monotonic() < end, f"still {found!r} after {seconds} s"
            self.see("wait", after=seq, timeout=0.1)

    def message(self, user: str, channel: str, text: str) -> Json:
        """Return the newest message with this text, waiting for it."""
        seen = self.until(
            lambda: [one for one in self.messages(user, channel) if one["text"] == text]
        )
        return seen[-1]

    def modal(self, user: str, title: str) -> Json:
        """Return the user's top modal once it has this title."""

        def top() -> Json | None:
            stack = self.modals(user)
            return stack[-1] if stack and stack[-1]["title"]["text"] == title else None

        return self.until(top)

    def close(self) -> None:
        self._http.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def workspace(request_url: str | None = None, *, rate_limits: bool = False) -> Iterator[Slack]:
    port = free_port()
    command = [sys.executable, "-m", "bot", "workspace", "--port", str(port)]
    command += ["--app-token", APP_TOKEN, "--bot-token", BOT_TOKEN, "--signing-secret", SECRET]
    command += ["--manifest", str(MANIFEST)]
    command += ["--request-url", request_url] if request_url else []
    command += [] if rate_limits else ["--no-rate-limits"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    slack = Slack(f"http://127.0.0.1:{port}")
    try:
        _ready(process, slack)
        yield slack
    finally:
        slack.close()
        process.terminate()
        assert process.wait(10) == 0


def _ready(process: subprocess.Popen[bytes], slack: Slack) -> None:
    for _ in range(400):
        assert process.poll() is None, "the workspace stopped"
        with contextlib.suppress(httpx.TransportError):
            slack.see("state")
            return
        time.sleep(0.05)
    raise AssertionError("the workspace does not answer")
