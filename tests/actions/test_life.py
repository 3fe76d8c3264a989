"""An action's whole life: a standard in numbers, done, the verdict of the data, and after."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import ids
from bot.models import Ticket
from tests.actions.floor import Floor, has
from tests.actions.test_reminders import on, tick
from tests.scenarios.office import Json, words_of

NO_STANDARDS = [
    ({"metric": "frt_median", "days": "30"}, "value", "Give the value"),
    ({"metric": "frt_median", "value": "1h", "days": "6"}, "days", "from 7 to 180"),
    ({"metric": "frt_median", "value": "1h", "days": "400"}, "days", "from 7 to 180"),
    ({"metric": "attainment", "value": "140%", "days": "30"}, "value", "140%"),
    ({"metric": "csat_mean", "value": "9", "days": "30"}, "value", "from 1 to 5"),
    (
        {"metric": "frt_mean", "comparison": "at_least", "value": "1h", "days": "30"},
        "comparison",
        "gets better as it falls",
    ),
    ({"value": "1h"}, "metric", "Choose the metric"),
]
"""What is typed of a standard that is none, beside which field it is said, in which words."""

EDIT = ids.register_step("action", "edit")
STANDARD = {"metric": "frt_median", "value": "5 min", "days": "7"}
BEFORE, AFTER, LATER = (13, 16, 17, 18, 19), (23, 24, 25, 26, 27), (30, 1, 2, 3, 4, 7)
"""The working days of the week before the action was done, of the one after, and of the next."""


async def tickets(floor: Floor, day: int, *seconds: int, month: int = 11) -> None:
    """Add tickets of a working day, each answered after some seconds."""
    async with floor.office.database.write() as session:
        for n, wait in enumerate(seconds):
            at = datetime(2026, month, day, 10, n, tzinfo=UTC)
            row = Ticket(team_id=1, source="x", external_id=f"{month}.{day}.{n}", opened_at=at)
            row.waits_from, row.first_response_at = at, at + timedelta(seconds=wait)
            session.add(row)


async def week(floor: Floor, days: tuple[int, ...], *seconds: int) -> None:
    """Add the same tickets on each working day of a week."""
    for day in days:
        await tickets(floor, day, *seconds, month=11 if day > days[0] - 15 else 12)


async def done(floor: Floor, **values: object) -> Json:
    """Make an action with a standard and mark it done on Friday 20 November."""
    await tick(floor, on(20, 11))
    card = await floor.make("emma", owner="U01NOAH", **{**STANDARD, **values})
    await floor.done("noah", card)
    return card


async def verdicts(floor: Floor, user: str) -> list[Json]:
    return [one for one in await floor.said(user, "app") if "· action 1" in one["text"]]


async def refusal(floor: Floor, user: str, card: Json, action_id: str) -> str:
    assert await floor.press(user, card, action_id) is None
    return await floor.whispered(user)


async def test_the_data_say_met_and_the_lead_verifies(floor: Floor):
    card = await done(floor)
    await week(floor, BEFORE, *[600] * 15)
    await week(floor, AFTER, *[120] * 7)
    shown = await floor.office.seen("emma", card)
    assert "median first response at most 5 min over 7 days" in words_of(shown)
    assert "I compare before and after from 28 Nov" in words_of(shown)
    await tick(floor, on(28, 9), on(30, 8, 59))
    assert await verdicts(floor, "emma") == []
    await tick(floor, on(30, 9), on(30, 9, 1), datetime(2026, 12, 1, 9, tzinfo=UTC))
    (told,) = await verdicts(floor, "emma")
    assert len(await verdicts(floor, "noah")) == 1
    said = words_of(told)
    assert "✓ Standard met" in said
    assert "13–19 Nov" in said
    assert "21–27 Nov" in said
    # Besides the 75: M01–M12 took 60 s each, Y1 1200 s and Y2 5400 s.
    assert "10 min (89)" in said
    assert "2 min (35)" in said
    assert "−80% (90% sure: −80% to " in said
    await floor.change("emma", told, ids.ACTION_VERIFY)
    action = await floor.action()
    assert (action.status, action.settled_by, action.verdict) == ("verified", "U01EMMA", "met")
    for one, user in ((card, "noah"), (told, "emma")):
        seen = await floor.office.seen(user, one)
        assert "verified" in words_of(seen)
        assert not has(seen, ids.ACTION_VERIFY)
    events = [step.event for step in await floor.history()]
    assert events == ["created", "done", "measured", "verified"]
    assert json.loads((await floor.history())[2].after)["n"] == 35
    view = await floor.press("noah", card, ids.HISTORY_OPEN)
    assert "89 counted before, 35 after" in words_of(view)


async def test_what_was_solved_within_the_window_is_compared_whenever_it_was_opened(floor: Floor):
    card = await done(floor, metric="resolution_median", value="48h")
    seen = await floor.office.seen("emma", card)
    assert "median time to solve at most 2 d over 7 days" in words_of(seen)
    async with floor.office.database.write() as session:
        for day, opened in ((24, 23), (24, 20), (25, 20), (25, 25), (25, 24)):
            solved = datetime(2026, 11, day, 15, tzinfo=UTC)
            at = datetime(2026, 11, opened, 15, tzinfo=UTC)
            row = Ticket(team_id=1, source="x", external_id=f"{day}.{opened}", opened_at=at)
            row.waits_from = at
            row.solved_at = row.first_solved_at = solved
            session.add(row)
    await tick(floor, on(30, 9))
    (told,) = await verdicts(floor, "emma")
    assert "Not enough data to tell: 0 counted before and 5 after" in words_of(told)
    # Working hours from opening to solution: 0, 9, 9, 18 and 27.
    assert "9 h (5)" in words_of(told)
    assert "no data" in words_of(told)


async def test_not_met_is_reopened_with_the_reason_and_measured_anew(floor: Floor):
    card = await done(floor)
    await week(floor, BEFORE, *[1_200] * 15)
    await week(floor, AFTER, *[900] * 6)
    await tick(floor, on(30, 9))
    (told,) = await verdicts(floor, "emma")
    assert "✗ Standard not met" in words_of(told)
    assert "It got better, by more than chance." in words_of(told)
    assert "belongs" not in await refusal(floor, "noah", card, ids.ACTION_REOPEN)
    form = await floor.press("emma", told, ids.ACTION_REOPEN)
    assert set((await floor.fill("emma", form, due="2026-12-04"))["errors"]) == {"why"}
    await floor.fill("emma", form, due="2026-12-04", why="Only on paper")
    action = await floor.action()
    assert (action.status, action.due_on, action.result) == ("open", date(2026, 12, 4), None)
    assert "reopened by <@U01EMMA>" in words_of(await floor.office.seen("noah", card))
    assert "Only on paper" in (await floor.said("noah"))[-1]["text"]
    (step,) = [one for one in await floor.history() if one.event == "reopened"]
    assert (step.why, json.loads(step.before)["result"]) == ("Only on paper", "It works")
    await floor.done("noah", card, "Now really")
    await week(floor, LATER, *[60] * 7)
    await tick(floor, datetime(2026, 12, 8, 9, tzinfo=UTC))
    assert "✓ Standard met" in words_of((await verdicts(floor, "emma"))[-1])


async def test_a_value_that_chance_explains_is_not_met(floor: Floor):
    card = await done(floor)
    for before, after, wait in zip(BEFORE, AFTER, (200, 900, 250, 1_500, 400), strict=True):
        await tickets(floor, before, *[wait + 60] * 15)
        await tickets(floor, after, *[wait - 110] * 15)
    await tick(floor, on(30, 9))
    (told,) = await verdicts(floor, "emma")
    said = words_of(told)
    assert "≈ At the standard, but the change may be chance" in said
    assert "more working days at this volume would show" in said
    assert (await floor.action()).verdict == "unclear"
    assert "for <@U01EMMA> to say" in await refusal(floor, "noah", card, ids.ACTION_VERIFY)


async def test_what_was_at_the_standard_before_is_said_to_have_been(floor: Floor):
    await done(floor)
    await week(floor, BEFORE, *[60] * 8)
    await week(floor, AFTER, *[60] * 8)
    await tick(floor, on(30, 9))
    (told,) = await verdicts(floor, "emma")
    assert "= At the standard, as it was before already" in words_of(told)


async def test_too_little_data_is_said_and_the_window_extended(floor: Floor):
    await done(floor)
    await week(floor, BEFORE, *[600] * 15)
    await week(floor, AFTER[:4], *[60] * 8)
    await tick(floor, on(30, 9))
    (told,) = await verdicts(floor, "emma")
    few = "Not enough data to tell: 89 counted before and 32 after; each side needs at least 30 on"
    assert few in words_of(told)
    form = await floor.press("emma", told, ids.ACTION_EXTEND)
    assert "days" in (await floor.fill("emma", form, days="0", why="x"))["errors"]
    await floor.fill("emma", form, days="7", why="Few tickets")
    action = await floor.action()
    assert (action.verify_days, action.verify_from, action.verdict) == (7, date(2026, 11, 30), None)
    await week(floor, LATER, *[60] * 7)
    await tick(floor, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert "✓ Standard met" in words_of((await verdicts(floor, "emma"))[-1])


@pytest.mark.parametrize("late", [False, True])
async def test_one_that_is_done_without_a_standard_gets_one_later(floor: Floor, late: bool):
    card = await done(floor, metric=None, value=None, days=None)
    assert await refusal(floor, "noah", card, ids.ACTION_AIM)
    await week(floor, BEFORE, *[600] * 15)
    await week(floor, AFTER, *[120] * 7)
    if late:
        await week(floor, LATER, *[120] * 7)
        await tick(floor, datetime(2026, 12, 6, 9, tzinfo=UTC))
    form = await floor.press("emma", card, ids.ACTION_AIM)
    assert set((await floor.fill("emma", form, metric="frt_median"))["errors"]) == {"value"}
    await floor.fill("emma", form, **STANDARD)
    first = date(2026, 11, 30 if late else 21)
    assert (await floor.action()).verify_from == first
    assert not has(await floor.office.seen("emma", card), ids.ACTION_AIM)
    assert "gave action 1 a standard" in (await floor.said("noah"))[-1]["text"]
    await tick(floor, datetime(2026, 12, 7, 9, tzinfo=UTC) if late else on(30, 9))
    (told,) = await verdicts(floor, "emma")
    assert "✓ Standard met" in words_of(told)
    assert ("30 Nov – 6 Dec" if late else "21–27 Nov") in words_of(told)
    assert "13–19 Nov" in words_of(told)


async def test_the_owner_verifies_only_what_the_data_found_met(floor: Floor):
    card = await done(floor)
    assert "for <@U01EMMA> to say" in await refusal(floor, "noah", card, ids.ACTION_VERIFY)
    assert "for <@U01EMMA> to say" in await refusal(floor, "sofia", card, ids.ACTION_VERIFY)
    await week(floor, BEFORE, *[600] * 15)
    await week(floor, AFTER, *[60] * 7)
    await tick(floor, on(30, 9))
    assert "for <@U01EMMA> to say" in await refusal(floor, "sofia", card, ids.ACTION_VERIFY)
    (told,) = await verdicts(floor, "noah")
    await floor.change("noah", told, ids.ACTION_VERIFY)
    assert (await floor.action()).settled_by == "U01NOAH"


async def test_an_owner_asks_to_drop_it_and_the_lead_decides(floor: Floor):
    card = await floor.make("emma", owner="U01NOAH")
    form = await floor.press("noah", card, ids.ACTION_DROP)
    assert "The team’s lead decides" in words_of(form)
    await floor.fill("noah", form, why="<!here> overtaken")
    assert ((await floor.action()).status, (await floor.history())[-1].event) == (
        "open",
        "drop_asked",
    )
    reply = (await floor.said("emma"))[-1]
    assert (
        "<@U01EMMA> <@U01NOAH> asks to drop action 1: *Answer faster*\n&lt;!here&gt; overtaken"
        in reply["text"]
    )
    assert "asks to drop it" in words_of(await floor.office.seen("emma", card))
    await floor.change("emma", card, ids.ACTION_DROP, why="Agreed")
    assert (await floor.action()).status == "dropped"
    shown = await floor.office.seen("noah", card)
    assert "dropped by <@U01EMMA>" in words_of(shown)
    assert not has(shown, ids.ACTION_DONE)
    assert "dropped" in words_of(await floor.press("noah", card, ids.HISTORY_OPEN))


@pytest.mark.parametrize(("values", "field", "words"), NO_STANDARDS)
async def test_a_standard_that_makes_no_sense(floor: Floor, values: Json, field: str, words: str):
    form = await floor.wide("emma", await floor.form(), *values)
    told = await floor.office.slack.client.submit("emma", form, {"measure": "x", **values})
    assert words in told["errors"][field]
    assert await floor.actions() == []


@pytest.mark.parametrize("words", ["actions matrix", "改进措施 矩阵", "改进措施四象限"])
async def test_the_four_fields(floor: Floor, words: str):
    await floor.make("emma", measure="Quick win", impact="high", ease="high")
    await floor.make("emma", measure="Big plan", impact="high", ease="low")
    await floor.make("emma", measure="Who knows", impact="high")
    card = await floor.make("emma", measure="Over", impact="low", ease="low")
    await floor.done("emma", card)
    await floor.office.type("noah", words)
    said = words_of((await floor.said("noah"))[-1])
    order = ["do first (1)", "Quick win", "plan (1)", "Big plan", "worth it? (0)", "Who knows"]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert "Over" not in said


async def below(floor: Floor) -> list[str]:
    said = await floor.said("noah")
    return [one["text"] for one in said if "window" in one["text"] or "观察期" in one["text"]]


async def test_how_small_a_change_shows_is_said_where_a_standard_is_entered(floor: Floor):
    for n, day in enumerate((2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19)):
        await tickets(floor, day, *(480 + 20 * (n % 2) + 10 * k for k in range(15)))
    await tick(floor, on(20, 11))
    card = await floor.make("emma", owner="U01NOAH")
    assert await below(floor) == []
    form = await floor.press("emma", card, EDIT)
    await floor.fill("emma", form, **STANDARD)
    (said,) = await below(floor)
    assert said.startswith("A window of 7 days shows changes from about ")
    assert "(9 min 20 s over the last 28 days, 224 counted). Smaller ones may be chance." in said
    form = await floor.press("emma", card, EDIT)
    await floor.fill("emma", form, department="IT")
    assert len(await below(floor)) == 1


async def test_that_there_are_too_few_to_show_anything_is_said_as_well(floor: Floor):
    await tick(floor, on(20, 11))
    await floor.make("emma", owner="U01NOAH", **STANDARD)
    (said,) = await below(floor)
    assert said.startswith(
        "Too few tickets to tell how large a change the window shows: 14 counted over"
    )
    assert said.endswith("A verdict needs 30 on 5 working days, before and after.")
