"""A customer is forgotten, the figures are not; what was kept long enough goes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from bot.db import Database
from bot.errors import BotError
from bot.models import (
    CaseCause,
    ChannelVisit,
    History,
    Import,
    Plan,
    QuarantinedRow,
    SeenRequest,
    Ticket,
    TicketMessage,
    TicketRevision,
)
from bot.services.figures.stats import Question, Stats, stats
from bot.services.retention import forget, purge
from bot.settings import Settings
from tests.imports.conftest import NOW, desk, engine  # noqa: F401

ADA = "Ada.Lovelace_1@example.com"
FILE = (
    "Ticket ID,Created time,First response time,Customer,Subject,Satisfaction rating\n"
    f"1,2026-11-02 09:00,2026-11-02 09:05,{ADA},Refund,5\n"
    f"2,2026-11-02 10:00,2026-11-02 10:45,{ADA.upper()},Again,2\n"
    f"3,2026-11-02 11:00,,ada-lovelace-1@example.com,about {ADA},\n"
    "4,2026-11-02 12:00,2026-11-02 12:01,Bo,Hello,4\n"
    f"5,{ADA},2026-11-02 12:01,Bo,Hello,4\n"
    "6,2026-11-02 12:00,2026-11-02 12:01,Cy,Rain,4\n"
)
EARLIER = (
    "Ticket ID,Created time,First response time,Customer,Subject,Satisfaction rating\n"
    f"1,2026-11-02 09:00,2026-11-02 09:05,{ADA},Money,5\n"
    f"3,2026-11-02 11:00,,ada-lovelace-1@example.com,{ADA.upper()} again,\n"
    f"4,2026-11-02 12:00,2026-11-02 12:01,{ADA},Parcel,4\n"
    "6,2026-11-02 12:00,2026-11-02 12:01,Cy,about the weather,4\n"
)
CHAT = {
    "external_id": "9",
    "opened_at": "2026-11-02T09:00:00Z",
    "customer": ADA,
    "messages": [
        {"at": "2026-11-02T09:00:00Z", "kind": "customer", "author": "Ada L."},
        {"at": "2026-11-02T09:03:00Z", "kind": "agent", "author": "Noah"},
    ],
}


@pytest.fixture
async def database(database_url: str):
    opened = Database(database_url)
    yield opened
    await opened.close()


async def everything(database: Database) -> str:
    found = []
    async with database.read() as session:
        for table in (Ticket, TicketMessage, TicketRevision, QuarantinedRow, Import, History):
            found += [str(row) for row in (await session.exec(select(table))).all()]
    return "\n".join(found).lower()


async def figures(database: Database) -> Stats:
    question = Question("Desk", "2026-11-01..2026-11-10", by="channel")
    return await stats(database, question, NOW)


def without_returns(found: Stats) -> Stats:
    """Return figures without those that need to know whose ticket it was."""
    unknown = {"settled": 0, "settled_solved": 0, "fcr_known": 0}
    unknown |= dict.fromkeys(("repeat_rate", "fcr", "durable_resolution"))
    groups = [(key, replace(made, **unknown)) for key, made in found.groups or ()]
    return replace(found, figures=replace(found.figures, **unknown), groups=tuple(groups))


async def test_a_customer_is_forgotten_and_every_figure_stays(desk, database) -> None:  # noqa: F811
    desk.load(EARLIER)
    desk.load(FILE)
    desk.lines(CHAT, name="chat.jsonl")
    before = await figures(database)
    assert ADA.lower() in await everything(database)
    done = await forget(database, f" {ADA} ", "root", NOW)
    assert (done.erased, done.texts) == ((4, 1, 1, 4), {})
    left = await everything(database)
    assert ADA.lower() not in left
    assert "ada l." not in left
    assert "refund" not in left
    assert "money" not in left
    assert "parcel" not in left
    assert "about the weather" in left
    assert {"bo", "hello"} <= set(left.replace("'", " ").split())
    assert "ada-lovelace-1@example.com" in left
    assert "noah" in left
    after = await figures(database)
    assert without_returns(after) == without_returns(before)
    assert (before.figures.settled, after.figures.settled) == (5, 2)
    async with database.read() as session:
        (row,) = await session.exec(select(History).where(History.subject == "customer"))
    assert (row.event, row.who, row.subject_key) == ("forgotten", "root", "-")
    assert not (await forget(database, ADA, "root", NOW)).anything


async def test_too_little_of_a_name_and_nobody(desk, database) -> None:  # noqa: F811
    desk.load(FILE)
    for short in ("", "  a ", "%%"):
        with pytest.raises(BotError, match="short"):
            await forget(database, short, "root", NOW)
    for nobody in ("%%%", "___", "nobody@example.com", "' OR 1=1 --"):
        assert not (await forget(database, nobody, "root", NOW)).anything


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_file_itself_no_longer_holds_them(desk, database, database_url) -> None:  # noqa: F811
    desk.load(FILE)
    async with database.write() as session:
        plan = {"metric": "frt_median", "comparison": "at_most", "value": 600.0, "lead_id": "U1"}
        when = {"first_on": NOW.date(), "last_on": NOW.date(), "created_at": NOW}
        why = f"{ADA} waits " * 400
        session.add(Plan(team_id=1, number=1, created_by="U1", closed_why=why, **plan, **when))
    await forget(database, ADA, "root", NOW)
    await database.close()
    desk.engine.dispose()
    folder = Path(database_url.removeprefix("sqlite:///")).parent
    for path in folder.glob("frt.sqlite3*"):
        assert ADA.encode().lower() not in path.read_bytes().lower(), path.name


async def test_what_was_kept_long_enough_goes_and_the_rest_stays(desk, database) -> None:  # noqa: F811
    desk.load(FILE)
    desk.lines({**CHAT, "customer": "Bo"}, name="earlier.jsonl")
    desk.lines(CHAT, name="chat.jsonl")
    assert [row["before"] for row in desk.rows(TicketRevision)] == ["Bo"]
    async with database.write() as session:
        old = {"team_id": 0, "subject": "x", "subject_key": "x", "event": "x", "who": "x"}
        session.add(History(number=1, at=NOW - timedelta(days=101), **old))
        session.add(History(number=2, at=NOW - timedelta(days=99), **old))
        cause = {"team_id": 1, "source": "file", "number": 1, "cause": "skill", "named_by": "U1"}
        session.add(CaseCause(external_id="2", named_at=NOW, **cause))
        session.add_all(
            ChannelVisit(slack_user_id="U1", channel_id=f"C{n}", seen_at=NOW - timedelta(hours=n))
            for n in (23, 24, 25)
        )
        session.add_all(
            SeenRequest(key=str(n), seen_at=NOW - timedelta(hours=n)) for n in range(1_203)
        )
    for_ever = Settings(_env_file=None, keep_set_aside_days=0)
    assert await purge(database, for_ever, NOW) == {"seen_requests": 1_178, "channel_visits": 1}
    told = Settings(
        _env_file=None, keep_set_aside_days=1, keep_history_days=100, keep_tickets_days=10
    )
    assert await purge(database, told, NOW) == {"history": 1, "tickets": 5}
    assert list(desk.tickets) == ["3"]
    assert desk.rows(TicketMessage) == desk.rows(TicketRevision) == []
    assert desk.count("case_causes") == 0
    assert len(desk.bad) == 1
    later = NOW + timedelta(days=2)
    assert await purge(database, told, later) == {
        "seen_requests": 25,
        "channel_visits": 2,
        "set_aside": 1,
        "history": 1,
    }
    assert desk.bad == []


async def test_a_year_that_is_not_reached_yet_deletes_nothing(database) -> None:
    async with database.write() as session:
        session.add(SeenRequest(key="a", seen_at=datetime(2026, 1, 1, tzinfo=UTC)))
    await purge(database, Settings(_env_file=None), datetime(2025, 1, 1, tzinfo=UTC))
    async with database.read() as session:
        rows = select(func.count(col(SeenRequest.key)))
        assert (await session.exec(rows)).one() == 1
