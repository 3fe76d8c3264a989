"""Where tickets are many they are read in columns, and an answer is what it is of objects."""

import json
from datetime import UTC, timedelta
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bot.metrics.actions import Standard
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures import METRICS, Goal
from bot.metrics.figures.report import Ask
from bot.metrics.tickets import OUTCOMES
from bot.models import HelpdeskName, Team, Ticket
from bot.services.daily.report import report as daily_report
from bot.services.figures import side_of
from bot.services.figures.answering import report
from bot.services.figures.behind import tickets_behind
from bot.services.people.readers import Profile
from bot.services.plans import sighting
from bot.services.team import measured
from bot.services.team.standing import Request
from bot.store import daily, kept
from bot.store.tickets import columns, tickets
from tests.metrics.random_tickets import in_columns, some_ticket
from tests.scenarios.tickets import NOW, ticket
from tests.services.writing import by_import

EMMA = Profile("U01EMMA", "emma", "en", ZoneInfo("UTC"), None, NOW)
FIRST = to_micros(NOW - timedelta(days=20))
ASKED = [
    Ask(),
    Ask("week"),
    Ask("last 14 days", clock="calendar"),
    Ask("last 20 days", by="agent"),
    Ask("last 20 days", by="hour"),
    Ask("last 14 days", person="U01SOFIA"),
    Ask("last 14 days", by="tier", person="U01SOFIA"),
]


@pytest.fixture
async def database(database):
    await add_tickets(database, 120, days=20)
    return database


async def add_tickets(database, most, days):
    """Add tickets of team 1 with anything in them, and one more name of somebody in it."""
    random = Random(1)  # noqa: S311  no secret
    async with database.write() as session:
        session.add(HelpdeskName(team_id=1, name="Cy", slack_user_id="U01SOFIA"))
        for number in range(most):
            session.add(row(some_ticket(random, number, FIRST, days)))


def row(ticket):
    facts = ticket._asdict()
    for name in ("rated_at", "came_back", "analysed"):
        del facts[name]
    for name, value in facts.items():
        if name.endswith("_at") or name == "waits_from":
            facts[name] = None if value is None else from_micros(value)
    facts["turns"] = None if ticket.turns is None else json.dumps(ticket.turns)
    facts["turn_authors"] = json.dumps(ticket.turn_authors) if ticket.turns else None
    return Ticket(team_id=1, group_name=facts.pop("group"), **facts)


def named(frame):
    """Return a frame in which nobody is named who is not: none is as good as an empty list."""
    authors = pl.col("turn_authors")
    return frame.with_columns(pl.when(authors.list.len() > 0).then(authors))


async def test_columns_hold_what_objects_hold(database, monkeypatch):
    monkeypatch.setattr(columns, "MANY", 1)
    async with database.read() as session:
        span = (FIRST - 1, to_micros(NOW) + 1)
        found = await tickets.opened_between(session, 1, *span)
        made = await columns.many_between(session, 1, span)
        assert len(found) > 100
        assert_frame_equal(*(named(one.frame) for one in (made, in_columns(found))))
        assert await columns.many_between(session, 1, (0, 1)) is None


async def test_a_team_that_counts_from_the_hand_off_counts_so_in_columns(database, monkeypatch):
    async with database.write() as session:
        (await session.get(Team, 1)).frt_start = "handoff"
    await test_columns_hold_what_objects_hold(database, monkeypatch)


@pytest.mark.parametrize("ask", ASKED, ids=str)
async def test_an_answer_is_the_same(database, ask, monkeypatch):
    async def answer(many):
        monkeypatch.setattr(columns, "MANY", many)
        async with database.write() as session:
            (await session.get(Team, 1)).review_weekday += 1
        return (await report(database, Request(EMMA, "C01SUPPORT", ask, NOW), now=NOW)).report

    read = []
    real = columns._read
    monkeypatch.setattr(columns, "_read", lambda *asked: read.append(1) or real(*asked))
    of_objects = await answer(10**6)
    assert not read
    assert await answer(1) == of_objects
    assert read
    assert of_objects.figures.tickets


@pytest.mark.parametrize("person", [None, "U01SOFIA"])
async def test_the_tickets_behind_an_answer_are_the_same(database, person, monkeypatch):
    async def pages(many, outcome):
        monkeypatch.setattr(columns, "MANY", many)
        request = Request(EMMA, "C01SUPPORT", Ask("last 20 days", person=person), NOW)
        first = await tickets_behind(database, request, outcome=outcome, page=1)
        others = range(2, first.tickets.pages + 2)
        return [first] + [
            await tickets_behind(database, request, outcome=outcome, page=page) for page in others
        ]

    found = {}
    for many in (10**6, 1):
        async with database.write() as session:
            (await session.get(Team, 2)).attainment_target += 1
        found[many] = [await pages(many, outcome) for outcome in ("all", *OUTCOMES)]
    assert found[1] == found[10**6]
    assert len(found[1][0]) > 2
    assert {name for name, _ in found[1][0][0].tickets.counts} >= {"met", "missed"}


@pytest.mark.parametrize("person", [None, "U01SOFIA"])
async def test_many_with_one_rank_stand_on_one_page_each(database, person, monkeypatch):
    """Opened and answered at the same instants, they are told apart by their place alone."""
    async with database.write() as session:
        for number in range(50):
            who = {"agent": ("Sofia", "Noah")[number % 2], "channel": "chat"}
            session.add(ticket(1, f"S{number:02}", "18 10:00", "18 10:05", **who))
    monkeypatch.setattr(columns, "MANY", 1)
    request = Request(EMMA, "C01SUPPORT", Ask("2026-11-18", person=person), NOW)
    listed = []
    for page in range(1, 8):
        made = await tickets_behind(database, request, outcome="met", page=page)
        listed += made.tickets.lines * (made.tickets.page == page)
    numbers = [line.external_id for line in listed]
    assert len(numbers) == len(set(numbers)) >= (50 if person is None else 25)
    assert person is None or {line.agent for line in listed} == {"Cy"}


async def test_what_is_kept_is_of_what_was_asked(database, database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(columns, "MANY", 1)
    monkeypatch.setattr(columns, "MOST_ROWS", 0)
    whole, half = (FIRST, to_micros(NOW)), (FIRST, to_micros(NOW - timedelta(days=10)))
    async with database.read() as session:
        found = [len(await columns.many_between(session, 1, span)) for span in (whole, half, whole)]
    assert found[0] == found[2] > found[1] > 0
    await by_import(database, database_url, tmp_path)
    async with database.read() as session:
        assert len(await columns.many_between(session, 1, whole)) == found[0] + 1


async def test_a_daily_report_is_the_same(database, monkeypatch):
    made = {}
    for many in (10**6, 1):
        monkeypatch.setattr(columns, "MANY", many)
        async with database.write() as session:
            (await session.get(Team, 2)).attainment_target += 1
        when = {"as_of": NOW, "now": NOW}
        made[many] = await daily_report(database, 1, NOW.date(), channel_id="C01SUPPORT", **when)
    assert made[1] == made[10**6]
    assert made[1].not_met
    assert made[1].month.samples["csat_mean"] > 5


async def test_what_is_kept_of_few_weighs_what_it_takes(database, monkeypatch):
    monkeypatch.setattr(columns, "MANY", 1)
    async with database.read() as session:
        found = await columns.many_between(session, 1, (FIRST, to_micros(NOW)))
        assert kept._rows(found) == 1 + found.frame.estimated_size() // 1_000 > 10
        assert await columns.many_between(session, 1, (FIRST, to_micros(NOW))) is found


@pytest.mark.parametrize("days", [(2, 6), (5, 5.5), (0, 25)])
async def test_what_was_solved_is_found_among_the_opened_as_it_is_read(database, days):
    start, end = (FIRST + int(day * 24 * 3600 * 1_000_000) for day in days)
    later, before = from_micros(end + 1), from_micros(end - 1)
    impossible = {"opened_at": later, "waits_from": later, "solved_at": before}
    async with database.write() as session:
        session.add(Ticket(team_id=1, source="file", external_id="Z1", **impossible))
    async with database.read() as session:
        opened = await tickets.opened_between(session, 1, start, end)
        among = await daily.solved_between(session, 1, start, end, opened)
        read = await daily.solved_between(session, 1, start, end, in_columns([]))
    assert among == read
    assert among


@pytest.fixture
def either(database, monkeypatch):
    """Return what asks of objects, then of columns, and sees that these are read."""

    async def ask(work):
        read, made = [], []
        real = columns._read
        monkeypatch.setattr(columns, "_read", lambda *asked: read.append(1) or real(*asked))
        for many in (10**6, 1):
            monkeypatch.setattr(columns, "MANY", many)
            async with database.write() as session:
                (await session.get(Team, 1)).attainment_target += 1
            assert not read
            async with database.read() as session:
                made.append(await work(session, await measured(session, 1, NOW)))
        assert read
        return made

    return ask


async def test_the_windows_of_an_action_are_the_same(either):
    span = ((NOW - timedelta(days=20)).date(), NOW.date())
    metrics = [name for name, one in METRICS.items() if one.of == "opening"]

    async def sides(session, it):
        made = {}
        for metric in metrics:
            standard = Standard(Goal(metric, "at_most", 1.0), 20)
            made[metric] = await side_of(session, it, standard, span, NOW - timedelta(days=3))
        return made

    of_objects, of_columns = await either(sides)
    assert of_columns == of_objects
    assert all(side.samples == days.samples > 0 for side, days in of_columns.values())


async def test_the_effect_of_a_plan_is_the_same(either):
    plan = SimpleNamespace(team_id=1, first_on=(NOW - timedelta(days=32)).date(), zone=UTC)

    async def effect(session, it):
        return await sighting._effect(session, sighting._Scene(plan, (), it, NOW))

    of_objects, of_columns = await either(effect)
    assert of_columns == of_objects
    assert of_columns.params["n_after"] > 10
