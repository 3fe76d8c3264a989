"""An answer is drawn once a minute for whoever asks the same, and never for who may not see it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.metrics.figures import Ask
from bot.models import Member, SlackUser, Team, Ticket
from bot.services.figures import drawn
from bot.services.people import Profile
from bot.services.team import Request
from tests.scenarios.office import Office, office
from tests.scenarios.tickets import NOW, ticket
from tests.security.wire import command, signed
from tests.services.writing import Ticks, by_hand

SOMEWHERE = "D01EMMA"
"""A channel of no team: there one sees a team as its member."""
SECONDS = timedelta(seconds=1)
DRAWN = "UPDATE database_state SET anything = 5, figures = 6, shared = 7"


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Office]:
    """The bot over signed HTTP, which knows Emma and Noah; the present minute has just begun."""
    async with office(database_url, by="http") as opened:
        for name in ("emma", "noah"):
            await opened.type(name, "help", "general")
        yield opened


@pytest.fixture
def ticks(desk: Office) -> Ticks:
    """Return what the state is looked at by: it was never looked at yet."""
    desk.database._ticks = told = Ticks()
    desk.database._seen = None
    return told


async def ask(desk: Office, text: str = "today", **told: str) -> str:
    answer = await signed(desk, command(text, **{"channel_id": SOMEWHERE, **told}))
    assert answer.status_code == 200
    return str(answer.json()["text"])


async def as_of(desk: Office, **told: str) -> str:
    """Return the instant that the buttons of an answer stand for."""
    answer = await signed(desk, command("today", **{"channel_id": SOMEWHERE, **told}))
    (found,) = set(re.findall(r'as_of":"([^"]+)"', json.dumps(answer.json()).replace("\\", "")))
    return str(found)


@contextmanager
def statements(desk: Office) -> Iterator[list[str]]:
    said: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    engine = desk.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard)
    yield said
    event.remove(engine, "before_cursor_execute", heard)


async def remove(desk: Office, user_id: str = "U01EMMA") -> None:
    async with desk.database.write() as session:
        await session.delete(await session.get_one(Member, (1, user_id)))


@pytest.mark.parametrize("text", ["today", "waiting", "yesterday"])
@pytest.mark.usefixtures("ticks")
async def test_what_is_asked_again_takes_no_transaction(desk: Office, text: str) -> None:
    first = await ask(desk, text)
    with statements(desk) as said:
        assert await ask(desk, text) == first
    assert said == []


async def test_it_is_drawn_anew_every_minute(desk: Office) -> None:
    first = await as_of(desk)
    desk.clock.now += 59 * SECONDS
    assert await as_of(desk) == first
    desk.clock.now += SECONDS
    assert await as_of(desk) > first


async def test_figures_are_the_same_for_all_who_ask_within_the_minute(desk: Office) -> None:
    first = await as_of(desk)
    desk.clock.now += 30 * SECONDS
    with statements(desk) as said:
        assert await as_of(desk, user_id="U01NOAH") == first
    assert not [one for one in said if "FROM tickets" in one]


async def test_figures_are_counted_once_for_those_who_ask_at_the_same_time(desk: Office) -> None:
    await as_of(desk, user_id="U01NOAH")
    async with desk.database.write() as session:
        (await session.get_one(Team, 1)).quick_seconds = 7
    desk.clock.step = timedelta(milliseconds=1)
    found = await asyncio.gather(*(as_of(desk, user_id=one) for one in ("U01EMMA", "U01NOAH") * 4))
    assert len(set(found)) == 1


async def test_everybody_is_answered_in_their_own_words(desk: Office) -> None:
    assert "today" in await ask(desk)
    async with desk.database.write() as session:
        (await session.get_one(SlackUser, "U01NOAH")).language = "zh"
    desk.bot.deps.readers._remembered.clear()
    assert "今天" in await ask(desk, user_id="U01NOAH")
    assert "today" in await ask(desk)


async def test_who_reads_another_language_since_is_answered_in_it(
    desk: Office, database_url: str
) -> None:
    assert "today" in await ask(desk)
    by_hand(database_url, "UPDATE slack_users SET language = 'zh' WHERE id = 'U01EMMA'")
    desk.bot.deps.readers._remembered.clear()
    assert "今天" in await ask(desk)


async def test_a_team_that_is_chosen_is_a_question_of_its_own(desk: Office) -> None:
    admin = Profile("U01ADMIN", "robin", "en", ZoneInfo("UTC"), None, NOW)
    request = Request(admin, SOMEWHERE, Ask(), NOW)
    for team_id, name in ((1, "Global support"), (2, "客服一组")):
        shown = await drawn(
            desk.database, request, lambda made: made.report.team.name, team_id=team_id
        )
        assert shown == name


async def test_what_is_kept_for_one_answers_nobody_else(desk: Office) -> None:
    await remove(desk, "U01NOAH")
    assert "median" in await ask(desk)
    assert "median" not in await ask(desk, user_id="U01NOAH")


async def test_who_was_just_taken_out_of_the_team_is_refused(desk: Office) -> None:
    assert "Global support" in await ask(desk)
    await remove(desk)
    assert "median" not in await ask(desk)


async def test_who_was_taken_out_by_another_process_is_refused_at_the_next_look(
    desk: Office, database_url: str, ticks: Ticks
) -> None:
    assert "median" in await ask(desk)
    by_hand(database_url, "DELETE FROM members WHERE slack_user_id = 'U01EMMA'", DRAWN)
    ticks.now += 0.25
    assert "median" not in await ask(desk)


ANSWERED = (
    "UPDATE tickets SET solved_at = opened_at WHERE team_id = 1 AND first_response_at IS NULL",
    "INSERT INTO team_states (team_id, tickets, rolled) VALUES (1, 9, 9)",
    "UPDATE database_state SET anything = 5, figures = 6",
)
"""What another process does that takes in a file for a team."""


async def test_nobody_waits_while_the_answer_after_a_file_is_drawn(
    desk: Office, database_url: str, ticks: Ticks
) -> None:
    """For a second they get what was true within it."""
    before = await ask(desk, "waiting")
    ticks.now += 0.6
    assert await ask(desk, "waiting") == before
    by_hand(database_url, *ANSWERED)
    ticks.now += 0.6
    assert await ask(desk, "waiting") == before
    await desk.database.settled()
    assert await ask(desk, "waiting") != before


async def test_what_was_true_longer_ago_is_drawn_at_once(
    desk: Office, database_url: str, ticks: Ticks
) -> None:
    before = await ask(desk, "waiting")
    ticks.now += 0.9
    assert await ask(desk, "waiting") == before
    by_hand(database_url, *ANSWERED)
    ticks.now += 1.1
    assert await ask(desk, "waiting") != before


async def test_where_one_stands_is_a_question_of_its_own(desk: Office) -> None:
    await remove(desk)
    assert "median" in await ask(desk, channel_id="C01SUPPORT")
    assert "median" not in await ask(desk)


async def test_a_ticket_more_is_in_the_next_answer(desk: Office) -> None:
    first = await ask(desk, "waiting")
    async with desk.database.write() as session:
        session.add(Ticket(**ticket(1, "T9", "20 10:40", None, channel="chat").model_dump()))
    assert await ask(desk, "waiting") != first


async def test_a_renamed_team_is_called_by_its_name(desk: Office) -> None:
    assert "Global support" in await ask(desk)
    async with desk.database.write() as session:
        (await session.get_one(Team, 1)).name = "Desk One"
    assert "Desk One" in await ask(desk)


async def test_what_is_kept_for_one_question_answers_no_other(desk: Office) -> None:
    asked = ("today", "yesterday", "waiting", "today calendar clock", "by agent", "for me")
    texts = [await ask(desk, text) for text in asked]
    assert len(set(texts)) == len(asked)
    assert [await ask(desk, text) for text in asked] == texts
