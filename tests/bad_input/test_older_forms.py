"""Forms that were opened before there were registers, and are sent today: nothing typed is lost."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.ids import MakeProblem, ProblemFormValue, Value
from bot.models import Problem, ProblemTicket, Ticket
from tests.bad_input.forger import Forger
from tests.scenarios.office import Json

AT = datetime(2026, 11, 19, 9, tzinfo=UTC)
ABOUT = {"team_id": 1, "created_by": "U01EMMA", "created_at": AT, "version": 1, "origin": "command"}
OPENED = ProblemFormValue(team_id=1, number=1, version=1)


async def send(forger: Forger, form: str, carried: Value, **typed: str) -> None:
    held: Json = {
        "kind": {"selected_option": {"value": typed.get("kind")}},
    }
    fields = {
        name: {"value": held.get(name, {"type": "plain_text_input", "value": text})}
        for name, text in typed.items()
    }
    view = {"private_metadata": carried.dump(), "state": {"values": fields}}
    heard = await forger.send(forger.submission(form, view))
    assert heard.status == 200
    assert "errors" not in heard.ack, json.loads(heard.ack)


async def keep(forger: Forger, *rows: Any) -> None:
    async with forger.desk.database.write() as session:
        session.add_all(rows)


async def row(forger: Forger, table: type[Any]) -> Any:
    async with forger.desk.database.read() as session:
        return await session.get_one(table, (1, 1))


async def test_a_new_problem_of_the_ticket_that_was_clicked(forger: Forger):
    about = {"team_id": 1, "external_id": "T3", "opened_at": AT}
    await keep(forger, *(Ticket(source=one, **about) for one in ("file2", "mail2")))
    made = MakeProblem(origin="case", ref="mail2/T3", team_id=1, source="mail2", ticket="T3")
    await send(forger, "problem.make.form", made, kind="delay", seen="Late", tickets="T3")
    problem = await row(forger, Problem)
    assert (problem.origin, problem.origin_ref, problem.seen) == ("case", "mail2/T3", "Late")
    async with forger.desk.database.read() as session:
        assert await session.get(ProblemTicket, (1, 1, "mail2", "T3")) is not None


async def test_a_closed_problem_is_open_again_for_the_reason_that_was_typed(forger: Forger):
    await keep(forger, Problem(number=1, kind="delay", seen="Late", status="closed", **ABOUT))
    await send(forger, "problem.reopen.form", OPENED, reopen="It hung again")
    assert (await row(forger, Problem)).status == "reopened"
    assert any("It hung again" in one for one in (await forger.kept())["history"])
