"""Some of a team's tickets, by a value or by the hours: counted as if there were no others."""

from dataclasses import replace

import pytest

from bot.errors import BotError
from bot.metrics.clocks import from_micros, to_micros
from bot.metrics.figures import Filter
from bot.metrics.figures.cohort import figures, grouped
from bot.metrics.figures.report import Ask
from bot.models import Ticket
from bot.services.figures import answering, tickets_behind
from bot.services.figures.answering import report
from bot.services.figures.asking import parse
from bot.services.figures.selecting import selected
from bot.services.team.standing import Request
from bot.store.tickets import rollups as store
from bot.store.tickets import tickets as ticket_store
from tests.scenarios.tickets import NOW
from tests.services.summing import asked, filled
from tests.services.test_columns import EMMA, FIRST

ASKED = (
    "last 20 days chat",
    "last 20 days gold",
    "last 20 days gold by channel",
    "last 20 days gold by tier",
    "last 20 days gold by weekday",
    "last 20 days gold by agent",
    "last 20 days chat gold by hour",
    "this month kind complaint by day",
    "last 20 days night",
    "last 20 days night by group",
    "last 20 days out of hours email by complexity",
    "last 20 days group day on calendar clock",
    "last 14 days simple for <@U01SOFIA>",
    "last 14 days night desk by tier for <@U01SOFIA>",
    "month complex",
    "last 10 days by kind",
    "last 10 days by complexity",
)


@pytest.fixture
async def database(database):
    return await filled(database)


async def standing_of(session, ask):
    return await selected(session, Request(EMMA, "C01SUPPORT", ask, NOW))


def has(one, standing):
    """Return whether a ticket is asked for, found out the long way."""
    told = all(
        (getattr(one, column) or "").strip().casefold() == value.strip().casefold()
        for column, value in standing.selection.filters
        if column != "hours"
    )
    if not told or not standing.selection.is_night:
        return told
    day = from_micros(one.opened_at).astimezone(standing.team.zone).date()
    spans = standing.business.intervals(day)
    return not any(start <= one.opened_at < end for start, end in spans)


async def wanted(database, ask, made):
    """Return the figures and the groups of the tickets, picked one by one."""
    async with database.read() as session:
        standing = await standing_of(session, ask)
        start, end = to_micros(made.period.start), to_micros(made.period.end)
        found = await ticket_store.opened_between(session, 1, start, end)
        waits = await ticket_store.unanswered(session, 1)
        names = await answering.names_in(session, 1)
    opened, waiting = ([one for one in many if has(one, standing)] for many in (found, waits))
    opened, waiting = names.unify(opened), names.unified(waiting)
    rules = {
        "as_of": to_micros(NOW),
        "clock": standing.clock,
        "standards": standing.standards,
        "waiting": waiting,
    }
    groups = grouped(opened, ask.by, zone=standing.team.zone, **rules) if ask.by else []
    return figures(opened, **rules), [(None if key is None else str(key), it) for key, it in groups]


@pytest.mark.parametrize("text", ASKED)
async def test_an_answer_is_what_the_tickets_come_to_one_by_one(database, many, text):
    ask = parse(text, EMMA.user_id)
    many(10**6)
    of_objects = await asked(database, ask)
    many(1)
    in_columns, of_days = await asked(database, ask), await asked(database, ask)
    assert in_columns == of_objects
    assert of_days == of_objects
    if ask.person is None:
        of_all, groups = await wanted(database, ask, of_objects)
        assert of_objects.figures == of_all
        assert [(group.key, group.figures) for group in of_objects.groups] == groups
    whole = await asked(database, replace(ask, where=()))
    assert 0 < of_objects.figures.tickets <= whole.figures.tickets
    assert (of_objects.figures.tickets < whole.figures.tickets) == bool(ask.where)


@pytest.mark.parametrize(
    ("text", "is_summed"),
    [("last 20 days gold", True), ("last 20 days gold chat", False), ("last 20 days night", False)],
)
async def test_one_value_is_summed_from_what_its_days_come_to(
    database, many, monkeypatch, text, is_summed
):
    ask = parse(text, "U01EMMA")
    used = []
    real = store.days
    monkeypatch.setattr(store, "days", lambda *asked: used.append(asked[3]) or real(*asked))
    for _ in range(2):
        await asked(database, ask)
    assert bool(used) == is_summed


async def test_the_tickets_behind_an_answer_are_those_asked_for(database, many):
    pages = {}
    for number in (10**6, 1):
        many(number)
        made = []
        for text in ("last 20 days gold", "last 20 days night", "last 20 days chat for me"):
            ask = parse(text, "U01SOFIA")
            request = Request(EMMA, "C01SUPPORT", ask, NOW)
            first = await tickets_behind(database, request, outcome="all", page=1)
            others = range(2, first.tickets.pages + 1)
            made += [first] + [
                await tickets_behind(database, request, outcome="all", page=page) for page in others
            ]
        pages[number] = made
    assert pages[1] == pages[10**6]
    gold = [line for one in pages[1] for line in one.tickets.lines if one.tickets.ask.where[0].of]
    assert {(line.tier or "").casefold() for line in gold[:10]} == {"gold"}


async def test_who_is_not_told_of_is_told_by_the_tickets_asked_for(database):
    """The source of letters tells nothing of replies, that of the latest ticket does."""
    async with database.write() as session:
        for name, is_told, second in (("letter", False, 1), ("email", True, 2)):
            opened = from_micros(to_micros(NOW) - 60_000_000 + second)
            told = {"response_told": is_told, "channel": name, "opened_at": opened}
            session.add(Ticket(team_id=1, source=name, external_id="1", waits_from=opened, **told))
    found = {}
    for text in ("letter", "email"):
        ask = parse(text, "U01EMMA")
        made = await report(database, Request(EMMA, "C01SUPPORT", ask, NOW), now=NOW)
        found[text] = made.report.figures.open_waits_now
    assert found["letter"] is None
    assert found["email"] > 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("channel fax", "error.filter.unknown"),
        ("channel", "error.filter.which"),
        ("chat email", "error.filter.twice"),
        ("wechat", "error.filter.unknown"),
        ("foo", "error.not_understood"),
    ],
)
async def test_what_is_not_there_is_said(database, text, key):
    ask = parse(text, "U01EMMA")
    with pytest.raises(BotError) as raised:
        await report(database, Request(EMMA, "C01SUPPORT", ask, NOW), now=NOW)
    assert raised.value.key == key


async def test_a_button_asks_for_columns_that_there_are(database):
    for where in ((Filter("agent", "Ann"),), (Filter("subject", "x"),)):
        request = Request(EMMA, "C01SUPPORT", Ask(where=where), NOW)
        with pytest.raises(BotError) as raised:
            await report(database, request, now=NOW)
        assert raised.value.key == "error.button"


async def test_the_period_before_is_compared_where_the_data_have_it(database):
    async def since(text):
        ask = parse(text, "U01EMMA")
        made = (await report(database, Request(EMMA, "C01SUPPORT", ask, NOW), now=NOW)).report
        return made.data_since, made.before.answered, dict(made.told)

    first = from_micros(FIRST).date()
    assert (await since("last 20 days"))[:2] == (first, 0)
    day, answered, _ = await since("last 10 days")
    assert (day, bool(answered)) == (None, True)
    assert (await since("month"))[2] == {}


async def test_a_value_is_every_spelling_of_it(database):
    async with database.read() as session:
        ask = parse("last 20 days gold", "U01EMMA")
        where = (await standing_of(session, ask)).selection.where
    assert where == (("tier", ("Gold", "gold")),)
