"""One event of each kind on demand: what a real Bolt app is sent, and why it is not."""

import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import running
from bot.workspace.triggers import FIXTURE, TriggerError, read_fixture, trigger
from tests.workspace.bolt_app import buttons, by_socket
from tests.workspace.conftest import SEED

EVENTS = read_fixture()
ALL = {"app": {**SEED["app"], "events": [*SEED["app"]["events"], "reaction_added"]}}
SENT = {
    "command": "/demo",
    "click": "block_actions",
    "submit": "view_submission",
    "shortcut": "shortcut",
    "message_shortcut": "message_action",
    "home": "app_home_opened",
    "message": "message",
    "direct": "message",
    "mention": "app_mention",
    "file": "message",
    "reaction": "reaction_added",
    "join": "member_joined_channel",
}


def test_every_event_is_tried_here_and_told_in_both_languages():
    assert EVENTS.keys() == SENT.keys()
    assert all(one["en"] and one["zh"] for one in EVENTS.values())


async def test_each_event_reaches_the_app_and_what_it_calls_is_told():
    async with by_socket(ALL) as (slack, app):

        @app.event("reaction_added")
        async def reacted(event):
            app.seen.append(event)

        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        blocks = buttons("press", "form")
        await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=blocks)
        for name, event in EVENTS.items():
            if name == "submit":
                sent = await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=blocks)
                message = {"channel": "C01SUPPORT", "ts": sent["ts"]}
                await slack.client.click("emma", "form", on=message)
                view = await slack.client.wait_for_view("emma")
                values = {"reason": {"text": {"type": "plain_text_input", "value": "good"}}}
                slack.workspace.view(view["id"]).values = values
            outcome = await trigger(slack.client, event)
            assert (name, outcome.sent, outcome.status) == (name, SENT[name], "ok")
        seen = {one.get("type"): one for one in app.seen}
        assert seen["reaction_added"]["reaction"] == "eyes"
        assert seen["reaction_added"]["item_user"] == "U01EMMA"
        [with_file] = [one for one in app.seen if one.get("files")]
        assert with_file["subtype"] == "file_share"
        assert with_file["files"][0]["name"] == "tickets.csv"
        assert with_file["channel_type"] == "im"
        home = await trigger(slack.client, EVENTS["home"])
        assert home.calls == ["views.publish ok"]


async def test_who_and_where_can_be_chosen():
    async with by_socket() as (slack, app):
        await trigger(slack.client, EVENTS["message"], "wangfang", "客服一组")
        assert (app.seen[-1]["user"], app.seen[-1]["channel"]) == ("U01WANG", "C01KEFU")


@pytest.mark.parametrize(
    ("name", "app", "reason"),
    [
        ("reaction", {}, "not_subscribed"),
        ("command", {"commands": []}, "has_none"),
        ("shortcut", {"shortcuts": []}, "has_none"),
        ("click", {}, "no_button"),
        ("submit", {}, "no_form"),
    ],
)
async def test_what_cannot_be_sent_is_named(name, app, reason):
    async with running({"app": {**SEED["app"], **app}}) as slack:
        with pytest.raises(TriggerError) as refused:
            await trigger(slack.client, EVENTS[name])
        assert refused.value.reason == reason
        assert not any(one["direction"] == "to_app" for one in await slack.client.log())


@pytest.mark.parametrize("name", ["command", "message", "home"])
async def test_an_app_that_is_not_there_has_not_answered(name):
    async with running(SEED) as slack:
        with pytest.raises(TriggerError) as silent:
            await trigger(slack.client, EVENTS[name])
        assert (silent.value.reason, silent.value.about["status"]) == ("no_answer", "unreachable")


async def test_a_form_with_holes_is_refused_with_its_errors():
    async with by_socket() as (slack, _):
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        sent = await web.chat_postMessage(channel="C01SUPPORT", text="x", blocks=buttons("form"))
        message = {"ts": sent["ts"], "channel": "C01SUPPORT"}
        await slack.client.click("emma", "form", on=message)
        await slack.client.wait_for_view("emma", lambda one: one["title"]["text"] == "Form")
        with pytest.raises(TriggerError, match="required"):
            await trigger(slack.client, EVENTS["submit"])


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a": {}}', '{"a": {"do": []}}', '{"a": {"do": [{}]}}']
)
def test_what_is_no_fixture_is_refused(tmp_path, text):
    file = tmp_path / "events.json"
    file.write_text(text)
    with pytest.raises(ValueError):  # noqa: PT011  whatever says so
        read_fixture(file)


def test_the_fixture_is_plain_json():
    assert json.loads(FIXTURE.read_text(encoding="utf-8")) == EVENTS


async def test_a_reaction_is_shown_kept_and_given_once(slack, web):
    sent = await web.chat_postMessage(channel="C01SUPPORT", text="look")
    place = {"channel": "C01SUPPORT", "ts": sent["ts"], "name": "eyes"}
    await slack.client.post("react", user="emma", **place)
    await slack.client.post("react", user="noah", **place)
    with pytest.raises(Exception, match="already_reacted"):
        await slack.client.post("react", user="noah", **place)
    history = await web.conversations_history(channel="C01SUPPORT")
    reaction = {"name": "eyes", "users": ["U01EMMA", "U01NOAH"], "count": 2}
    assert history["messages"][0]["reactions"] == [reaction]
