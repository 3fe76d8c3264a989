"""Every Socket Mode client comes back, whichever way the workspace ends its connection."""

import gc
import warnings
from collections.abc import Iterator

import pytest

from tests.workspace.sdk.conftest import Pair
from tests.workspace.sdk.ways import SOCKET

pytestmark = pytest.mark.parametrize("connected", SOCKET, indirect=True, scope="module")


@pytest.fixture(autouse=True)
def _sockets_left_open_by_slack_sdk() -> Iterator[None]:
    """slack_sdk's sync clients drop the connection that they replace without closing its socket."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def connections(pair: Pair) -> list[dict]:
    log = pair.slack.see("log")["log"]
    return [one for one in log if one["name"] == "apps.connections.open"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", None])
def test_the_app_is_reached_again(pair: Pair, reason: str | None) -> None:
    before = len(connections(pair))
    assert pair.slack.do("drop_sockets", reason=reason)["dropped"] == 1
    pair.slack.until(lambda: len(connections(pair)) > before, 10)
    pair.slack.until(lambda: pair.slack.see("state")["connections"] == 1, 10)

    def served() -> bool:
        answer = pair.slack.do("command", user="emma", channel="general", text="/lazy again")
        return answer["ack"]["status"] == "ok"

    pair.slack.until(served, 10)
    pair.slack.message("noah", "general", "done again")
