"""When the report comes, what it speaks of, and that it comes once."""

import pytest

from tests.daily.world import World, cells, hurting, words_of


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
    assert "Global support · 13–15 Nov: Only 3 tickets, 2 in time" in post["text"]
    rows = cells(await world.details(post))
    assert rows["Tickets opened"][0] == "3"
    assert rows["FRT, median"][:2] == ["5 min", "default limit 15 min"]
    assert rows["In time"][:2] == ["67%", "team: ≥ 90%"]
    assert hurting(post) == ["B"]
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
    told = await world.details(await world.post())
    rows = cells(told)
    assert rows["FRT, median"] == ["25 min", "default limit 15 min", "–", "10 min", "20 min"]
    assert rows["In time"] == ["0%", "team: ≥ 90%", "–", "75%", "33%"]
    assert rows["Tickets opened"] == ["2", "–", "0", "1.5", "3"]
    assert "of the 2 working days with tickets, 22 Oct – 3 Nov" in words_of(told)


async def test_the_day_before_is_the_working_day_before_with_its_days_off(world: World):
    await world.since("2026-11-16 12:00")
    for at in range(5):
        await world.ticket(f"F{at}", f"2026-11-13 10:0{at}", 10)
        await world.ticket(f"M{at}", f"2026-11-16 10:0{at}", 20)
    await world.ticket("S", "2026-11-14 10:00", 60)
    await world.at("2026-11-17 09:00")
    post = await world.post()
    assert "Day before 100%" in words_of(post)
    assert "day before 10 min · 4-week mean 10 min" in words_of(post)
    table = next(b for b in (await world.details(post))["blocks"] if b["type"] == "data_table")
    assert [cell["text"] for cell in table["rows"][0]][1:4] == ["16 Nov", "Target", "13–15 Nov"]


async def test_of_a_few_tickets_the_day_before_says_nothing(world: World):
    await world.since("2026-11-18 12:00")
    for at in range(5):
        await world.ticket(f"N{at}", f"2026-11-18 10:0{at}", 20)
    await world.ticket("F", "2026-11-17 10:00", 5)
    await world.at("2026-11-19 09:00")
    assert "day before" not in words_of(await world.post())


async def test_solved_and_rated_count_by_event_date(world: World):
    await world.since("2026-11-18 12:00")
    await world.ticket("A", "2026-11-10 10:00", 5, solved_after=8 * 24 * 60 + 60, csat=5)
    await world.ticket("B", "2026-11-18 10:00", 40, solved_after=120, csat=3)
    await world.ticket("C", "2026-11-18 11:00", 5, solved_after=24 * 60, csat=1)
    await world.at("2026-11-19 09:00")
    told = await world.details(await world.post())
    assert cells(told)["Solved ¹"][0] == "2"
    assert cells(told)["CSAT (1–5) ¹"][0] == "4 (2)"
    assert "By the day solved" in words_of(told)


async def test_a_wait_that_turned_late_after_the_last_report_is_in_the_next(world: World):
    await world.since("2026-11-16 12:00")
    await world.ticket("late", "2026-11-16 17:55", 16 * 60 + 5)
    await world.ticket("met", "2026-11-17 11:00", 5)
    await world.at("2026-11-17 09:00")
    assert hurting(await world.post()) == []
    await world.at("2026-11-18 09:00")
    second = (await world.posts())[-1]
    assert hurting(second) == ["late"]
    assert "1 ticket opened before these days turned late." in second["text"]
    assert "1 opened before these days" in words_of(await world.details(second))


async def test_those_that_still_wait_hurt_most_then_the_latest(world: World):
    await world.since("2026-11-18 12:00")
    for name, opened, after in (
        ("hour", "2026-11-18 10:00", 60),
        ("day", "2026-11-18 09:30", 480),
        ("waits", "2026-11-18 17:30", None),
        ("half", "2026-11-18 10:00", 30),
    ):
        await world.ticket(name, opened, after, channel="chat")
    await world.at("2026-11-19 09:00")
    post = await world.post()
    assert hurting(post) == ["waits", "day", "hour"]
    assert "*waits*\nstill waiting, 15 min late" in words_of(post)
    assert "*day*\n7 h 45 min late" in words_of(post)


async def test_a_channel_that_stands_out_is_named(world: World):
    await world.since("2026-11-18 12:00")
    for at in range(10):
        late = {"after": 40, "channel": "email"} if at < 6 else {"after": 5, "channel": "chat"}
        await world.ticket(f"N{at}", f"2026-11-18 {9 + at % 3 * 3:02}:0{at}", **late)
    await world.at("2026-11-19 09:00")
    post = await world.post()
    assert "40% answered in time, 50 points under the target of 90%." in post["text"]
    assert "All 6 not met came by email." in post["text"]


async def test_a_good_day_is_short(world: World):
    await world.since("2026-11-18 12:00")
    await world.ticket("A", "2026-11-18 10:00", 5, solved_after=60)
    await world.ticket("B", "2026-11-18 11:00", 7)
    await world.at("2026-11-19 09:00")
    post = await world.post()
    assert "All 2 tickets were answered in time." in post["text"]
    kinds = [block["type"] for block in post["blocks"]]
    assert kinds == ["header", "section", "actions", "context"]


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
    assert cells(await world.details(second))["Tickets opened"][0] == "2"
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
    hostile = "\u202egpj\u202c <!channel> &lt;!here&gt; <@U01NOAH> @everyone\nline " + "x" * 3000
    await world.ticket("<!here>", "2026-11-18 10:00", 25, subject=hostile, channel="<!channel>")
    await world.at("2026-11-19 09:00")
    post = await world.post()
    said = f"{post['text']} {words_of(post)}"
    assert "gpj" in said
    for banned in ("<!", "<@U01NOAH", "\u202e", "@everyone"):
        assert banned not in said
