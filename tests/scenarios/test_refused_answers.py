"""What a `response_url` refuses is said in another way: to the person, and in the log."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog

from bot import ids
from bot.views.blocks import message, section
from tests.home.conftest import home_of
from tests.problems.floor import ROOT, Floor
from tests.scenarios.office import Json, Office, words_of

LATER = "last 28 days"
"""Words whose answer goes through the `response_url`."""


@pytest.fixture
def logged() -> Iterator[list[Json]]:
    with structlog.testing.capture_logs() as found:
        yield found


def kinds(message: Json) -> set[str]:
    return {block["type"] for block in message.get("blocks", [])}


async def test_a_refused_chart_is_said_in_its_place(desk: Office, logged: list[Json]):
    message = await desk.type("emma", "today")
    await desk.slack.client.fault("response_url", "refuse_block", times=1)
    await desk.click("emma", message, ids.REPORT_CHART)
    shown = await desk.newest("emma")
    assert "data_visualization" not in kinds(shown)
    assert "context" in kinds(shown)
    said = words_of(shown)
    assert "Slack did not accept the charts or tables" in said
    assert "Slack 不接受这里的图表或表格" in said
    (told,) = [one for one in logged if one["event"] == "blocks refused"]
    assert told["blocks"] == ["data_visualization chart"]


async def test_a_refused_table_does_not_cost_the_answer(desk: Office):
    words = f"{LATER} by channel"
    await desk.slack.client.fault("response_url", "refuse_block", times=1, block="data_table")
    shown = await desk.type("emma", words)
    assert "data_table" not in kinds(shown)
    assert "section" in kinds(shown)
    assert "data_table" in kinds(await desk.type("emma", words))


@pytest.mark.parametrize("code", ["internal_error", "used_url", "invalid_blocks"])
async def test_ok_false_is_logged_and_the_answer_comes_another_way(
    desk: Office, logged: list[Json], code: str
):
    await desk.slack.client.fault("response_url", "error", times=0, code=code)
    shown = await desk.type("emma", LATER)
    assert shown["ephemeral"]
    assert "first response" in words_of(shown).lower()
    (told,) = [one for one in logged if one["event"] == "response_url refused"]
    assert told["slack_error"] == code


async def test_an_expired_address_is_no_end(desk: Office, logged: list[Json]):
    place = desk.slack.workspace
    place.timings = replace(place.timings, response_url=0.0)
    shown = await desk.type("emma", LATER)
    assert shown["ephemeral"]
    assert "expired_url" in [one.get("slack_error") for one in logged]


async def test_where_the_bot_can_not_write_the_answer_comes_in_person(desk: Office):
    await desk.slack.client.fault("response_url", "error", times=0, code="no_text")
    await desk.slack.client.fault("chat.postEphemeral", "error", code="channel_not_found")
    await desk.slack.client.command("emma", "support-global", f"/frt {LATER}")
    await desk.settle()
    shown = (await desk.slack.client.messages("emma", "app"))[-1]
    assert "first response" in words_of(shown).lower()


async def test_app_home_is_shown_in_words_when_its_blocks_are_refused(desk: Office):
    await desk.slack.client.fault("views.publish", "refuse_block", times=0, block="header")
    shown = await home_of(desk, "emma")
    assert kinds(shown) == {"section", "context"}
    assert "here are its words only" in words_of(shown)


async def test_a_card_is_redrawn_in_words_when_its_blocks_are_refused(desk: Office):
    floor = Floor(desk)
    card = await floor.make_problem()
    await desk.slack.client.fault("chat.update", "refuse_block", times=0, block="section")
    shown = await floor.analyse("emma", card)
    assert kinds(shown) == set()
    assert "here are its words only" in shown["text"]
    assert ROOT["root_cause"] in shown["text"]


async def test_what_is_too_long_for_a_message_is_cut_between_blocks(desk: Office):
    card = await Floor(desk).make_problem()
    texts = [f"{n} " + "x" * 2_900 for n in range(5)]
    long = message("x", [section(text, f"s{n}") for n, text in enumerate(texts)])
    blocks = [*card["blocks"], *long["blocks"]]
    await desk.bot.deps.slack.post(card["channel"], {"text": "x", "blocks": blocks})
    shown = await desk.newest("emma")
    assert "actions" in kinds(shown)
    assert texts[0] in words_of(shown)
    assert texts[-1] not in words_of(shown)
    assert "does not fit into one message" in words_of(shown)
