"""`frt member import` and `frt history export`: all or nothing, and everything traceable."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.db import Database
from bot.metrics.team.membership import Colleague
from bot.services.history.export import changes
from bot.services.team import member_import as service
from bot.services.team.member_changes import By
from bot.services.team.members import list_members
from bot.services.team.settings import Choices
from tests.cli.conftest import Frt, set_up

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
PEOPLE = (
    Colleague("U01EMMA", "Emma", "Emma Clarke", "emma", "emma@example.com"),
    Colleague("U01WANG", "王芳", "王芳", "wangfang", "wang@example.com"),
)
ROWS = (
    "E-Mail,角色,Helpdesk names\nEMMA@example.com,组长,=Emma；E. Clarke\nwang@example.com,,王芳\n"
)


async def taken(url: str, path: Path, text: str) -> tuple[service.Taken, dict[str, str]]:
    """Import a file into the team Desk; return what became of it and who has which role."""
    path.write_text(text, encoding="utf-8")  # noqa: ASYNC240  a few bytes
    database = Database(url)
    made = await service.take(database, "Desk", path, PEOPLE, By("root", NOW))
    members = await list_members(database, "Desk")
    await database.close()
    return made, {one.user_id: one.role for one in members}


async def test_people_by_address_with_roles_and_names(tmp_path: Path, database_url: str) -> None:
    await set_up(database_url, Desk=Choices())
    path = tmp_path / "people.csv"
    made, roles = await taken(database_url, path, ROWS)
    assert made == service.Taken(added=2)
    assert roles == {"U01EMMA": "lead", "U01WANG": "agent"}
    assert (await taken(database_url, path, ROWS))[0] == service.Taken(same=2)
    again = ROWS.replace("wang@example.com,", "wang@example.com,质检专员")
    assert (await taken(database_url, path, again))[0] == service.Taken(changed=1, same=1)
    database = Database(database_url)
    made_since = [one for one in await changes(database, "Desk", None) if one.subject == "member"]
    events = [(one.key, one.event, one.who) for one in made_since]
    await database.close()
    assert events == [
        ("U01EMMA", "added", "root"),
        ("U01EMMA", "name_linked", "root"),
        ("U01EMMA", "name_linked", "root"),
        ("U01WANG", "added", "root"),
        ("U01WANG", "name_linked", "root"),
        ("U01WANG", "role_changed", "root"),
    ]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (",king,,U01NEW", "cli.member.import.role"),
        ("nobody@example.com,,,", "cli.member.import.email"),
        (",,,not an id", "setup.bad_user"),
        ("emma@example.com,it,,", "cli.member.import.twice"),
        (",it,Em,U01NEW", "cli.member.import.name_twice"),
    ],
)
async def test_one_bad_row_and_nothing_is_written(
    tmp_path: Path, database_url: str, row: str, key: str
) -> None:
    await set_up(database_url, Desk=Choices())
    text = f"email,role,helpdesk,user\n,lead,Em,U01EMMA\n{row}\n"
    made, roles = await taken(database_url, tmp_path / "people.csv", text)
    assert [(fault.number, fault.error.key) for fault in made.faults] == [(2, key)]
    assert roles == {}


async def test_a_name_alone_is_confirmed_by_an_id(tmp_path: Path, database_url: str) -> None:
    await set_up(database_url, Desk=Choices())
    made, roles = await taken(database_url, tmp_path / "people.csv", "姓名\nemma clarke\n")
    (fault,) = made.faults
    assert fault.error.key == "cli.member.import.confirm"
    assert "U01EMMA (Emma Clarke)" in str(fault.error.params)
    assert roles == {}


async def test_a_name_of_somebody_else_is_left_with_them(tmp_path: Path, database_url: str) -> None:
    await set_up(database_url, Desk=Choices())
    path = tmp_path / "people.csv"
    await taken(database_url, path, "user,helpdesk\nU01NOAH,Noah\n")
    made, roles = await taken(database_url, path, "user,helpdesk\nU01NEW,\nU01OTHER,Noah\n")
    assert [(fault.number, fault.error.key) for fault in made.faults] == [(2, "setup.name_taken")]
    assert roles == {"U01NOAH": "agent"}


async def test_in_the_shell(tmp_path: Path, database_url: str, frt: Frt) -> None:
    await set_up(database_url, Desk=Choices(), Other=Choices())
    (tmp_path / "bad.csv").write_text("user,role\nU01EMMA,king\n")
    refused = await frt("member", "import", "bad.csv", "--team", "Desk")
    assert refused.code == 1
    assert refused.err.startswith("Row 1: there is no role king.")
    assert "Nothing was written" in refused.err
    (tmp_path / "good.csv").write_text('user,helpdesk\nU01EMMA,"=HYPERLINK(1)"\n')
    assert (await frt("member", "import", "good.csv", "--team", "Desk")).code == 0
    made = await frt("history", "export")
    rows = list(csv.DictReader(io.StringIO(made.out)))
    assert [row["event"] for row in rows[:2]] == ["created", "created"]
    first, second = rows[2:]
    assert (first["team"], first["event"], first["key"]) == ("Desk", "added", "U01EMMA")
    assert json.loads(second["after"]) == {"name": "=HYPERLINK(1)"}
    lines = (await frt("history", "export", "--team", "Desk", "--format", "json")).out.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["created", "added", "name_linked"]
    (other,) = (
        await frt("history", "export", "--team", "Other", "--format", "json")
    ).out.splitlines()
    assert json.loads(other)["after"]["name"] == "Other"
    later = await frt("history", "export", "--since", "2999-01-01")
    assert len(later.out.splitlines()) == 1
    assert (await frt("history", "export", "--since", "soon")).code == 2


async def test_formulas_in_the_export_are_defused(
    tmp_path: Path, database_url: str, frt: Frt
) -> None:
    await set_up(database_url, **{"=1+1": Choices()})
    (tmp_path / "good.csv").write_text("user\nU01EMMA\n")
    assert (await frt("member", "import", "good.csv", "--team", "=1+1")).code == 0
    _, row = csv.DictReader(io.StringIO((await frt("history", "export")).out))
    assert row["team"] == "'=1+1"
