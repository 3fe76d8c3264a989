"""`/frt deliveries`: who sees what, and that a click changes a post once and says what became."""

import asyncio
import json

import pytest

from bot import ids
from bot.models import Member
from tests.delivery.floor import KEFU, SUPPORT, Floor, at
from tests.scenarios.office import Json, element, words_of
from tests.scenarios.test_buttons import forge

NOW = "2026-09-14 12:00"


async def stage(floor: Floor, **values: object) -> None:
    """Stand at noon with everything before it planned, and one row as the ledger left it."""
    await floor.since(NOW)
    await floor.at(NOW)
    await floor.add(**values)


def button_of(shown: Json, action_id: str, row_id: str) -> Json | None:
    for block in shown["blocks"]:
        for one in block.get("elements", []):
            value = json.loads(one.get("value") or "{}") if isinstance(one, dict) else {}
            if one.get("action_id") == action_id and value.get("id") == row_id:
                return {"value": one["value"], "block_id": block["block_id"]}
    return None


async def test_everything_with_its_reason_and_problems_first(floor: Floor):
    await stage(floor, slot="2026-09-10", status="ambiguous", reason="interrupted")
    hour = {"due_at": at("2026-09-14 11:00")}
    await floor.add(slot="2026-09-14", status="posted", **hour)
    await floor.add(slot="2026-09-11", status="skipped", reason="overtaken:not_running", **hour)
    await floor.add(
        slot="2026-09-09",
        status="skipped",
        reason="build_failed:KeyError",
        due_at=at("2026-09-09 09:00"),
    )
    await floor.add(
        kind="warning", slot="2026-09-11:frt_median", status="skipped", reason="nothing_late"
    )
    await floor.add(slot="2026-08-30", status="posted", due_at=at("2026-08-30 09:00"))
    await floor.add(slot="late", kind="weekly", due_at=at("2026-09-14 11:54:59"))
    shown = await floor.office.type("emma", "deliveries")
    said = words_of(shown)
    assert (
        "✗ 1 ambiguous, 1 not posted, 1 late; 1 posted, 1 left out, 1 with nothing to say" in said
    )
    rows = [b for b in shown["blocks"] if b.get("block_id", "").startswith("row_")]
    order = [row["text"]["text"].split("*")[1] for row in rows]
    assert order == [
        "Weekly review",
        "Daily report of 10 Sept",
        "Daily report of 9 Sept",
        "Daily report of 11 Sept",
        "Daily report of 14 Sept",
    ]
    assert "Left out (the bot was not running)" in said
    assert "Not posted (it could not be put together; the log says why)" in said
    assert "30 Aug" not in said


async def test_an_ambiguous_post_is_posted_once_however_many_click(floor: Floor):
    await stage(floor, status="ambiguous", reason="interrupted", sent_at=at("2026-09-14 09:00"))
    row = await floor.delivery()
    lists = {user: await floor.office.type(user, "deliveries") for user in ("emma", "robin")}
    confirm = element(lists["emma"], ids.DELIVERY_POST)
    assert confirm is not None
    assert "twice" in confirm["confirm"]["title"]["text"]
    clicks = [
        floor.office.slack.client.click(
            user, ids.DELIVERY_POST, on=shown, **(button_of(shown, ids.DELIVERY_POST, row.id) or {})
        )
        for user, shown in [*lists.items(), *lists.items()]
    ]
    await asyncio.gather(*clicks)
    await floor.office.settle()
    await floor.post()
    assert await floor.stands() == ("posted", None)
    (change,) = await floor.changes()
    assert change.event == "post_now"
    assert change.who in {"U01EMMA", "U01ADMIN"}
    assert json.loads(change.before) == {"status": "ambiguous", "reason": "interrupted"}
    for user, shown in lists.items():
        seen = await floor.office.seen(user, shown)
        assert "✓ *Daily report of 14 Sept*" in words_of(seen)
        assert element(seen, ids.DELIVERY_POST) is None
        assert f"by hand: <@{change.who}>" in words_of(seen)


async def test_marked_as_posted_is_never_posted(floor: Floor):
    await stage(floor, status="unsure", reason="TimeoutError", not_before=at("2026-09-14 13:00"))
    shown = await floor.office.type("emma", "deliveries")
    assert element(shown, ids.DELIVERY_POST) is None
    click = floor.office.slack.client.click
    await asyncio.gather(*(click("emma", ids.DELIVERY_MARK, on=shown) for _ in range(3)))
    await floor.office.settle()
    assert await floor.stands() == ("posted", "marked")
    assert [change.event for change in await floor.changes()] == ["marked_posted"]
    await floor.at("2026-09-14 14:00")
    assert await floor.posts() == []
    assert "Marked as posted" in words_of(await floor.office.seen("emma", shown))


async def test_what_is_on_hold_is_tried_at_once_when_somebody_has_mended_it(floor: Floor):
    await floor.office.slack.client.archive("support-global")
    await floor.monday()
    shown = await floor.office.type("emma", "deliveries", "app")
    said = words_of(shown)
    assert (
        "Posts are on hold in <#C01SUPPORT> since 14 Sept, 09:00: the channel is archived" in said
    )
    assert "On hold (the channel is archived)" in said
    await floor.office.click("emma", shown, ids.DELIVERY_POST)
    seen = await floor.office.seen("emma", shown)
    assert "could not be posted now. As it stands: On hold (the channel is archived)" in words_of(
        seen
    )
    await floor.office.slack.client.unarchive("support-global")
    await floor.office.click("emma", seen, ids.DELIVERY_POST)
    seen = await floor.office.seen("emma", shown)
    assert "Daily report of 14 Sept is posted." in words_of(seen)
    assert "on hold" not in words_of(seen)
    await floor.post()
    assert len(await floor.changes()) == 2


async def test_an_old_button_after_a_later_change_says_how_it_stands(floor: Floor):
    await floor.office.slack.client.archive("support-global")
    await floor.monday()
    shown = await floor.office.type("emma", "deliveries", "app")
    old = (element(shown, ids.DELIVERY_POST) or {})["value"]
    await floor.office.click("emma", shown, ids.DELIVERY_POST)
    calls = await floor.calls()
    again = await floor.office.type("emma", "deliveries team Global support", "app")
    await forge(floor.office, again, ids.DELIVERY_POST, old)
    await floor.office.click("emma", again, ids.DELIVERY_POST)
    seen = words_of(await floor.office.seen("emma", again))
    assert "had changed before you clicked. As it stands now: On hold" in seen
    assert await floor.calls() == calls
    assert len(await floor.changes()) == 1


async def test_only_leads_of_the_team_and_admins(floor: Floor):
    await stage(floor, status="ambiguous", reason="interrupted")
    for words in ("deliveries", "posts", "发布记录"):
        assert "Only a team’s lead" in (await floor.office.type("noah", words))["text"]
    shown = await floor.office.type("emma", "deliveries")
    async with floor.office.database.write() as session:
        kept = await session.get_one(Member, (1, "U01EMMA"))
        kept.role = "agent"
    await floor.office.click("emma", shown, ids.DELIVERY_MARK)
    assert (await floor.stands())[0] == "ambiguous"
    assert await floor.changes() == []
    assert "Only a team’s lead" in (await floor.office.newest("emma"))["text"]
    forged = ids.DeliveryValue(id=(await floor.delivery()).id, team_id=2).dump()
    await floor.add(team_id=2, channel_id=KEFU, status="ambiguous", reason="interrupted")
    other = await floor.office.type("wangfang", "发布记录", "客服一组")
    for action_id in (ids.DELIVERY_MARK, ids.DELIVERY_POST):
        await forge(floor.office, other, action_id, forged)
        await floor.office.click("wangfang", other, action_id)
    assert (await floor.stands())[0] == "ambiguous"
    assert await floor.changes() == []


async def test_an_admin_of_several_teams_chooses(floor: Floor):
    await stage(floor, status="ambiguous", reason="interrupted")
    asked = await floor.office.type("robin", "deliveries", "app")
    chooser = element(asked, ids.DELIVERIES_TEAM)
    assert chooser is not None
    names = {option["text"]["text"]: option["value"] for option in chooser["options"]}
    assert set(names) == {"Global support", "客服一组"}
    await floor.office.click("robin", asked, ids.DELIVERIES_TEAM, value=names["Global support"])
    assert "1 ambiguous" in words_of(await floor.office.seen("robin", asked))


async def test_pages(floor: Floor):
    await stage(floor, status="posted", slot="2026-09-01", due_at=at("2026-09-01 09:00"))
    for day in range(2, 13):
        await floor.add(
            status="posted", slot=f"2026-09-{day:02}", due_at=at(f"2026-09-{day:02} 09:00")
        )
    shown = await floor.office.type("emma", "deliveries")
    assert "Page 1 of 2" in words_of(shown)
    assert "12 Sept" in words_of(shown)
    await floor.office.click("emma", shown, f"{ids.DELIVERIES_TURN}.next")
    seen = await floor.office.seen("emma", shown)
    assert "Page 2 of 2" in words_of(seen)
    assert "1 Sept" in words_of(seen)
    assert "12 Sept" not in words_of(seen)


@pytest.mark.parametrize(
    "value", [ids.DeliveryValue(id="gone", team_id=1).dump(), "{}", '{"v":9}', "x" * 500]
)
async def test_a_row_that_is_gone_or_nonsense(floor: Floor, value: str):
    await stage(floor, status="ambiguous", reason="interrupted", channel_id=SUPPORT)
    shown = await floor.office.type("emma", "deliveries")
    await forge(floor.office, shown, ids.DELIVERY_MARK, value)
    await floor.office.click("emma", shown, ids.DELIVERY_MARK)
    told = await floor.office.newest("emma")
    assert told["ephemeral"]
    assert told["ts"] != shown["ts"]
    assert await floor.changes() == []
