"""What becomes of an app's answers: response_url, missed acks, answers to a submission."""

import aiohttp
import pytest
from aiohttp import web

from tests.workspace.bolt_app import buttons, modal
from tests.workspace.plain_app import inbox, posted_to
from tests.workspace.shapes import actions, mrkdwn, option, section

ROOM = "C01SUPPORT"


async def clicked(slack, app, **more: object) -> tuple[dict, str]:
    """Post a message with a button, press it as Emma, return it and the click's response_url."""
    content = {"text": "question", "blocks": buttons("press"), **more}
    await app.client.chat_postMessage(channel=ROOM, **content)
    shown = (await slack.client.messages("emma", ROOM))[-1]
    await slack.client.click("emma", "press", on=shown)
    return shown, (await posted_to(app, "block_actions"))["response_url"]


async def respond(url: str, **body: object) -> tuple[int, str | None]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, (await response.json()).get("error")


async def test_what_a_response_url_refuses_is_http_200_and_no_use_of_it():
    async with inbox() as (slack, app):
        _, url = await clicked(slack, app)
        double = {"type": "overflow", "options": [option(), option()]}
        assert await respond(url, blocks=actions(double)) == (200, "invalid_blocks")
        long = [section(text=mrkdwn(2_800)) for _ in range(4)]
        assert await respond(url, blocks=long) == (200, "msg_blocks_too_long")
        await slack.client.fault("response_url", "error", code="no_text")
        assert await respond(url, text="x") == (200, "no_text")
        for _ in range(5):
            assert await respond(url, text="x") == (200, None)
        assert await respond(url, text="x") == (404, "used_url")


async def seen(slack, user: str) -> list[tuple[str, bool]]:
    return [(one["text"], one["ephemeral"]) for one in await slack.client.messages(user, ROOM)]


async def test_a_response_is_for_the_one_who_clicked_unless_it_says_otherwise():
    async with inbox() as (slack, app):
        _, url = await clicked(slack, app)
        await respond(url, text="for you")
        await respond(url, text="for all", response_type="in_channel")
        everybody = [("question", False), ("for all", False)]
        assert await seen(slack, "noah") == everybody
        assert ("for you", True) in await seen(slack, "emma")


async def test_the_original_is_replaced_and_deleted():
    async with inbox() as (slack, app):
        shown, url = await clicked(slack, app)
        await respond(url, text="answer", replace_original=True)
        [changed] = await slack.client.messages("noah", ROOM)
        assert (changed["text"], changed["ts"]) == ("answer", shown["ts"])
        await respond(url, delete_original=True)
        assert await slack.client.messages("noah", ROOM) == []


async def test_a_response_in_a_thread_stays_there():
    async with inbox() as (slack, app):
        parent = await app.client.chat_postMessage(channel=ROOM, text="parent")
        _, url = await clicked(slack, app, thread_ts=parent["ts"])
        await respond(url, text="there", response_type="in_channel")
        reply = (await slack.client.messages("noah", ROOM))[-1]
        assert (reply["text"], reply["thread_ts"]) == ("there", parent["ts"])


async def test_a_response_url_ends_after_half_an_hour():
    async with inbox() as (slack, app):
        timings = slack.workspace.timings
        assert timings.response_url == 30 * 60
        timings.response_url = 0.0
        _, url = await clicked(slack, app)
        assert await respond(url, text="x") == (404, "expired_url")


async def test_a_missed_ack_of_a_click_or_shortcut_is_told_to_the_person():
    async with inbox() as (slack, app):
        await app.client.chat_postMessage(channel=ROOM, text="x", blocks=buttons("press"))
        [shown] = await slack.client.messages("emma", ROOM)
        assert slack.workspace.timings.ack == 3.0
        slack.workspace.timings.ack = 0.1
        await slack.client.fault("to_app", "late", times=2, seconds=1)
        await slack.client.click("emma", "press", on=shown)
        await slack.client.shortcut("emma", "start")
        assert await slack.client.notices("emma") == ["The app did not respond."] * 2
        assert await slack.client.notices("noah") == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no_such_block": "x"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push", "view": None},
    ],
)
async def test_an_answer_that_makes_no_sense_keeps_the_modal_open_with_a_notice(answer):
    async with inbox() as (slack, app):
        view = await opened(slack, app)
        app.answers = [web.json_response(answer)]
        await slack.client.submit("emma", view, {"reason": "because"})
        [kept] = await slack.client.views("emma")
        assert kept["notice"] == "We had some trouble connecting. Try again?"
        assert kept["state"]["values"]["reason"]["text"]["value"] == "because"


async def test_a_missed_ack_of_a_submission_keeps_the_modal_open():
    async with inbox() as (slack, app):
        view = await opened(slack, app)
        await slack.client.fault("to_app", "drop_request")
        answer = await slack.client.submit("emma", view, {"reason": "because"})
        assert answer["ack"]["status"] == "unreachable"
        [kept] = await slack.client.views("emma")
        assert kept["notice"] == "We had some trouble connecting. Try again?"
        await slack.client.submit("emma", kept)
        assert await slack.client.views("emma") == []


async def opened(slack, app) -> dict:
    await slack.client.shortcut("emma", "start")
    trigger = (await posted_to(app, "shortcut"))["trigger_id"]
    await app.client.views_open(trigger_id=trigger, view=modal("Form"))
    [view] = await slack.client.views("emma")
    return view
