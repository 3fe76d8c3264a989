"""What people wrote about a customer is kept without the customer, on both databases."""

import json
from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlmodel import SQLModel, select

from bot.db import Database
from bot.metrics.registers import AnyRegister
from bot.models import (
    Action,
    Complaint,
    Decision,
    History,
    Import,
    Plan,
    PlanItem,
    PlanMember,
    PlanTemplate,
    Problem,
    ProblemReport,
    ProblemWhy,
    Review,
    ReviewCase,
    ReviewNote,
    Team,
    Ticket,
)
from bot.registers import REGISTERS
from bot.services.retention import forget
from bot.store.people.texts import JSON, TEXTS
from tests.imports.conftest import NOW
from tests.registers.samples import rows

WEEK = date(2026, 11, 16)
WHO = "U01EMMA"
ALL = {**TEXTS, **JSON}
REPORT = {
    "status": "C-10",
    "seen": "C-10 waits",
    "tickets": [{"external_id": "C-10", "source": "file"}],
    "whys": ["客户C-10无人接待", "C-11"],
    "actions": [{"number": 1, "measure": "Ring C-10"}],
}


def everything(name: str) -> list[SQLModel]:
    """Return a row of each table that holds texts, the name in each of its texts."""
    text, at = f"about {name}, 客户{name}投诉", {"created_by": WHO, "created_at": NOW}
    action = dict.fromkeys(TEXTS[Action], text)
    problem = dict.fromkeys(TEXTS[Problem], text)
    item = dict.fromkeys(TEXTS[PlanItem], text)
    plan = {"metric": "frt_median", "comparison": "at_most", "value": 600.0, "lead_id": WHO}
    case = {"source": "file", "external_id": "1"}
    return [
        Action(team_id=1, number=1, owner_id=WHO, due_on=WEEK, origin="command", **at, **action),
        Problem(team_id=1, number=1, kind="delay", origin="command", **at, **problem),
        ProblemWhy(team_id=1, problem=1, position=1, why=text),
        ProblemReport(
            team_id=1,
            problem=1,
            number=1,
            content=json.dumps(REPORT).replace("C-10", name),
            made_by=WHO,
            made_at=NOW,
        ),
        Complaint(
            team_id=1,
            opened_at=NOW,
            noticed_at=NOW,
            reason="said",
            set_aside_why=text,
            **case,
        ),
        Review(team_id=1, week=WEEK, opened_at=NOW),
        Decision(team_id=1, week=WEEK, number=1, decision=text, recorded_by=WHO, recorded_at=NOW),
        ReviewCase(
            team_id=1, week=WEEK, kind="waited", reason="hard", chosen_by=WHO, learned=text, **case
        ),
        ReviewNote(team_id=1, week=WEEK, message_ts="1.1", said=text, said_by=WHO, said_at=NOW),
        Plan(team_id=1, number=1, first_on=WEEK, last_on=WEEK, closed_why=text, **at, **plan),
        PlanMember(team_id=1, plan=1, slack_user_id=WHO, position=1, duty=text),
        PlanItem(team_id=1, plan=1, number=1, phase="prepare", position=1, **item),
        PlanTemplate(
            team_id=1,
            number=1,
            name="Ours",
            items=json.dumps([{"phase": name, "title": text}]),
            saved_by=WHO,
            saved_at=NOW,
        ),
        Import(
            team_id=1,
            number=1,
            source="file",
            file_name=f"tickets of {name}",
            file_size=1,
            sha256="",
            reading="{}",
            imported_by=WHO,
            status="done",
            started_at=NOW,
        ),
        *(_entry(kind, text) for kind in REGISTERS.values()),
        History(
            team_id=1,
            number=1,
            subject="problem",
            subject_key="1",
            event="changed",
            who=WHO,
            at=NOW,
            before=json.dumps({"seen": text, "tickets": name}, ensure_ascii=False),
            after=json.dumps({"why1": text}),
            why=text,
        ),
    ]


def _entry(kind: AnyRegister, text: str) -> SQLModel:
    """Return an entry of a register with a text in each field of words."""
    entry = rows(kind, WHO)[0]
    for name, held in kind.fields.items():
        if held.personal:
            setattr(entry, name, text)
    return entry


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    async with opened.write() as session:
        session.add(Team(id=1, name="Desk", created_at=NOW))
        session.add(Team(id=2, name="客服", locale="zh", created_at=NOW))
    yield opened
    await opened.close()


async def fill(database: Database, *rows: SQLModel) -> None:
    async with database.write() as session:
        for row in rows:
            session.add(row)
            await session.flush()


async def held(database: Database) -> dict[str, list[dict[str, object]]]:
    """Return every row but that of the forgetting, as values by table."""
    found = {}
    async with database.read() as session:
        for table in ALL:
            rows = (await session.exec(select(table))).all()
            kept = [row for row in rows if getattr(row, "event", "") != "forgotten"]
            found[table.__tablename__] = [row.model_dump() for row in kept]
    return found


async def _taken_out_of_every_text(database: Database, name: str, beside: str) -> None:
    await fill(database, *everything(name))
    before = await held(database)
    done = await forget(database, name, "root", NOW)
    after = await held(database)
    assert done.erased == (0, 0, 0, 0)
    assert set(done.texts) == {table.__tablename__ for table in ALL}
    assert (done.texts["actions"], done.texts["history"]) == (len(TEXTS[Action]), 3)
    for table, texts in TEXTS.items():
        (row,) = after[table.__tablename__]
        gone = "tickets of [removed]" if table is Import else "about [removed], 客户[removed]投诉"
        assert {row[one] for one in texts} == {gone}, table
    for table in ALL:
        (was,), (row,) = before[table.__tablename__], after[table.__tablename__]
        touched = {*TEXTS.get(table, ()), *JSON.get(table, ())}
        assert {k: v for k, v in was.items() if k not in touched} == {
            k: v for k, v in row.items() if k not in touched
        }
    (report,) = after["problem_reports"]
    left = json.loads(report["content"])
    assert (left["status"], left["tickets"][0]["external_id"]) == (name, name)
    assert left["whys"] == ["客户[removed]无人接待", "C-11"]
    assert left["actions"][0]["measure"] == "Ring [removed]"
    (row,) = after["history"]
    assert json.loads(row["before"])["tickets"] == name
    (template,) = after["plan_templates"]
    assert json.loads(template["items"])[0]["phase"] == name
    assert (await forget(database, name, "root", NOW)).anything is False
    assert await held(database) == after
    await _leaves_alone(database, name, beside)


async def _leaves_alone(database: Database, name: str, beside: str) -> None:
    text = f"{beside} 客户{beside}投诉"
    await fill(
        database,
        ReviewNote(team_id=1, week=WEEK, message_ts="2.2", said=text, said_by=WHO, said_at=NOW),
    )
    assert (await forget(database, name, "root", NOW)).anything is False
    assert (await held(database))["review_notes"][-1]["said"] == text


NAMES = {"C-10": "C-100", "100%_A": "100xxA", "_C_10": "_CX10", "王小明": "王晓明"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", NAMES)
async def test_every_text_on_sqlite(database: Database, name: str) -> None:
    await _taken_out_of_every_text(database, name, NAMES[name])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("name", NAMES)
async def test_every_text_on_postgresql(database: Database, name: str) -> None:
    await _taken_out_of_every_text(database, name, NAMES[name])


async def test_ticket_and_texts_at_once_in_the_teams_language(database: Database) -> None:
    said = {"week": WEEK, "said_by": WHO, "said_at": NOW}
    await fill(
        database,
        Ticket(team_id=2, source="file", external_id="1", opened_at=NOW, customer="Ёлкина & Co"),
        Review(team_id=2, week=WEEK, opened_at=NOW),
        ReviewNote(team_id=2, message_ts="1.1", said="ЁЛКИНА &amp; Co等了两小时", **said),
    )
    done = await forget(database, "Ёлкина & Co", "root", NOW)
    assert (done.erased.tickets, done.texts) == (1, {"review_notes": 1})
    assert (await held(database))["review_notes"][0]["said"] == "[已删除]等了两小时"
    async with database.read() as session:
        (row,) = (await session.exec(select(History))).all()
    assert (row.event, row.who) == ("forgotten", "root")
    assert json.loads(row.after or "")["texts"] == 1
    assert "лкина" not in (row.after or "")


async def test_all_of_it_or_nothing(database: Database) -> None:
    await fill(database, *everything("C-10"))
    before = await held(database)
    await fill(
        database,
        History(
            team_id=1,
            number=2,
            subject="x",
            subject_key="x",
            event="x",
            who="x",
            at=NOW,
            after='{"seen": "C-10',
        ),
    )
    with pytest.raises(json.JSONDecodeError):
        await forget(database, "C-10", "root", NOW)
    assert {**await held(database), "history": before["history"]} == before
