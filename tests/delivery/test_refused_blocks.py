"""A block that Slack refuses costs no post: it arrives with what Slack takes, and says so."""

from collections.abc import Iterator

import pytest
import structlog

from bot import ids
from tests.daily.world import ENGLISH
from tests.delivery.floor import Floor
from tests.scenarios.office import Json, words_of

LEFT_OUT = "Slack did not accept the charts or tables"
WORDS_ONLY = "here are its words only"
TYPES = ("header", "section", "context", "actions")


def kinds(message: Json) -> list[str]:
    return [block["type"] for block in message.get("blocks", [])]


@pytest.fixture
def logged() -> Iterator[list[Json]]:
    with structlog.testing.capture_logs() as found:
        yield found


async def busy(floor: Floor) -> None:
    """Have two weeks of tickets answered, so that the second's review has a chart to show."""
    for day in range(1, 12):
        for n in range(3):
            await floor.ticket(f"T{day}-{n}", f"2026-09-{day:02} 10:0{n}", 20 + n)
    await floor.since("2026-09-11 12:00")


async def friday(floor: Floor) -> Json:
    await floor.at("2026-09-14 09:00:00")
    (post,) = await floor.posts()
    return post


async def review(floor: Floor) -> Json:
    """Return the weekly review that falls due on Friday."""
    await floor.at("2026-09-11 16:00:00")
    row = await floor.delivery("weekly")
    found = await floor.office.slack.client.messages("robin", ENGLISH)
    return next(one for one in found if one["ts"] == row.message_ts)


@pytest.mark.parametrize("kind", TYPES)
async def test_a_daily_report_arrives_whatever_block_is_refused(
    floor: Floor, logged: list[Json], kind: str
):
    await busy(floor)
    await floor.fault("refuse_block", "*", times=0, block=kind)
    post = await friday(floor)
    assert kind not in kinds(post)
    row = await floor.delivery()
    assert (row.status, row.message_ts) == ("posted", post["ts"])
    said = words_of(post)
    assert "first response" in said
    assert WORDS_ONLY in said
    assert any(kind in one["blocks"][0] for one in logged if one["event"] == "blocks refused")


async def test_a_refused_chart_is_left_out_and_named_in_the_log(floor: Floor, logged: list[Json]):
    await busy(floor)
    post = await review(floor)
    await floor.fault("refuse_block", "*", times=1, block="data_visualization")
    await floor.office.click("robin", post, ids.REVIEW_DETAILS)
    told = (await floor.office.slack.client.messages("robin", ENGLISH))[-1]
    assert told["ephemeral"]
    assert "data_visualization" not in kinds(told)
    assert {"section", "context"} <= set(kinds(told))
    assert LEFT_OUT in words_of(told)
    assert WORDS_ONLY not in words_of(told)
    (line,) = [one for one in logged if one["event"] == "blocks refused"]
    assert line["slack_error"] == "invalid_blocks"
    assert line["blocks"] == ["data_visualization chart"]
    assert "/blocks/" in line["errors"][0]


async def test_details_are_told_without_a_table_that_is_refused(floor: Floor):
    await busy(floor)
    post = await friday(floor)
    await floor.fault("refuse_block", "*", times=0, block="data_table")
    told = await floor.details(post)
    assert told["ephemeral"]
    assert "data_table" not in kinds(told)
    assert LEFT_OUT in words_of(told)


async def test_the_plain_post_is_found_again_by_its_delivery(floor: Floor):
    await busy(floor)
    await floor.fault("refuse_block", times=0, block="header")
    await floor.fault("drop_reply", times=1)
    await friday(floor)
    await floor.after(minutes=3)
    assert len(await floor.posts()) == 1
    assert (await floor.delivery()).status == "posted"


async def test_what_is_refused_as_words_too_is_told_of_as_before(floor: Floor):
    await busy(floor)
    await floor.fault("error", times=0, code="invalid_blocks")
    await floor.at("2026-09-14 09:00:00")
    assert await floor.posts() == []
    assert await floor.stands() == ("skipped", "invalid_blocks")
