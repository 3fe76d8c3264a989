"""slack_sdk's webhook clients on a `response_url`."""

from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.workspace.sdk.blocks import buttons
from tests.workspace.sdk.calls import done
from tests.workspace.sdk.process import Slack

ROOM = "support-global"


@pytest.fixture(params=[WebhookClient, AsyncWebhookClient], ids=["sync", "async"])
def hook(request: pytest.FixtureRequest, slack: Slack) -> Any:
    """Yield a client of the `response_url` of a command that nobody acknowledged."""
    slack.forget()
    slack.do("command", user="emma", channel=ROOM, text="/echo x")
    payload = slack.see("log")["log"][-1]["request"]["payload"]
    return request.param(payload["response_url"])


async def test_it_posts_to_one_or_to_all(hook: Any, slack: Slack) -> None:
    told = await done(hook.send(text="for you", blocks=buttons("press")))
    assert told.status_code == 200
    assert slack.message("emma", ROOM, "for you")["ephemeral"] is True
    await done(hook.send(text="for all", response_type="in_channel"))
    assert slack.message("noah", ROOM, "for all")["ephemeral"] is False


async def test_it_replaces_and_deletes_what_was_clicked(hook: Any, slack: Slack) -> None:
    await done(hook.send(text="old", blocks=buttons("press")))
    old = slack.message("emma", ROOM, "old")
    slack.do("click", user="emma", channel=ROOM, ts=old["ts"], action_id="press")
    payload = slack.see("log")["log"][-1]["request"]["payload"]
    again = type(hook)(payload["response_url"])
    await done(again.send_dict({"text": "new", "replace_original": True}))
    assert slack.message("emma", ROOM, "new")["ts"] == old["ts"]
    await done(again.send(delete_original=True))
    assert old["ts"] not in [one["ts"] for one in slack.messages("emma", ROOM)]


async def test_it_is_good_for_five_uses(hook: Any) -> None:
    codes = [(await done(hook.send(text=str(number)))).status_code for number in range(6)]
    assert codes == [200] * 5 + [404]
    assert "used_url" in (await done(hook.send(text="again"))).body


async def test_bad_blocks_are_refused_and_do_not_use_it_up(hook: Any, slack: Slack) -> None:
    told = await done(hook.send(text="x", blocks=[{"type": "nonsense"}]))
    assert "invalid_blocks" in told.body
    for number in range(5):
        assert (await done(hook.send(text=f"good {number}"))).status_code == 200
    slack.message("emma", ROOM, "good 4")
