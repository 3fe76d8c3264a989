"""The tour ticks itself off by what really reached the app."""

import asyncio

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.journal import Journal
from bot.workspace.server import running
from bot.workspace.tour import read_tour


def step(name, **done_when):
    words = {"title": name, "text": "…"}
    return {"id": name, "done_when": done_when, "en": words, "zh": words}


TOUR = {
    "start": {
        "en": {"as": "U01NOAH", "in": "C01SUPPORT"},
        "zh": {"as": "U01LIWEI", "in": "C01KEFU"},
    },
    "steps": [
        step("ask", command=["/demo today", "/demo 今天*"]),
        step("press", click="yes*"),
        step("fill", submit="form"),
        step("lead", act_as=["U01EMMA", "U01WANG"]),
        step("home", open="home"),
    ],
}
SEED = {"tour": TOUR, "app": {"commands": [{"command": "/demo"}]}}
BUTTON = {"type": "button", "action_id": "yes.1", "text": {"type": "plain_text", "text": "Yes"}}
INPUT = {"type": "plain_text_input", "action_id": "text"}
LABEL = {"type": "plain_text", "text": "Text"}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": LABEL,
    "submit": LABEL,
    "blocks": [{"type": "input", "block_id": "b", "label": LABEL, "element": INPUT}],
}


@pytest.fixture
async def slack():
    async with running(SEED) as workspace:
        app = AsyncApp(
            name="demo",
            client=AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url),
            request_verification_enabled=False,
        )

        @app.command("/demo")
        async def on_command(ack):
            await ack(blocks=[{"type": "actions", "elements": [BUTTON]}], text="Well?")

        @app.action("yes.1")
        async def on_click(ack, client, body):
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

        @app.view("form")
        async def on_form(ack, view):
            wrong = view["state"]["values"]["b"]["text"]["value"] == "wrong"
            await ack(**({"response_action": "errors", "errors": {"b": "No"}} if wrong else {}))

        @app.event("app_home_opened")
        async def on_home():
            pass

        handler = AsyncSocketModeHandler(app, workspace.app_token)
        await handler.connect_async()
        await workspace.client.wait_for_connections()
        yield workspace
        await handler.close_async()


async def ticked(slack, *names):
    async def done():
        return slack.workspace.tour.done == set(names)

    await slack.client.wait_for(done)


async def test_steps_are_ticked_when_the_app_took_what_they_ask_for(slack):
    tour, client = slack.workspace.tour, slack.client
    await client.command("noah", "C01SUPPORT", "/demo yesterday")
    await client.command("noah", "C01SUPPORT", "/demo   Today ")
    await ticked(slack, "ask")
    assert tour.next.id == "press"
    answer = (await client.messages("noah", "C01SUPPORT"))[-1]
    await client.click("noah", "yes.1", on=answer)
    await ticked(slack, "ask", "press")
    form = await client.wait_for_view("noah")
    await client.submit("noah", form, {"b": "wrong"})
    assert "fill" not in tour.done
    await client.submit("noah", form, {"b": "right"})
    await ticked(slack, "ask", "press", "fill")
    await client.open_home("noah")
    await ticked(slack, "ask", "press", "fill", "home")
    assert tour.next.id == "lead"


async def test_the_page_starts_as_the_tour_says_in_the_language_of_the_browser(slack):
    async with aiohttp.ClientSession(slack.url) as session:
        for language, person in (
            ("en-US,en", "Noah Williams"),
            ("zh-CN,zh;q=0.9", "李伟"),
            ("fr", "Noah"),
        ):
            async with session.get("/", headers={"Accept-Language": language}) as answer:
                text = await answer.text()
            assert person in text.partition('class="who-name"')[2][:200]
            assert "lead" not in slack.workspace.tour.done
        async with session.get("/", params={"as": "U01EMMA"}) as answer:
            assert answer.status == 200
    assert slack.workspace.tour.done == {"lead"}


async def test_it_is_put_away_brought_back_and_started_anew(slack):
    tour, client = slack.workspace.tour, slack.client
    tour.noticed({"act_as": "U01WANG"})
    await client.post("tour", away=True)
    assert (tour.away, tour.done) == (True, {"lead"})
    await client.post("tour", away=False)
    assert (tour.away, tour.done) == (False, {"lead"})
    await client.post("tour", away=False, anew=True)
    assert tour.done == set()


async def test_what_was_asked_before_it_began_anew_is_no_part_of_it():
    journal = Journal()
    tour = read_tour(TOUR, journal)
    following = asyncio.create_task(tour.follow())
    journal.begin()
    await asyncio.sleep(0.01)
    tour.put_away(away=False, anew=True)
    opened = {"payload": {"event": {"type": "app_home_opened", "tab": "home"}}}
    journal.exchanged("to_app", "app_home_opened", opened, {"status": "ok"})
    await asyncio.sleep(0.01)
    journal.begin()
    asked = {"payload": {"command": "/demo", "text": "today"}}
    journal.exchanged("to_app", "/demo", asked, {"status": "ok"})
    while "ask" not in tour.done:
        await journal.wait(journal.seq, 0.01)
    assert tour.done == {"ask"}
    journal.close()
    await following


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"steps": [{"id": "a", "done_when": {}}]},
        {"steps": [step("a", open="home"), step("a", open="home")]},
    ],
)
def test_a_tour_that_is_not_one_is_refused(given):
    with pytest.raises((KeyError, ValueError)):
        read_tour(given, Journal())
