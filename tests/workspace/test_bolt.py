import pytest

from bot.workspace.client import ControlError
from tests.workspace.bolt_app import INPUT, buttons, by_http, by_socket

ROOM = "support-global"


@pytest.fixture(params=[by_socket, by_http], ids=["socket", "http"])
async def pair(request):
    async with request.param() as pair:
        yield pair


async def test_a_command_reaches_the_app_and_its_ack_is_shown_to_the_sender_only(pair):
    slack, app = pair
    answer = await slack.client.command("emma", ROOM, "/demo hello @noah in #general & <b>")
    assert answer["ack"]["status"] == "ok"
    text = "hello <@U01NOAH|noah> in <#C01GENERAL|general> &amp; &lt;b&gt;"
    assert app.seen[0]["text"] == text
    assert app.seen[0]["user_id"] == "U01EMMA"
    [shown] = await slack.client.messages("emma", ROOM)
    assert shown["text"] == f"You said {text}"
    assert shown["ephemeral"] is True
    assert await slack.client.messages("noah", ROOM) == []


async def test_an_in_channel_answer_is_seen_by_everybody(pair):
    slack, _ = pair
    await slack.client.command("emma", ROOM, "/demo all")
    [shown] = await slack.client.messages("noah", ROOM)
    assert (shown["text"], shown["ephemeral"]) == ("for everybody", False)


async def test_an_empty_ack_shows_nothing(pair):
    slack, _ = pair
    answer = await slack.client.command("emma", ROOM, "/demo quiet")
    assert answer["ack"]["status"] == "ok"
    assert await slack.client.messages("emma", ROOM) == []


async def test_a_button_reaches_its_handler_and_response_url_replaces_the_message(pair):
    slack, app = pair
    await slack.client.command("emma", ROOM, "/demo x")
    shown = await slack.client.wait_for_message("emma", ROOM)
    answer = await slack.client.click("emma", "press", on=shown)
    assert answer["ack"]["status"] == "ok"
    [changed] = await slack.client.messages("emma", ROOM)
    assert changed["text"] == "pressed"
    assert changed["ts"] == shown["ts"]
    assert app.seen[-1]["actions"][0]["value"] == "value of press"
    assert app.seen[-1]["container"]["is_ephemeral"] is True


async def opened_form(slack):
    await slack.client.command("emma", ROOM, "/demo x")
    shown = await slack.client.wait_for_message("emma", ROOM)
    await slack.client.click("emma", "form", on=shown)
    return await slack.client.wait_for_view("emma")


async def test_a_modal_is_opened_refused_with_errors_and_then_updated(pair):
    slack, app = pair
    view = await opened_form(slack)
    refused = await slack.client.submit("emma", view, {"reason": "bad"})
    assert refused["errors"] == {"reason": "Not that"}
    await slack.client.submit("emma", view, {"reason": {"text": "update"}})
    [changed] = await slack.client.views("emma")
    assert changed["title"]["text"] == "Changed"
    assert changed["id"] == view["id"]
    assert changed["hash"] != view["hash"]
    await slack.client.submit("emma", changed, {"reason": "fine"})
    assert await slack.client.views("emma") == []
    assert app.seen[-1]["view"]["state"]["values"]["reason"]["text"]["value"] == "fine"


async def test_an_empty_required_input_never_reaches_the_app(pair):
    slack, app = pair
    view = await opened_form(slack)
    before = len(app.seen)
    refused = await slack.client.submit("emma", view)
    assert list(refused["errors"]) == ["reason"]
    assert len(app.seen) == before


async def test_modals_are_pushed_closed_and_cleared(pair):
    slack, app = pair
    view = await opened_form(slack)
    await slack.client.submit("emma", view, {"reason": "push"})
    first, second = await slack.client.views("emma")
    assert second["previous_view_id"] == first["id"] == view["id"]
    await slack.client.close("emma", second)

    async def told():
        return [one for one in app.seen if one.get("type") == "view_closed"]

    [closed] = await slack.client.wait_for(told)
    assert closed["view"]["id"] == second["id"]
    await slack.client.submit("emma", first, {"reason": "clear"})
    assert await slack.client.views("emma") == []


async def test_shortcuts_carry_their_message(pair):
    slack, app = pair
    said = await slack.client.say("noah", ROOM, "look <here>")
    await slack.client.shortcut("emma", "look", on=said["message"])
    assert app.seen[-1]["type"] == "message_action"
    assert app.seen[-1]["message"]["text"] == "look &lt;here&gt;"
    await slack.client.shortcut("emma", "start")
    assert app.seen[-1]["type"] == "shortcut"


async def test_the_home_tab_is_published_when_it_is_opened(pair):
    slack, _ = pair
    assert await slack.client.home("emma") is None
    await slack.client.open_home("emma")
    view = await slack.client.wait_for_home("emma")
    assert view["blocks"][0]["text"]["text"] == "Hello home"
    assert await slack.client.home("noah") is None


async def test_a_mention_is_answered_in_its_thread(pair):
    slack, _ = pair
    said = await slack.client.say("emma", ROOM, "@frt are you there?")
    reply = await slack.client.wait_for_message(
        "noah", ROOM, lambda one: one["text"] == "You called?"
    )
    assert reply["thread_ts"] == said["message"]["ts"]


async def test_joining_is_told_to_the_app(pair):
    slack, app = pair
    await slack.client.join("liwei", ROOM)

    async def told():
        return [one for one in app.seen if one.get("type") == "member_joined_channel"]

    [event] = await slack.client.wait_for(told)
    assert (event["user"], event["channel"]) == ("U01LIWEI", "C01SUPPORT")


async def test_a_missed_ack_is_told_to_the_sender():
    async with by_socket() as (slack, _):
        slack.workspace.timings.ack = 0.1
        answer = await slack.client.command("emma", ROOM, "/demo silence")
        assert answer["ack"]["status"] == "timeout"
        [shown] = await slack.client.messages("emma", ROOM)
        assert shown["text"] == "/demo failed because the app did not respond."
        await slack.client.command("wangfang", "客服一组", "/demo silence")
        [shown] = await slack.client.messages("wangfang", "客服一组")
        assert shown["text"] == "/demo 失败：应用没有响应。"


async def test_a_wrong_signing_secret_is_refused_by_the_app():
    async with by_http() as (slack, app):
        slack.courier.http._secret = "not the app's"  # noqa: S105
        answer = await slack.client.command("emma", ROOM, "/demo hello")
        assert answer["ack"] == {"status": "refused", "code": 401, "body": answer["ack"]["body"]}
        assert app.seen == []


async def test_the_app_passes_url_verification():
    async with by_http() as (slack, _):
        assert await slack.courier.http.verify_url(slack.workspace.app.verification_token)


async def test_an_app_that_is_not_connected_is_told_so(slack):
    answer = await slack.client.command("emma", ROOM, "/demo hello")
    assert answer["ack"]["status"] == "unreachable"
    [shown] = await slack.client.messages("emma", ROOM)
    assert "dispatch_failed" in shown["text"]


async def test_what_was_chosen_and_typed_before_a_click_comes_with_it(pair):
    slack, app = pair
    select = {
        "type": "static_select",
        "action_id": "tier",
        "options": [{"text": {"type": "plain_text", "text": "Gold"}, "value": "gold"}],
    }
    date = {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"}
    elements = [*buttons("press")[0]["elements"], select, date]
    blocks = [{"type": "actions", "block_id": "choice", "elements": elements}, INPUT]
    await app.client.chat_postMessage(channel=ROOM, text="x", blocks=blocks)
    [shown] = await slack.client.messages("emma", ROOM)
    await slack.client.click("emma", "tier", on=shown, value="gold")
    with pytest.raises(ControlError, match="no_such_option"):
        await slack.client.click("emma", "tier", on=shown, value="brass")
    await slack.client.click("emma", "press", on=shown, values={"reason": "because"})
    values = app.seen[-1]["state"]["values"]
    assert values["choice"]["tier"]["selected_option"]["value"] == "gold"
    assert values["choice"]["day"]["selected_date"] == "2026-11-20"
    assert values["reason"]["text"]["value"] == "because"
    assert app.seen[-1]["message"]["text"] == "x"
