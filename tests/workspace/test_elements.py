"""What an app is told of each element, against docs.slack.dev/reference/interaction-payloads."""

import pytest

from bot.workspace.client import ControlError
from tests.workspace.bolt_app import buttons
from tests.workspace.plain_app import inbox, posted_to

ROOM = "C01SUPPORT"


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def option(name: str) -> dict:
    return {"text": plain(name.title()), "value": name}


A, B = option("a"), option("b")
HINT = plain("Choose")
CONFIRM = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes")}
RICH = {"type": "rich_text", "elements": []}

IN_ACTIONS = [
    (
        {"type": "button", "text": plain("Go"), "value": "go", "style": "primary"},
        None,
        {"text": plain("Go"), "value": "go", "style": "primary"},
    ),
    (
        {"type": "button", "text": plain("Link"), "url": "https://example.com/"},
        None,
        {"text": plain("Link"), "url": "https://example.com/"},
    ),
    (
        {"type": "static_select", "options": [A, B], "placeholder": HINT, "initial_option": A},
        "b",
        {"selected_option": B, "initial_option": A, "placeholder": HINT},
    ),
    (
        {"type": "static_select", "option_groups": [{"label": plain("G"), "options": [A, B]}]},
        "b",
        {"selected_option": B},
    ),
    (
        {"type": "multi_static_select", "options": [A, B], "initial_options": [A]},
        ["a", "b"],
        {"selected_options": [A, B], "initial_options": [A]},
    ),
    (
        {"type": "users_select", "confirm": CONFIRM},
        "U01NOAH",
        {"selected_user": "U01NOAH", "confirm": CONFIRM},
    ),
    (
        {"type": "multi_users_select", "initial_users": ["U01EMMA"]},
        ["U01NOAH"],
        {"selected_users": ["U01NOAH"], "initial_users": ["U01EMMA"]},
    ),
    ({"type": "conversations_select"}, ROOM, {"selected_conversation": ROOM}),
    ({"type": "multi_conversations_select"}, [ROOM], {"selected_conversations": [ROOM]}),
    (
        {"type": "channels_select", "initial_channel": "C01GENERAL"},
        ROOM,
        {"selected_channel": ROOM, "initial_channel": "C01GENERAL"},
    ),
    ({"type": "multi_channels_select"}, [ROOM], {"selected_channels": [ROOM]}),
    ({"type": "overflow", "options": [A, B]}, "b", {"selected_option": B}),
    (
        {"type": "checkboxes", "options": [A, B], "initial_options": [B]},
        ["a"],
        {"selected_options": [A], "initial_options": [B]},
    ),
    ({"type": "checkboxes", "options": [A, B]}, [], {"selected_options": []}),
    ({"type": "radio_buttons", "options": [A, B]}, "a", {"selected_option": A}),
    (
        {"type": "datepicker", "initial_date": "2026-11-20"},
        "2026-11-22",
        {"selected_date": "2026-11-22", "initial_date": "2026-11-20"},
    ),
    (
        {"type": "timepicker", "timezone": "Europe/London"},
        "09:30",
        {"selected_time": "09:30", "timezone": "Europe/London"},
    ),
    ({"type": "datetimepicker"}, 1_800_000_000, {"selected_date_time": 1_800_000_000}),
]
IN_INPUT = [
    ({"type": "plain_text_input", "initial_value": "x"}, "hello", {"value": "hello"}),
    ({"type": "email_text_input"}, "a@example.com", {"value": "a@example.com"}),
    ({"type": "url_text_input"}, "https://example.com", {"value": "https://example.com"}),
    ({"type": "number_input", "is_decimal_allowed": True}, "1.5", {"value": "1.5"}),
    ({"type": "rich_text_input"}, RICH, {"rich_text_value": RICH}),
]
FEEDBACK = {
    "type": "feedback_buttons",
    "positive_button": {"text": plain("Good"), "value": "up"},
    "negative_button": {"text": plain("Bad"), "value": "down"},
}
IN_CONTEXT = [
    (FEEDBACK, "up", {"text": plain("Good"), "value": "up"}),
    (FEEDBACK, "down", {"text": plain("Bad"), "value": "down"}),
    (
        {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "value": "x"},
        None,
        {"icon": "trash", "text": plain("Delete"), "value": "x"},
    ),
]
CASES = [
    *(("actions", *case) for case in IN_ACTIONS),
    *(("input", *case) for case in IN_INPUT),
    *(("context_actions", *case) for case in IN_CONTEXT),
]


def block(kind: str, element: dict) -> dict:
    named = {**element, "action_id": "it"}
    if kind == "input":
        more = {"element": named, "label": plain("Label"), "dispatch_action": True}
    else:
        more = {"elements": [named]}
    return {"type": kind, "block_id": "here", **more}


def names(case: tuple) -> str:
    return f"{case[1]['type']}"


async def posted(slack, web, *blocks: dict) -> dict:
    await web.chat_postMessage(channel=ROOM, text="x", blocks=list(blocks))
    return (await slack.client.messages("emma", ROOM))[-1]


@pytest.mark.parametrize("case", CASES, ids=names)
async def test_an_element_in_a_message(case):
    kind, element, value, expected = case
    async with inbox() as (slack, app):
        shown = await posted(slack, app.client, block(kind, element))
        answer = await slack.client.click("emma", "it", on=shown, value=value)
        assert answer["ack"]["status"] == "ok"
        told = await posted_to(app, "block_actions")
        [action] = told["actions"]
        assert float(action.pop("action_ts")) > 0
        assert action == {
            "type": element["type"],
            "action_id": "it",
            "block_id": "here",
            **expected,
        }
        about_message(told, shown)


def about_message(told: dict, shown: dict) -> None:
    assert told["type"] == "block_actions"
    assert told["user"] == {
        "id": "U01EMMA",
        "username": "emma",
        "name": "emma",
        "team_id": "T01LOCAL",
    }
    assert told["team"] == {"id": "T01LOCAL", "domain": "local"}
    assert told["channel"] == {"id": ROOM, "name": "support-global"}
    assert told["container"] == {
        "type": "message",
        "message_ts": shown["ts"],
        "channel_id": ROOM,
        "is_ephemeral": False,
    }
    assert told["message"]["ts"] == shown["ts"]
    assert {"token", "api_app_id", "trigger_id", "response_url", "enterprise"} <= set(told)
    assert told["is_enterprise_install"] is False


async def test_an_element_on_the_home_tab():
    async with inbox() as (slack, app):
        view = {"type": "home", "blocks": [block("actions", IN_ACTIONS[0][0])]}
        await app.client.views_publish(user_id="U01EMMA", view=view)
        home = await slack.client.home("emma")
        await slack.client.click("emma", "it", on=home)
        told = await posted_to(app, "block_actions")
        assert told["container"] == {"type": "view", "view_id": home["id"]}
        assert (told["view"]["type"], told["view"]["hash"]) == ("home", home["hash"])
        assert not {"channel", "message", "response_url"} & set(told)


def menu(block_id: str, *options: dict) -> dict:
    choice = {"type": "static_select", "options": list(options)}
    return {**block("actions", choice), "block_id": block_id}


async def test_a_choice_in_what_a_message_showed_a_moment_ago_arrives():
    async with inbox() as (slack, app):
        shown = await posted(slack, app.client, menu("first", A, B))
        for name in ("second", "third"):
            changed = [menu(name, option("c"))]
            await app.client.chat_update(channel=ROOM, ts=shown["ts"], text="x", blocks=changed)
        await slack.client.click("emma", "it", on=shown, block_id="first", value="b")
        told = await posted_to(app, "block_actions")
        (action,) = told["actions"]
        assert (action["block_id"], action["selected_option"]) == ("first", B)
        assert told["message"]["blocks"][0]["block_id"] == "third"
        assert "first" not in told["state"]["values"]
        with pytest.raises(ControlError, match="no_such_element"):
            await slack.client.click("emma", "it", on=shown, block_id="never", value="b")


async def test_a_choice_in_what_a_view_showed_a_moment_ago_arrives():
    async with inbox() as (slack, app):
        home = {"type": "home", "blocks": [menu("first", A, B)]}
        await app.client.views_publish(user_id="U01EMMA", view=home)
        shown = await slack.client.home("emma")
        changed = {"type": "home", "blocks": [menu("second", option("c"))]}
        await app.client.views_publish(user_id="U01EMMA", view=changed)
        await slack.client.click("emma", "it", on=shown, block_id="first", value="a")
        told = await posted_to(app, "block_actions")
        assert told["actions"][0]["selected_option"] == A
        assert set(told["view"]["state"]["values"]) == {"second"}


async def test_an_input_without_dispatch_action_is_filled_in_silently():
    async with inbox() as (slack, app):
        quiet = {**block("input", {"type": "plain_text_input"}), "dispatch_action": False}
        shown = await posted(slack, app.client, quiet, *buttons("press"))
        assert (await slack.client.click("emma", "it", on=shown, value="typed"))["ack"] is None
        assert all(one["type"] != "block_actions" for one in app.requests)
        await slack.client.click("emma", "press", on=shown)
        held = (await posted_to(app, "block_actions"))["state"]["values"]["here"]["it"]
        assert held == {"type": "plain_text_input", "value": "typed"}


async def test_feedback_is_one_of_the_two():
    async with inbox() as (slack, app):
        shown = await posted(slack, app.client, block("context_actions", FEEDBACK))
        with pytest.raises(ControlError, match="no_such_option"):
            await slack.client.click("emma", "it", on=shown, value="sideways")
