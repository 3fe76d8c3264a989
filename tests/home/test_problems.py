"""Problems on the App Home of who solves them: by date, opened and worked on there."""

from bot import ids
from tests.home.conftest import home_of
from tests.problems.floor import Floor
from tests.scenarios.office import Json, Office, words_of


async def at_home(desk: Office, user: str) -> Json:
    return await desk.slack.client.home(user) or {}


async def test_own_open_problems_by_date(desk: Office):
    floor = Floor(desk)
    assert "Nothing waits for you" in words_of(await home_of(desk, "noah"))
    await floor.make_problem(seen="Undated", owner="U01NOAH")
    await floor.make_problem(seen="Later", owner="U01NOAH", due="2026-12-18")
    await floor.make_problem(seen="Sooner", owner="U01NOAH", due="2026-12-04")
    await floor.make_problem(seen="Sofia\u2019s", owner="U01SOFIA", due="2026-12-04")
    said = words_of(await home_of(desk, "noah"))
    assert "3 things wait for you" in said
    assert said.index("*Problem 3* · Sooner") < said.index("*Problem 2* · Later")
    assert "Sofia\u2019s" not in said
    await floor.make_problem(seen="One more", owner="U01NOAH", due="2026-12-01")
    said = words_of(await home_of(desk, "noah"))
    assert "4 things wait for you" in said
    assert "2 more problems" in said
    assert "Undated" not in said


async def test_a_problem_is_opened_and_analysed_from_home(desk: Office):
    floor = Floor(desk)
    await floor.make_problem(owner="U01NOAH")
    card = await floor.press("noah", await home_of(desk, "noah"), ids.PROBLEM_SHOW)
    assert card is not None
    assert "Chats waited on Monday" in words_of(card)
    await desk.click("noah", card, ids.PROBLEM_START)
    (card,) = await desk.slack.client.views("noah")
    assert "Analysis started" in words_of(card)
    form = await floor.press("noah", card, ids.PROBLEM_WHYS)
    assert form is not None
    await floor.send("noah", form, why1="Too few", root_cause="Roster", cause="staffing")
    (card,) = await desk.slack.client.views("noah")
    assert "Roster" in words_of(card)
    assert "◐ " in words_of(await at_home(desk, "noah"))


async def test_who_solves_it_sees_it_without_being_in_the_team(desk: Office):
    floor = Floor(desk)
    await floor.make_problem(owner="U01OUT")
    card = await floor.press("olga", await home_of(desk, "olga"), ids.PROBLEM_SHOW)
    assert card is not None
    assert "Chats waited on Monday" in words_of(card)


async def test_a_closed_problem_leaves_home(desk: Office):
    floor = Floor(desk)
    card = await floor.make_problem(owner="U01NOAH")
    assert "One thing waits for you" in words_of(await home_of(desk, "noah"))
    await floor.change("emma", card, ids.PROBLEM_CLOSE, close="Not needed")
    assert "Nothing waits for you" in words_of(await at_home(desk, "noah"))
