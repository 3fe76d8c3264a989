"""What arrives by HTTP, held against slack_sdk's own SignatureVerifier."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from tests.workspace.sdk.process import BOT, SECRET, Slack

Arrived = list[tuple[str, dict[str, str]]]


@pytest.fixture
def inbox(by_http: tuple[Slack, int]) -> Iterator[tuple[Slack, Arrived]]:
    """Yield a workspace and what it posts to its request URL: bodies and headers."""
    slack, port = by_http
    arrived: Arrived = []

    class Inbox(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            arrived.append((body, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", port), Inbox)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield slack, arrived
    server.shutdown()
    server.server_close()
    thread.join()


def test_commands_interactions_and_events_are_signed(inbox: tuple[Slack, Arrived]) -> None:
    slack, arrived = inbox
    slack.do("command", user="emma", channel="general", text="/echo 你好 & more")
    slack.do("shortcut", user="emma", callback_id="start")
    slack.do("say", user="emma", channel="general", text=f"<@{BOT}> é")
    slack.until(lambda: len(arrived) == 4)
    for body, headers in arrived:
        assert SignatureVerifier(SECRET).is_valid_request(body, headers)
        assert not SignatureVerifier("another").is_valid_request(body, headers)
        assert not SignatureVerifier(SECRET).is_valid_request(body + " ", headers)
    kinds = [headers["Content-Type"] for _, headers in arrived]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"] * 2
    assert parse_qs(arrived[0][0])["text"] == ["你好 &amp; more"]
    assert json.loads(parse_qs(arrived[1][0])["payload"][0])["type"] == "shortcut"
    assert {json.loads(body)["event"]["type"] for body, _ in arrived[2:]} == {
        "message",
        "app_mention",
    }


def test_a_signature_is_worth_nothing_after_five_minutes(inbox: tuple[Slack, Arrived]) -> None:
    slack, arrived = inbox
    slack.do("command", user="emma", channel="general", text="/echo x")
    [(body, headers)] = arrived

    class Later(Clock):
        def now(self) -> float:
            return super().now() + 301

    assert not SignatureVerifier(SECRET, Later()).is_valid_request(body, headers)
