"""Every Socket Mode client comes back, whichever way the workspace ends its connection."""

import gc
from collections.abc import Iterator

import pytest

from tests.workspace.sdk.conftest import PATIENCE, Pair
from tests.workspace.sdk.ways import SOCKET

# slack_sdk's sync clients drop the connection that they replace without closing its socket.
LEFT_OPEN = "ignore:unclosed:ResourceWarning"

pytestmark = [
    pytest.mark.parametrize("connected", SOCKET, indirect=True, scope="module"),
    pytest.mark.filterwarnings(LEFT_OPEN),
]


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect()


def connections(pair: Pair) -> list[dict]:
    log = pair.slack.see("log")["log"]
    return [one for one in log if one["name"] == "apps.connections.open"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", None])
def test_the_app_is_reached_again(pair: Pair, reason: str | None) -> None:
    before = len(connections(pair))
    pair.slack.until(lambda: pair.slack.do("drop_sockets", reason=reason)["dropped"], PATIENCE)
    pair.slack.until(lambda: len(connections(pair)) > before, PATIENCE)
    pair.slack.until(lambda: pair.slack.see("state")["connections"] == 1, PATIENCE)

    def served() -> bool:
        answer = pair.slack.do("command", user="emma", channel="general", text="/lazy again")
        return answer["ack"]["status"] == "ok"

    pair.slack.until(served, PATIENCE)
    pair.slack.message("noah", "general", "done again")


def test_an_answer_that_is_too_big_is_lost_with_its_connection(pair: Pair) -> None:
    def typed(characters: int) -> str:
        text = f"/much {characters}"
        answer = pair.slack.do("command", user="emma", channel="general", text=text)
        return answer["ack"]["status"]

    before = len(connections(pair))
    pair.slack.until(lambda: typed(10) == "ok", PATIENCE)
    assert typed(3_500) == "timeout"
    [*_, told] = [one for one in pair.slack.see("log")["log"] if one["name"] == "socket_mode"]
    assert told["direction"] == "from_app"
    assert told["answer"] == {"ok": False, "error": "message_too_big", "code": 1009}
    assert told["request"]["bytes"] > 3_500 * 6
    pair.slack.until(lambda: len(connections(pair)) > before, PATIENCE)
    pair.slack.until(lambda: typed(3_000) == "ok", PATIENCE)
    pair.slack.message("emma", "general", "多" * 3_000)
