"""When the report comes, what it speaks of, and that it comes once."""

import pytest

from tests.daily.world import World, cells, rows_of, words_of


async def weekend(world: World) -> None:
    await world.since("2026-11-13 12:00")
    await world.ticket("A", "2026-11-13 10:00", 5)
    await world.ticket("B", "2026-11-13 11:00", 20, agent="Noah", channel="email")
    await world.ticket("C", "2026-11-14 12:00", 24 * 60, channel="chat")
    await world.ticket("D", "2026-11-12 10:00", 60)


async def test_monday_speaks_of_friday_and_the_weekend_once(world: World):
    await weekend(world)
    await world.at("2026-11-16 08:59:59")
    assert await world.posts() == []
    await world.at("2026-11-16 09:00:00")
    await world.at("2026-11-16 09:00:15")
    post = await world.post()
    assert "Global support · 13–15 Nov: 1 ticket not met;" in post["text"]
    assert cells(post)["Tickets opened"][0] == "3"
    assert cells(post)["FRT, median"][:2] == ["5 min", "✓ default limit 15 min"]
    assert cells(post)["In time"][:2] == ["67%", "✗ team: ≥ 90%"]
    assert list(rows_of(post)) == ["B"]
    assert "Catching up" not in words_of(post)
    assert (await world.rows()) == [("2026-11-16", "posted", None)]


async def test_nobody_is_named_in_the_channel(world: World):
    await weekend(world)
    await world.at("2026-11-16 09:00")
    assert "Noah" not in str(await world.post())


async def test_month_to_date_and_the_mean_of_four_weeks(world: World):
    await world.since("2026-11-19 12:00")
    await world.ticket("old", "2026-10-21 10:00", 500)
    await world.ticket("A", "2026-10-22 10:00", 10)
    await world.ticket("B", "2026-10-22 11:00", 20)
    await world.ticket("C", "2026-11-03 10:00", 5)
    await world.ticket("D", "2026-11-19 10:00", 20)
    await world.ticket("E", "2026-11-19 11:00", 30)
    await world.at("2026-11-20 09:00")
    post = await world.post()
    assert cells(post)["FRT, median"] == ["25 min", "✗ default limit 15 min", "10 min", "20 min"]
    assert cells(post)["In time"] == ["0%", "✗ team: ≥ 90%", "75%", "33%"]
    assert cells(post)["Tickets opened"] == ["2", "–", "1.5", "3"]
    assert "of the 2 working days with tickets, 22 Oct – 3 Nov" in words_of(post)


async def test_solved_and_rated_count_by_event_date(world: World):
    await world.since("2026-11-18 12:00")
    await world.ticket("A", "2026-11-10 10:00", 5, solved_after=8 * 24 * 60 + 60, csat=5)
    await world.ticket("B", "2026-11-18 10:00", 40, solved_after=120, csat=3)
    await world.ticket("C", "2026-11-18 11:00", 5, solved_after=24 * 60, csat=1)
    await world.at("2026-11-19 09:00")
    post = await world.post()
    assert cells(post)["Solved ¹"][0] == "2"
    assert cells(post)["CSAT (1–5) ¹"][0] == "4 (2)"
    assert "By the day solved" in words_of(post)


async def test_a_wait_that_turned_late_after_the_last_report_is_in_the_next(world: World):
    await world.since("2026-11-16 12:00")
    await world.ticket("late", "2026-11-16 17:55", 16 * 60 + 5)
    await world.ticket("met", "2026-11-17 11:00", 5)
    await world.at("2026-11-17 09:00")
    assert rows_of(await world.post()) == {}
    await world.at("2026-11-18 09:00")
    second = (await world.posts())[-1]
    assert list(rows_of(second)) == ["late"]
    assert "1 opened before these days" in words_of(second)
    assert "still within its limit in the last report" in words_of(second)


async def test_a_good_day_is_short(world: World):
    await world.since("2026-11-18 12:00")
    await world.ticket("A", "2026-11-18 10:00", 5, solved_after=60)
    await world.ticket("B", "2026-11-18 11:00", 7)
    await world.at("2026-11-19 09:00")
    post = await world.post()
    assert "All 2 tickets were answered in time." in post["text"]
    assert len(post["blocks"]) <= 5
    assert {block["type"] for block in post["blocks"]} <= {"header", "section", "context"}


@pytest.mark.parametrize(
    ("opened", "says"),
    [
        (None, "no tickets have been taken in"),
        ("2026-11-10 10:00", "the last ticket known was opened on 10 Nov, 10:00"),
        ("2026-11-19 08:00", "No tickets were opened on these days"),
    ],
)
async def test_without_data_it_says_so(world: World, opened: str | None, says: str):
    await world.since("2026-11-18 12:00")
    if opened:
        await world.ticket("A", opened, 5)
    await world.at("2026-11-19 09:00")
    assert says in (await world.post())["text"]


async def test_three_days_of_downtime_make_one_report(world: World):
    await world.since("2026-11-06 12:00")
    await world.ticket("A", "2026-11-09 10:00", 5)
    await world.ticket("B", "2026-11-11 10:00", 25)
    await world.at("2026-11-09 09:00")
    await world.at("2026-11-12 09:20")
    first, second = await world.posts()
    assert "Catching up" not in words_of(first)
    assert "9–11 Nov" in second["text"]
    assert "Catching up: earlier reports were not posted, so this one starts on Mon 9 Nov." in (
        words_of(second)
    )
    assert cells(second)["Tickets opened"][0] == "2"
    assert await world.rows() == [
        ("2026-11-09", "posted", None),
        ("2026-11-10", "skipped", "overtaken:not_running"),
        ("2026-11-11", "skipped", "overtaken:not_running"),
        ("2026-11-12", "posted", None),
    ]


async def test_at_most_seven_days_are_made_up_for(world: World):
    await world.since("2026-10-30 12:00")
    await world.at("2026-11-02 09:00")
    await world.ticket("A", "2026-11-17 10:00", 25)
    await world.at("2026-11-18 09:00")
    said = words_of((await world.posts())[-1])
    assert "11–17 Nov" in said
    assert "the days before it are left out" in said


async def test_holidays_are_off_and_make_up_days_are_worked(world: World):
    shanghai = "Asia/Shanghai"
    await world.since("2026-09-18 12:00")
    await world.ticket("A", "2026-09-19 10:00", 5, team_id=2)
    await world.at("2026-09-20 09:00", shanghai)
    assert "9月18日至19日" in (await world.post(2))["text"]
    await world.since("2026-09-30 12:00")
    await world.at("2026-10-01 09:30", shanghai)
    await world.at("2026-10-05 09:30", shanghai)
    assert len(await world.posts(2)) == 1
    await world.at("2026-10-08 09:30", shanghai)
    assert [slot for slot, *_ in await world.rows(2)] == ["2026-09-20", "2026-10-08"]


@pytest.mark.parametrize(
    ("zone", "planned", "early", "due", "days"),
    [
        ("America/New_York", "2026-10-30 20:00", "2026-11-02 13:30", "2026-11-02 14:00", "Nov"),
        ("America/New_York", "2026-03-06 20:00", "2026-03-09 12:59", "2026-03-09 13:00", "6–8 Mar"),
        ("Europe/London", "2026-03-27 20:00", "2026-03-30 07:59", "2026-03-30 08:00", "27–29 Mar"),
    ],
)
async def test_nine_in_the_morning_is_nine_after_the_clocks_change(
    world: World, zone: str, planned: str, early: str, due: str, days: str
):
    await world.change(zone=zone)
    await world.since(planned)
    await world.at(early)
    assert await world.posts() == []
    await world.at(due)
    assert days in (await world.post())["text"]


async def test_an_archived_channel_is_a_reason(world: World):
    await world.since("2026-11-18 12:00")
    await world.office.slack.client.archive("support-global")
    await world.at("2026-11-19 09:00")
    assert await world.rows() == [("2026-11-19", "planned", "is_archived")]


async def test_the_text_of_a_ticket_stays_text(world: World):
    await world.since("2026-11-18 12:00")
    hostile = "<!channel> &lt;!here&gt; <@U01EMMA> @everyone \u202egpj\u202c\nline " + "x" * 3000
    await world.ticket("<!here>", "2026-11-18 10:00", 25, subject=hostile, channel="<!channel>")
    await world.at("2026-11-19 09:00")
    post = await world.post()
    said = f"{post['text']} {words_of(post)}"
    assert "gpj" in said
    for banned in ("<!", "<@", "\u202e", "@everyone"):
        assert banned not in said
