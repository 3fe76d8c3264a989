"""However much a review holds, and whatever block Slack refuses, its messages arrive."""

from datetime import date

import pytest

from bot import ids
from bot.models import Decision
from bot.workspace.limits import MESSAGE_BLOCK_TEXT
from tests.review.floor import Floor, part, there
from tests.scenarios.office import Json, words_of

MONDAY = date(2026, 11, 16)
LONG = "先看夜班，再看周末，然后再谈" * 20
WORDS_ONLY = "here are its words only"


async def opened(floor: Floor) -> None:
    await floor.begin("2026-11-16T08:00")
    for day in range(16, 21):
        await floor.ticket(f"W{day}", f"2026-11-{day}T09:00", f"2026-11-{day}T09:30")
    await floor.at("2026-11-20T16:00")


def kinds(message: Json) -> list[str]:
    return [block["type"] for block in message.get("blocks", [])]


async def test_the_minutes_of_many_decisions_arrive_and_say_where_the_rest_is(floor: Floor):
    await opened(floor)
    async with floor.office.database.write() as session:
        for n in range(1, 61):
            session.add(
                Decision(
                    team_id=2,
                    week=MONDAY,
                    number=n,
                    decision=f"{n} {LONG}",
                    recorded_by="U01WANG",
                    recorded_at=there("2026-11-20T16:00"),
                )
            )
    for n in range(22):
        await floor.write("liwei", f"{n} {LONG}")
    await floor.finish("wangfang")
    (minutes,) = await floor.minutes()
    assert await floor.deliveries("minutes") == [("2026-11-16", "posted", None)]
    assert "本次决定（60 条）" in part(minutes, "decisions")
    assert "见该次复盘的“变更记录”" in part(minutes, "decisions")
    told = await floor.whole("wangfang", minutes)
    assert "本次决定（60 条）" in part(told, "decisions")
    assert "消息列里的发言（22 条）" in part(told, "notes")
    for one in (minutes, told):
        assert WORDS_ONLY not in words_of(one)
        assert len(words_of(one)) < MESSAGE_BLOCK_TEXT


@pytest.mark.parametrize("kind", ["header", "section", "rich_text", "context", "actions"])
async def test_prompt_and_minutes_arrive_whatever_block_is_refused(floor: Floor, kind: str):
    await opened(floor)
    await floor.decide("liwei", "先看夜班")
    asked = await floor.press("wangfang", await floor.prompt(), ids.REVIEW_FINISH)
    await floor.office.slack.client.fault("*", "refuse_block", times=0, block=kind)
    await floor.submit("wangfang", asked)
    (minutes,) = await floor.minutes()
    assert await floor.deliveries("minutes") == [("2026-11-16", "posted", None)]
    said = words_of(minutes)
    assert "先看夜班" in said
    assert kind not in kinds(minutes)
    assert kind not in kinds(await floor.prompt())
