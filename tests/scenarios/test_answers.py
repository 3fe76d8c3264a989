"""What people type, and what they are told, over both ways in."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event

from bot import ids
from bot.models import TeamHours, Ticket
from tests.scenarios.office import Office, element, office, words_of
from tests.scenarios.tickets import NOW

TODAY = (
    "Global support · today",
    "business clock",
    "60% answered in time, 30 points under the target of 90%",
    "10 min median first response, 4 of 6 tickets answered",
    "yesterday up to 11:00: 0 of 2 answered in time · 20 min median first response · 1 answered",
    "2 waiting for a first reply now, the oldest for 30 min",
)


def is_today(message: dict) -> bool:
    return all(part in message["text"] for part in TODAY)


async def test_today_says_the_verdict_and_three_numbers_and_offers_the_rest(either: Office):
    message = await either.type("emma", "today")
    assert message["ephemeral"]
    assert is_today(message), message["text"]
    said = words_of(message)
    assert "4 of 6 tickets answered" in said
    assert "3 met · 2 missed · 1 pending" in said
    assert "1 excluded: 1 merged" in said
    assert "as of 11:00 your time" in said
    kinds = [one["type"] for one in message["blocks"]]
    assert kinds == ["header", "section", "section", "context", "actions", "context"]
    assert [one["action_id"] for one in message["blocks"][-2]["elements"]] == [
        ids.REPORT_WAITING,
        ids.REPORT_CHART,
        ids.REPORT_WHY,
        ids.REPORT_SHARE,
        ids.REPORT_CLOCK,
    ]


async def test_the_chart_is_a_click_away(either: Office):
    message = await either.type("emma", "today")
    await either.click("emma", message, ids.REPORT_CHART)
    chart = await either.newest("emma")
    assert chart["ephemeral"]
    assert drawn(chart) == [1.0, 55.0, 10.0]
    assert "No data on 17–18 Nov" in words_of(chart)
    assert is_today(await either.seen("emma", message))


def drawn(message: dict) -> list[float]:
    chart = next(one for one in message["blocks"] if one["type"] == "data_visualization")
    return [point["value"] for point in chart["chart"]["series"][0]["data"]]


async def test_while_nothing_changes_tickets_are_read_once(database_url):
    read: list[str] = []

    def on_statement(_connection, _cursor, statement, *_more):
        read.append(statement)

    async with office(database_url, by="socket") as desk:
        desk.clock.step = timedelta(milliseconds=1)
        await desk.type("emma", "today")
        desk.clock.now += timedelta(minutes=1)
        event.listen(Engine, "before_cursor_execute", on_statement)
        try:
            assert "as of 11:01" in words_of(await desk.type("emma", "today"))
        finally:
            event.remove(Engine, "before_cursor_execute", on_statement)
    assert read
    assert not [one for one in read if "FROM tickets" in one]


async def test_the_same_in_chinese(either: Office):
    message = await either.type("wangfang", "今天", "客服一组")
    assert "首次响应时长中位数 6分钟" in message["text"]
    assert "为时尚早：目前 2 个工单，达标 2 个" in message["text"]
    assert "客服一组 · 今天 11月20日周五 · 按工作时间" in words_of(message)


async def test_help_and_its_examples_run(either: Office):
    message = await either.type("emma", "")
    assert "What I can do for you" in words_of(message)
    await either.click("emma", message, ids.HELP_RUN, block_id="today")
    assert is_today(await either.newest("emma"))
    await either.click("emma", message, ids.HELP_RUN, block_id="waiting")
    assert "2 waiting for a first reply" in (await either.newest("emma"))["text"]


async def test_a_typing_error_gets_the_nearest_words_to_click(either: Office):
    message = await either.type("emma", "tody by chanel")
    assert "Did you mean `/frt tody" not in words_of(message)
    assert "Did you mean `/frt today by channel`?" in words_of(message)
    await either.click("emma", message, ids.HELP_RUN)
    assert "by channel" in (await either.newest("emma"))["text"]


async def test_team_is_chosen_where_nothing_says_which(either: Office):
    message = await either.type("bo", "today by channel", "app")
    options = element(message, ids.TEAM_CHOOSE)["options"]
    assert [one["text"]["text"] for one in options] == ["Global support", "客服一组"]
    await either.click("bo", message, ids.TEAM_CHOOSE, value=options[1]["value"])
    answer = await either.seen("bo", message)
    assert answer["text"].startswith("客服一组 · today")
    assert "微信" in words_of(answer)


@pytest.fixture
async def desk(desk: Office) -> Office:
    for user in ("emma", "noah", "wangfang", "bo"):
        await desk.type(user, "help", "general")
    return desk


async def test_yesterday_is_compared_with_the_day_before(desk: Office):
    message = await desk.type("emma", "yesterday")
    assert "55 min median first response" in message["text"]
    assert "Only 2 tickets, 0 in time: too few for a share" in message["text"]
    assert "2 of 2 tickets answered" in words_of(message)


async def test_last_days_and_ranges(desk: Office):
    month = await desk.type("emma", "最近　３０　天")  # noqa: RUF001
    assert "18 of 20 tickets answered" in words_of(month)
    monday = await desk.type("emma", "2026-11-16")
    assert "1 min median first response" in monday["text"]
    both = await desk.type("emma", "2026-11-16 至 2026-11-19")
    assert "14 of 14 tickets answered" in words_of(both)


def rows_of(message: dict) -> list[list[str]]:
    table = next(one for one in message["blocks"] if one["type"] == "data_table")
    return [[str(cell.get("text")) for cell in row] for row in table["rows"]]


async def test_by_channel_and_by_hour(desk: Office):
    by_channel = rows_of(await desk.type("emma", "by channel"))[1:]
    assert [row[:4] for row in by_channel] == [
        ["chat", "1 of 3", "12 min 30 s", "3"],
        ["email", "2 of 2", "10 min", "3"],
    ]
    by_hour = rows_of(await desk.type("emma", "today by hour"))[1:]
    assert [row[3] for row in by_hour] == ["1", "2", "3"]


async def test_waiting_in_english_and_chinese(desk: Office):
    message = await desk.type("emma", "waiting")
    assert message["text"].endswith("Global support · 2 waiting for a first reply")
    assert "1 over the limit" in words_of(message)
    nobody = await desk.type("wangfang", "等待", "客服一组")
    assert "客服一组" in nobody["text"]


async def test_waiting_asks_for_the_team_too(desk: Office):
    message = await desk.type("bo", "waiting", "app")
    option = element(message, ids.TEAM_CHOOSE)["options"][0]["value"]
    await desk.click("bo", message, ids.TEAM_CHOOSE, value=option)
    assert "2 waiting" in (await desk.seen("bo", message))["text"]


async def test_waiting_for_me_is_what_is_assigned_to_me(desk: Office):
    await desk.type("sofia", "help")
    message = await desk.type("sofia", "waiting for me")
    assert message["text"].startswith("Answer T5 next")
    assert "T6" not in words_of(message)


async def test_team_by_name_from_elsewhere_and_a_wrong_name(desk: Office):
    there = await desk.type("bo", "today team 客服一组")
    assert there["text"].startswith("客服一组")
    wrong = await desk.type("bo", "today team Global suport")
    assert "Did you mean Global support" in wrong["text"]
    unknown = await desk.type("emma", 'today team "<!channel>"', "app")
    assert "<!channel>" not in words_of(unknown)


async def test_the_only_team_of_the_sender_is_meant_anywhere(desk: Office):
    assert is_today(await desk.type("emma", "today", "general"))


async def test_for_someone_merges_the_names_that_a_helpdesk_uses(desk: Office):
    message = await desk.type("emma", "for @noah")
    assert message["text"].startswith("Noah Williams · Global support")
    assert "7 min 30 s median" in message["text"]
    assert "2 of 2 tickets answered" in words_of(message)
    assert element(message, ids.REPORT_SHARE) is None
    mine = await desk.type("noah", "我的 今天")
    assert "7 min 30 s median" in mine["text"]
    rows = rows_of(await desk.type("emma", "for @sofia by channel"))[1:]
    assert [(row[0], row[3]) for row in rows] == [("chat", "2"), ("email", "1")]


async def test_other_clock_replaces_the_answer(desk: Office):
    message = await desk.type("emma", "today")
    await desk.click("emma", message, ids.REPORT_CLOCK)
    other = await desk.seen("emma", message)
    assert "calendar clock: 40% answered in time" in other["text"]
    assert "15 min median" in other["text"]
    await desk.click("emma", other, ids.REPORT_CLOCK)
    assert is_today(await desk.seen("emma", message))


async def test_a_period_that_cannot_be(desk: Office):
    for words, told in (
        ("2026-02-30", "There is no such date as 2026-02-30"),
        ("2026-11-20..2026-11-01", "ends before it starts"),
        ("last 0 days", "at least one day"),
        ("last 9999 days", "further back than I can look"),
        ("week for <@U01NOAH> <@U01SOFIA>", "one person at a time"),
        ("for Noah", "I don’t understand"),
        ("x" * 10_000, "too long"),
        ("waiting by channel", "can’t be broken down"),
    ):
        assert told in words_of(await desk.type("emma", words))


async def test_no_working_hours_no_business_clock(desk: Office):
    async with desk.database.write() as session:
        await session.delete(await session.get(TeamHours, (1, date(1970, 1, 1))))
    message = await desk.type("emma", "today")
    assert "calendar clock" in message["text"]
    assert element(message, ids.REPORT_CLOCK) is None
    asked = await desk.type("emma", "today business clock")
    assert "no working hours" in asked["text"]


async def test_a_day_off_with_a_ticket_or_two_is_not_drawn(desk: Office):
    saturday = Ticket(
        team_id=1,
        source="file",
        external_id="S1",
        opened_at=NOW - timedelta(days=6),
        waits_from=NOW - timedelta(days=6),
        first_response_at=NOW - timedelta(days=4),
    )
    async with desk.database.write() as session:
        session.add(saturday)
    for words, note in (
        ("today", ""),
        ("2026-11-13..2026-11-20", "days off with few tickets: 14 Nov"),
    ):
        await desk.click("emma", await desk.type("emma", words), ids.REPORT_CHART)
        chart = await desk.newest("emma")
        assert drawn(chart) == [1.0, 55.0, 10.0]
        assert note in words_of(chart)


@pytest.mark.parametrize(
    ("words", "later"),
    [("last 28 days", True), ("month", True), ("plan", True), ("today", False), ("week", False)],
)
async def test_what_may_take_long_is_acknowledged_first(desk: Office, words: str, later: bool):
    done = await desk.slack.client.command("emma", "support-global", f"/frt {words}")
    await desk.settle()
    assert (not done["ack"]["body"]) == later
    said = await desk.slack.client.messages("emma", "support-global")
    assert [one["ephemeral"] for one in said] == [True]
