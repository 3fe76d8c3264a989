"""Share and Why?, and what happens when a button is not what it was."""

import asyncio
import json

import pytest

from bot import ids
from bot.models import Team
from tests.scenarios.office import FAILING, Json, Office, element, replica, words_of


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
    for value in TAMPERED:
        before = len(await desk.slack.client.messages("emma", "support-global"))
        await forge(desk, message, ids.REPORT_CLOCK, value)
        await desk.click("emma", message, ids.REPORT_CLOCK)
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
