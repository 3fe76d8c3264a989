"""One scenario of Bolt's features, the same for every way in which an app can be reached."""

from slack_sdk import WebClient

from tests.workspace.sdk.blocks import METADATA, SEARCH
from tests.workspace.sdk.conftest import Pair
from tests.workspace.sdk.process import BOT, BOT_TOKEN, EMMA, GENERAL, LIWEI, NOAH, SUPPORT
from tests.workspace.sdk.ways import HTTP

ROOM = "support-global"


def new(pair: Pair, user: str, text: str, channel: str = ROOM) -> dict:
    return pair.slack.message(user, channel, text)


def test_ack_respond_and_say_of_a_command(pair: Pair) -> None:
    answer = pair.slack.do("command", user="emma", channel=ROOM, text="/echo to @noah <b>")
    text = "to <@U01NOAH|noah> &lt;b&gt;"
    assert answer["ack"]["status"] == "ok"
    assert pair.given("command")[0]["text"] == text
    assert new(pair, "emma", f"first {text}")["ephemeral"] is True
    assert new(pair, "emma", "second")["ephemeral"] is True
    assert new(pair, "noah", "everybody")["ephemeral"] is False
    seen_by_noah = [one["text"] for one in pair.slack.messages("noah", ROOM)]
    assert not {"second", f"first {text}"} & set(seen_by_noah)


def test_a_command_that_does_not_escape_gets_what_was_typed(pair: Pair) -> None:
    pair.slack.do("command", user="emma", channel=ROOM, text="/raw to @noah <b>")
    assert pair.given("command")[0]["text"] == "to @noah <b>"


def test_a_click_is_told_with_its_message_and_changes_it(pair: Pair) -> None:
    pair.slack.do("command", user="emma", channel=ROOM, text="/echo x")
    shown = new(pair, "noah", "everybody")
    pair.slack.do("click", user="noah", action_id="count", channel=ROOM, ts=shown["ts"])
    changed = new(pair, "noah", "counted 42")
    assert (changed["ts"], changed["edited"]["user"]) == (shown["ts"], BOT)
    [click] = pair.given("block_actions")
    assert click["user"]["id"] == NOAH
    assert click["message"]["metadata"] == METADATA
    assert click["container"]["message_ts"] == shown["ts"]


def test_a_click_on_an_ephemeral_message_replaces_it_by_its_response_url(pair: Pair) -> None:
    pair.slack.do("command", user="emma", channel=ROOM, text="/echo y")
    shown = new(pair, "emma", "second")
    pair.slack.do("click", user="emma", action_id="press", channel=ROOM, ts=shown["ts"])
    assert new(pair, "emma", "pressed")["ts"] == shown["ts"]
    assert "message" not in pair.given("block_actions")[0]


def opened(pair: Pair, text: str = "") -> dict:
    pair.slack.do("command", user="emma", channel=ROOM, text=f"/form {text}")
    return pair.slack.modal("emma", "Form")


def submit(pair: Pair, view: dict, text: str) -> dict:
    values = {"reason": text}
    return pair.slack.do("submit", user="emma", view_id=view["id"], values=values)


def test_a_modal_is_refused_with_errors_and_then_closes(pair: Pair) -> None:
    view = opened(pair, "kept")
    assert submit(pair, view, "errors")["errors"] == {"reason": "Not that"}
    assert pair.slack.modal("emma", "Form")["errors"] == {"reason": "Not that"}
    assert submit(pair, view, "fine")["errors"] == {}
    assert pair.slack.modals("emma") == []
    told = pair.given("view_submission")[-1]["view"]
    assert told["state"]["values"]["reason"]["text"]["value"] == "fine"
    assert told["private_metadata"] == "kept"


def test_a_modal_is_updated_by_the_ack(pair: Pair) -> None:
    view = opened(pair)
    submit(pair, view, "update")
    updated = pair.slack.modal("emma", "Updated")
    assert (updated["id"], updated["hash"] == view["hash"]) == (view["id"], False)
    submit(pair, updated, "clear")
    assert pair.slack.modals("emma") == []


def test_modals_are_stacked_by_ack_and_by_method_and_updated_under_the_top(pair: Pair) -> None:
    first = opened(pair)
    submit(pair, first, "push")
    second = pair.slack.modal("emma", "Pushed")
    assert second["previous_view_id"] == second["root_view_id"] == first["id"]
    pair.slack.do("click", user="emma", action_id="deeper", view_id=second["id"])
    pair.slack.until(lambda: [view["title"]["text"] for view in pair.slack.modals("emma")][1:])
    titles = ["Form", "Second", "Third"]
    pair.slack.until(
        lambda: [view["title"]["text"] for view in pair.slack.modals("emma")] == titles
    )
    submit(pair, pair.slack.modals("emma")[-1], "clear")
    assert pair.slack.modals("emma") == []


def test_closing_a_modal_is_told_when_it_asked_for_it(pair: Pair) -> None:
    view = opened(pair)
    pair.slack.do("close", user="emma", view_id=view["id"])
    [closed] = pair.given("view_closed")
    assert (closed["view"]["id"], closed["is_cleared"]) == (view["id"], False)


def test_a_message_shortcut_carries_its_message(pair: Pair) -> None:
    said = pair.slack.do("say", user="noah", channel=ROOM, text="a & b")["message"]
    pair.slack.do("shortcut", user="emma", callback_id="look", channel=ROOM, ts=said["ts"])
    assert new(pair, "emma", "looked at a &amp; b")["ephemeral"] is True
    assert pair.given("message_action")[0]["message"]["ts"] == said["ts"]


def test_a_global_shortcut_opens_a_modal(pair: Pair) -> None:
    pair.slack.do("shortcut", user="liwei", callback_id="start")
    view = pair.slack.modal("liwei", "Started")
    assert "channel" not in pair.given("shortcut")[0]
    pair.slack.do("close", user="liwei", view_id=view["id"])


def test_an_external_menu_gets_its_options_from_the_app(pair: Pair) -> None:
    web = WebClient(BOT_TOKEN, base_url=pair.slack.api_url)
    ts = web.chat_postMessage(channel=SUPPORT, text="Where?", blocks=[SEARCH])["ts"]
    menu = {"user": "emma", "action_id": "city", "channel": ROOM, "ts": ts}
    offered = pair.slack.do("options", **menu, value="Lo")["options"]
    assert [option["value"] for option in offered] == ["London"]
    assert pair.given("block_suggestion")[0]["value"] == "Lo"
    assert pair.slack.do("options", **menu, value="")["ack"] is None
    pair.slack.do("click", **menu, value="London")
    assert new(pair, "emma", "chose London")["ephemeral"] is True


def test_the_home_tab_is_published_when_it_is_opened(pair: Pair) -> None:
    pair.slack.do("open_home", user="emma")
    pair.given("app_home_opened")
    home = pair.slack.until(lambda: pair.slack.see("home", user="emma")["view"])
    assert home["blocks"][0]["text"]["text"] == "Welcome"
    pair.slack.do("open_home", user="emma")
    pair.slack.until(lambda: len(pair.given("app_home_opened")) == 2)
    assert pair.given("app_home_opened")[1]["event"]["view"]["id"] == home["id"]


def test_a_mention_is_answered_in_its_thread(pair: Pair) -> None:
    said = pair.slack.do("say", user="emma", channel=ROOM, text=f"<@{BOT}> hello")["message"]
    reply = new(pair, "emma", "You called?")
    assert reply["thread_ts"] == said["ts"]
    assert pair.given("app_mention")[0]["event"]["channel"] == SUPPORT
    assert pair.given("message")[0]["event"]["channel_type"] == "channel"


def test_a_message_is_matched_and_the_apps_own_answer_is_not_handled(pair: Pair) -> None:
    pair.slack.do("say", user="emma", channel=ROOM, text="knock knock")
    answer = new(pair, "emma", f"Who is there, <@{EMMA}>?")

    def delivered() -> bool:
        log = pair.slack.see("log")["log"]
        sent = [str(one["request"]) for one in log if one["direction"] == "to_app"]
        return any(answer["ts"] in one for one in sent)

    pair.slack.until(delivered)
    assert answer["ts"] not in [body["event"]["ts"] for body in pair.given("message")]


def test_joining_a_channel_is_told(pair: Pair) -> None:
    pair.slack.do("join", user="liwei", channel=ROOM)
    new(pair, "emma", f"Hello <@{LIWEI}>")
    pair.slack.do("leave", user="liwei", channel=ROOM)
    event = pair.given("member_joined_channel")[0]["event"]
    assert (event["user"], event["channel"], event["channel_type"]) == (LIWEI, SUPPORT, "C")


def test_a_lazy_listener_answers_after_the_ack(pair: Pair) -> None:
    pair.slack.do("command", user="emma", channel=ROOM, text="/lazy 7")
    assert new(pair, "emma", "wait")["ephemeral"] is True
    assert new(pair, "noah", "done 7")["ephemeral"] is False


def test_authorisation_tells_the_app_who_it_is(pair: Pair) -> None:
    pair.slack.do("command", user="emma", channel=ROOM, text="/lazy 8")
    pair.given("command")
    context = pair.seen[-1][1]
    assert (context["bot_user_id"], context["bot_id"]) == (BOT, "B01FRT")
    assert context["authorize_result"].team_id == "T01LOCAL"
    assert (context["user_id"], context["channel_id"]) == (EMMA, SUPPORT)
    asked = [one["name"] for one in pair.slack.see("log")["log"]]
    assert "auth.test" in asked
    new(pair, "noah", "done 8")


def test_metadata_is_read_back_from_the_history(pair: Pair) -> None:
    pair.slack.do("command", user="emma", channel="general", text="/echo z")
    ts = new(pair, "noah", "everybody", "general")["ts"]
    web = WebClient(BOT_TOKEN, base_url=pair.slack.api_url)
    at = {"channel": GENERAL, "latest": ts, "inclusive": True, "limit": 1}
    [with_it] = web.conversations_history(**at, include_all_metadata=True)["messages"]
    [without] = web.conversations_history(**at)["messages"]
    assert with_it["metadata"] == METADATA
    assert "event_payload" not in without.get("metadata", {})


def test_an_event_whose_ack_was_lost_comes_again_and_says_so(pair: Pair) -> None:
    pair.slack.do("fault_set", method="to_app", kind="drop_reply")
    pair.slack.do("say", user="emma", channel=ROOM, text="knock")
    pair.slack.until(lambda: len(pair.given("message")) == 2)
    first, again = pair.seen
    assert first[0]["event_id"] == again[0]["event_id"]
    reason = "http_timeout" if pair.way in HTTP else "timeout"
    assert again[2]["x-slack-retry-num"] == ["1"]
    assert again[2]["x-slack-retry-reason"] == [reason]
    assert first[2].get("x-slack-retry-num", ["0"]) == ["0"]


def test_three_seconds_without_an_ack_are_told_to_the_person(pair: Pair) -> None:
    answer = pair.slack.do("command", user="noah", channel=ROOM, text="/silent")
    assert answer["ack"]["status"] == "timeout"
    new(pair, "noah", "/silent failed because the app did not respond.")
