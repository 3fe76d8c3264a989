"""Share and Why?, and what happens when a button is not what it was."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot import ids
from bot.models import Team
from tests.scenarios.office import FAILING, Json, Office, element, replica, words_of
from tests.scenarios.tickets import ticket


async def posts(desk: Office, channel: str = "support-global", user: str = "robin") -> list[Json]:
    seen = await desk.slack.client.messages(user, channel)
    return [one for one in seen if not one["ephemeral"]]


async def test_share_posts_in_the_team_language_and_names_no_agent(either: Office):
    await either.slack.client.join("wangfang", "support-global")
    message = await either.type("wangfang", "团队 “Global support”", "客服一组")
    assert "只对团队成员开放" in message["text"]
    message = await either.type("wangfang", "今天", "support-global")
    assert "首次响应" in message["text"]
    await either.click("wangfang", message, ids.REPORT_SHARE)
    (post,) = await posts(either)
    assert "10 min median first response" in post["text"]
    said = words_of(post)
    assert "<@U01WANG>" in said
    assert "Noah" not in said
    assert "Sofia" not in said


async def test_a_double_click_shares_once(either: Office):
    message = await either.type("emma", "today")
    await asyncio.gather(
        *(either.slack.client.click("emma", ids.REPORT_SHARE, on=message) for _ in range(3))
    )
    await either.settle()
    assert len(await posts(either)) == 1


async def test_what_is_shared_is_what_was_seen(desk: Office):
    message = await desk.type("emma", "today")
    desk.clock.now = desk.clock.now.replace(hour=17)
    await desk.click("emma", message, ids.REPORT_SHARE)
    (post,) = await posts(desk)
    assert "10 min median first response" in post["text"]
    assert "the oldest for 30 min" in post["text"]


async def test_share_says_what_to_do_when_the_bot_is_not_in_the_channel(desk: Office):
    message = await desk.type("emma", "today")
    await desk.slack.client.leave("U01FRTBOT", "support-global")
    await desk.click("emma", message, ids.REPORT_SHARE)
    assert "/invite" in (await desk.newest("emma"))["text"]
    await desk.slack.client.join("U01FRTBOT", "support-global")
    await desk.click("emma", message, ids.REPORT_SHARE)
    assert len(await posts(desk)) == 1


async def test_share_into_an_archived_channel(desk: Office):
    message = await desk.type("emma", "today")
    await desk.slack.client.archive("support-global")
    await desk.click("emma", message, ids.REPORT_SHARE)
    await desk.slack.client.unarchive("support-global")
    assert await posts(desk) == []


async def test_individual_figures_are_shared_only_with_an_open_leaderboard(desk: Office):
    message = await desk.type("emma", "by agent")
    assert element(message, ids.REPORT_SHARE) is None
    forged = await desk.type("emma", "today")
    value = json.loads(element(forged, ids.REPORT_SHARE)["value"]) | {"by": "agent"}
    await forge(desk, forged, ids.REPORT_SHARE, json.dumps(value))
    await desk.click("emma", forged, ids.REPORT_SHARE)
    assert await posts(desk) == []
    assert "not shared with a channel" in (await desk.newest("emma"))["text"]
    async with desk.database.write() as session:
        (await session.get(Team, 1)).leaderboard_open = True
    opened = await desk.type("noah", "by agent")
    await desk.click("noah", opened, ids.REPORT_SHARE)
    (post,) = await posts(desk)
    assert "Sofia" in words_of(post)


async def test_a_shared_post_answers_whoever_clicks_in_their_language_and_as_it_was(desk: Office):
    await desk.slack.client.join("wangfang", "support-global")
    await desk.click("emma", await desk.type("emma", "today"), ids.REPORT_SHARE)
    (post,) = await posts(desk)
    kinds = [one["type"] for one in post["blocks"]]
    assert not {"data_visualization", "data_table"} & set(kinds)
    async with desk.database.write() as session:
        session.add(ticket(1, "LATE", "20 10:58", "20 16:58"))
    desk.clock.now += timedelta(hours=7)
    await desk.click("wangfang", post, ids.REPORT_CHART)
    chart = await desk.newest("wangfang")
    assert chart["ephemeral"]
    assert "Global support · 今天 11月20日周五" in chart["text"]
    assert "数据截至您当地时间 19:00" in words_of(chart)
    values = [
        point["value"]
        for one in chart["blocks"]
        if one["type"] == "data_visualization"
        for point in one["chart"]["series"][0]["data"]
    ]
    assert values == [1.0, 55.0, 10.0]
    await desk.click("wangfang", post, ids.REPORT_WAITING)
    waiting = await desk.newest("wangfang")
    assert waiting["ephemeral"]
    assert "Global support" in waiting["text"]
    assert "T5" in words_of(waiting)
    assert await posts(desk) == [post]


async def test_who_is_waiting_answers_as_the_words_do(desk: Office):
    message = await desk.type("noah", "week by channel calendar clock")
    await desk.click("noah", message, ids.REPORT_WAITING)
    clicked = await desk.newest("noah")
    typed = await desk.type("noah", "waiting calendar clock")
    assert clicked["blocks"] == typed["blocks"]
    assert clicked["text"] == typed["text"]


async def test_the_chart_of_a_breakdown_is_of_its_groups(desk: Office):
    message = await desk.type("emma", "week by day")
    kinds = [one["type"] for one in message["blocks"]]
    assert kinds.index("data_table") < kinds.index("actions")
    await desk.click("emma", message, ids.REPORT_CHART)
    chart = await desk.newest("emma")
    bars = next(one["chart"] for one in chart["blocks"] if one["type"] == "data_visualization")
    assert bars["type"] == "bar"
    assert bars["axis_config"]["categories"] == ["Mon 16 Nov", "Fri 20 Nov"]
    assert [point["value"] for point in bars["series"][0]["data"]] == [100.0, 60.0]
    assert "fewer than 5 tickets judged: Thu 19 Nov" in words_of(chart)


async def test_an_agent_reads_by_agent_that_it_is_their_own(desk: Office):
    message = await desk.type("noah", "week by agent")
    said = words_of(message)
    assert "Your figures: " in message["text"]
    assert "Colleagues’ rows are seen by leads only" in message["text"]
    assert "The whole team: " in said
    assert "Sofia" not in said
    await desk.click("noah", message, ids.REPORT_CHART)
    chart = await desk.newest("noah")
    assert chart["text"].startswith("Chart: Noah Williams · Global support")
    assert "Sofia" not in words_of(chart)


async def test_chart_and_waiting_give_no_rights(desk: Office):
    message = await desk.type("noah", "today")
    for action_id in (ids.REPORT_CHART, ids.REPORT_WAITING):
        value = json.loads(element(message, action_id)["value"])
        for change, told in (
            ({"team": "客服一组"}, "are for its members"),
            ({"person": "U01SOFIA"}, "Individual figures"),
        ):
            await forge(desk, message, action_id, json.dumps(value | change))
            await desk.click("noah", message, action_id)
            assert told in (await desk.newest("noah"))["text"], (action_id, change)


async def forge(desk: Office, message: Json, action_id: str, value: str) -> None:
    kept = desk.slack.workspace.message(message["channel"], message["ts"])
    element(kept.__dict__, action_id)["value"] = value


TAMPERED = (
    "",
    "{}x",
    "null",
    '{"v": 2}',
    '{"v": 1, "extra": 1}',
    '{"v": 1, "period": "\\u0000"}',
    '{"v": 1, "period": "today", "clock": "sundial"}',
    '{"v": 1, "period": "today", "by": "shoe size", "as_of": "2026-11-20T11:00:00Z"}',
    '{"v": 1, "as_of": "0001-01-01T00:00:00Z"}',
    '{"v": 1, "as_of": "2026-11-20T11:00:00"}',
)


async def test_a_tampered_button_gets_a_sentence(desk: Office, capsys):
    message = await desk.type("emma", "today")
    for action_id in (ids.REPORT_CLOCK, ids.REPORT_CHART):
        for value in TAMPERED:
            before = len(await desk.slack.client.messages("emma", "support-global"))
            await forge(desk, message, action_id, value)
            await desk.click("emma", message, action_id)
            after = await desk.slack.client.messages("emma", "support-global")
            assert len(after) == before + 1, value
            assert "This button is out of date" in after[-1]["text"], value
    assert "Traceback" not in "".join(capsys.readouterr())


async def test_a_button_gives_no_rights(desk: Office):
    message = await desk.type("noah", "today")
    value = json.loads(element(message, ids.REPORT_WHY)["value"])
    for change in ({"team": "客服一组"}, {"person": "U01SOFIA"}):
        await forge(desk, message, ids.REPORT_WHY, json.dumps(value | change))
        await desk.click("noah", message, ids.REPORT_WHY)
        assert await desk.slack.client.views("noah") == []
    seen = [one["text"] for one in await desk.slack.client.messages("noah", "support-global")]
    assert "are for its members" in seen[-2]
    assert "Individual figures" in seen[-1]


async def test_why_lists_the_tickets_and_the_reasons(either: Office):
    message = await either.type("emma", "today")
    await either.click("emma", message, ids.REPORT_WHY)
    modal = await either.modal("emma")
    said = words_of(modal)
    options = [one["text"]["text"] for one in element(modal, ids.REPORT_WHY_FILTER)["options"]]
    assert [name.rsplit(" ", 1)[-1].strip("()") for name in options] == ["7", "2", "1", "3", "1"]
    lines = [one for one in modal["blocks"] if str(one["block_id"]).startswith("ticket-")]
    titles = [one["elements"][0]["elements"][0]["text"] for one in lines]
    assert titles[0].startswith("T5 · \u2039!channel> my <b>order</b> & refund")
    assert titles[1:3] == ["T3", "T6"]
    assert "15 min over" in said
    assert "Sofia" in said
    assert "merged" in said


async def test_why_filters_and_turns_pages(either: Office):
    message = await either.type("noah", "week")
    await either.click("noah", message, ids.REPORT_WHY)
    modal = await either.modal("noah")
    assert "Sofia" not in words_of(modal)
    assert len([one for one in modal["blocks"] if "ticket-" in one["block_id"]]) == 10
    await either.click("noah", modal, ids.REPORT_WHY_NEXT)
    second = await either.modal("noah")
    assert second["id"] == modal["id"]
    await either.click("noah", second, ids.REPORT_WHY_NEXT)
    third = await either.modal("noah")
    assert "T7" in words_of(third)
    assert element(third, ids.REPORT_WHY_NEXT) is None
    await either.click("noah", third, ids.REPORT_WHY_FILTER, value="missed")
    missed = await either.modal("noah")
    assert len([one for one in missed["blocks"] if "ticket-" in one["block_id"]]) == 4
    assert "Y2" in words_of(missed)


async def test_why_of_somebody_outside_turns_pages_too(desk: Office):
    message = await desk.type("olga", "week")
    await desk.click("olga", message, ids.REPORT_WHY)
    await desk.click("olga", await desk.modal("olga"), ids.REPORT_WHY_NEXT)
    assert "M" in words_of(await desk.modal("olga"))


async def test_any_replica_turns_the_pages_that_another_opened(desk: Office):
    message = await desk.type("olga", "week")
    await desk.click("olga", message, ids.REPORT_WHY)
    opened = await desk.modal("olga")
    async with replica(desk) as other:
        await other.click("olga", opened, ids.REPORT_WHY_NEXT)
    turned = await desk.modal("olga")
    assert turned["id"] == opened["id"]
    assert turned["hash"] != opened["hash"]
    assert element(turned, ids.REPORT_WHY_PREVIOUS) is not None


async def test_an_error_in_a_modal_is_said_on_top_of_it(desk: Office):
    message = await desk.type("noah", "week")
    await desk.click("noah", message, ids.REPORT_WHY)
    modal = await desk.modal("noah")
    desk.slack.workspace.view(modal["id"]).payload["private_metadata"] = "garbage"
    await desk.click("noah", modal, ids.REPORT_WHY_FILTER, value="missed")
    top = (await desk.slack.client.views("noah"))[-1]
    assert "This button is out of date" in words_of(top)


async def test_a_modal_that_comes_too_late_says_so(desk: Office):
    message = await desk.type("noah", "today")
    desk.slack.workspace.timings.trigger = 0
    await desk.click("noah", message, ids.REPORT_WHY)
    assert "Please click again" in (await desk.newest("noah"))["text"]


@pytest.mark.parametrize(("kind", "options", "says"), FAILING)
async def test_share_says_what_slack_made_of_it(
    desk: Office, kind: str, options: dict[str, str], says: str
):
    message = await desk.type("emma", "today")
    await desk.slack.client.fault("chat.postMessage", kind, **options)
    await desk.click("emma", message, ids.REPORT_SHARE)
    assert says in (await desk.newest("emma"))["text"]
    await desk.click("emma", message, ids.REPORT_SHARE)
    assert len(await posts(desk)) == 1
