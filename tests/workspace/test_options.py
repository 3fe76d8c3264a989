import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.client import ControlError
from tests.workspace.bolt_app import by_http, by_socket, modal
from tests.workspace.plain_app import acknowledge, socket_to

ROOM = "C01SUPPORT"
ANIMALS = ["ant", "antelope", "bear"]


def option(name: str) -> dict:
    return {"text": {"type": "plain_text", "text": name.title()}, "value": name}


def menu(kind: str = "external_select", **more: object) -> dict:
    return {"type": kind, "action_id": "animal", **more}


def blocks(*elements: dict) -> list[dict]:
    return [{"type": "actions", "block_id": "zoo", "elements": list(elements)}]


@pytest.fixture(params=[by_socket, by_http], ids=["socket", "http"])
async def pair(request):
    async with request.param() as (slack, app):

        @app.options("animal")
        async def animals(ack, body, payload):
            app.seen.append(body)
            found = [option(name) for name in ANIMALS if name.startswith(payload["value"])]
            if payload["value"] == "groups":
                label = {"type": "plain_text", "text": "Small"}
                await ack(option_groups=[{"label": label, "options": [option("ant")]}])
            elif payload["value"] == "slow":
                await asyncio.sleep(1)
                await ack(options=[])
            else:
                await ack(options=found)

        @app.action("animal")
        async def chosen(ack, body):
            app.seen.append(body)
            await ack()

        @app.view("zoo")
        async def submitted(ack, body):
            app.seen.append(body)
            await ack()

        yield slack, app


async def shown_menu(slack, app, *elements: dict) -> dict:
    await app.client.chat_postMessage(channel=ROOM, text="zoo", blocks=blocks(*elements))
    return (await slack.client.messages("emma", ROOM))[-1]


async def test_a_menu_in_a_message_asks_the_app_and_its_answer_can_be_chosen(pair):
    slack, app = pair
    shown = await shown_menu(slack, app, menu())
    answer = await slack.client.options("emma", "animal", "ant", on=shown)
    assert answer["options"] == [option("ant"), option("antelope")]
    asked = app.seen[-1]
    assert (asked["type"], asked["value"]) == ("block_suggestion", "ant")
    assert (asked["action_id"], asked["block_id"]) == ("animal", "zoo")
    assert asked["container"]["message_ts"] == shown["ts"] == asked["message"]["ts"]
    assert asked["channel"] == {"id": ROOM, "name": "support-global"}
    assert asked["user"]["id"] == "U01EMMA"
    assert asked["team"]["id"] == "T01LOCAL"
    assert not {"trigger_id", "response_url", "actions"} & set(asked)
    await slack.client.click("emma", "animal", on=shown, value="antelope")
    assert app.seen[-1]["actions"][0]["selected_option"] == option("antelope")
    assert (
        app.seen[-1]["state"]["values"]["zoo"]["animal"]["selected_option"]["value"] == "antelope"
    )
    with pytest.raises(ControlError, match="no_such_option"):
        await slack.client.click("emma", "animal", on=shown, value="bear")
    with pytest.raises(ControlError, match="no_such_option"):
        await slack.client.click("noah", "animal", on=shown, value="ant")


async def test_several_are_chosen_from_groups_and_at_first(pair):
    slack, app = pair
    element = menu("multi_external_select", initial_options=[option("bear")], max_selected_items=2)
    shown = await shown_menu(slack, app, element)
    answer = await slack.client.options("emma", "animal", "groups", on=shown)
    assert answer["option_groups"][0]["label"]["text"] == "Small"
    await slack.client.click("emma", "animal", on=shown, value=["bear", "ant"])
    assert app.seen[-1]["actions"][0]["selected_options"] == [option("bear"), option("ant")]
    await slack.client.options("emma", "animal", "ante", on=shown)
    with pytest.raises(ControlError, match="too_many_selected"):
        await slack.client.click("emma", "animal", on=shown, value=["bear", "ant", "antelope"])


async def test_a_menu_in_a_modal_is_submitted_with_its_choice(pair):
    slack, app = pair
    label = {"type": "plain_text", "text": "Animal"}
    asking = {"type": "input", "block_id": "zoo", "label": label, "element": menu()}

    @app.command("/raw")
    async def start(ack, client, command):
        await ack()
        view = modal("Zoo", "zoo", blocks=[asking])
        await client.views_open(trigger_id=command["trigger_id"], view=view)

    await slack.client.command("emma", ROOM, "/raw")
    view = await slack.client.wait_for_view("emma")
    await slack.client.options("emma", "animal", "bear", on=view)
    asked = app.seen[-1]
    assert asked["container"] == {"type": "view", "view_id": view["id"]}
    assert asked["view"]["id"] == view["id"]
    assert "channel" not in asked
    assert (await slack.client.click("emma", "animal", on=view, value="bear"))["ack"] is None
    await slack.client.submit("emma", view)
    held = app.seen[-1]["view"]["state"]["values"]["zoo"]["animal"]
    assert held == {"type": "external_select", "selected_option": option("bear")}


async def test_the_app_is_not_asked_before_enough_is_typed(pair):
    slack, app = pair
    three = await shown_menu(slack, app, menu())
    none = await shown_menu(slack, app, menu(min_query_length=0))
    answer = await slack.client.options("emma", "animal", "an", on=three)
    assert (answer["ack"], answer["options"], answer["min_query_length"]) == (None, [], 3)
    assert app.seen == []
    answer = await slack.client.options("emma", "animal", "", on=none)
    assert [one["value"] for one in answer["options"]] == ANIMALS


async def test_a_slow_app_offers_nothing_and_the_person_is_told(pair):
    slack, app = pair
    slack.workspace.timings.ack = 0.1
    shown = await shown_menu(slack, app, menu())
    answer = await slack.client.options("wangfang", "animal", "slow", on=shown)
    assert answer["options"] == []
    assert answer["notice"] == "应用没有响应。"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"options": [option(str(number)) for number in range(101)]},
        {"options": [option("x" * 76)]},
        {"options": [{"value": "x"}]},
        {"options": [], "option_groups": []},
        {"option_groups": [{"options": [option("x")]}]},
    ],
)
async def test_an_answer_that_slack_would_not_show_is_refused(slack, answer):
    web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    await web.chat_postMessage(channel=ROOM, text="zoo", blocks=blocks(menu()))
    [shown] = await slack.client.messages("emma", ROOM)
    async with socket_to(slack) as (socket, _):
        replying = asyncio.create_task(acknowledge(socket, answer))
        with pytest.raises(ControlError, match="invalid_options"):
            await slack.client.options("emma", "animal", "xxx", on=shown)
        envelope = await replying
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)


async def test_a_hundred_options_are_shown_and_none_are_too(slack):
    web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    await web.chat_postMessage(channel=ROOM, text="zoo", blocks=blocks(menu()))
    [shown] = await slack.client.messages("emma", ROOM)
    async with socket_to(slack) as (socket, _):
        for count in (100, 0):
            offered = [option(str(number)) for number in range(count)]
            replying = asyncio.create_task(acknowledge(socket, {"options": offered}))
            answer = await slack.client.options("emma", "animal", "xxx", on=shown)
            assert answer["options"] == offered
            await replying


async def test_only_external_menus_ask(slack):
    web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    static = menu("static_select", options=[option("ant")])
    await web.chat_postMessage(channel=ROOM, text="zoo", blocks=blocks(static))
    [shown] = await slack.client.messages("emma", ROOM)
    with pytest.raises(ControlError, match="not_external"):
        await slack.client.options("emma", "animal", "xxx", on=shown)
