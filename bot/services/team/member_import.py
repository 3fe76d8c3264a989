"""Members of a team from a file of rows: all of them, or none when one row is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.team.membership import ROLES, Colleague
from bot.services.team.matching import Matcher
from bot.services.team.member_changes import By, put
from bot.services.team.settings import find_team
from bot.services.team.values import read_user
from bot.sources.checklist_file import Rows, read_rows
from bot.store.team import helpdesk
from bot.text import LANGUAGES, t
from bot.text.words import normalised

COLUMNS = ("user", "name", "email", "role", "helpdesk")
_SEVERAL = str.maketrans({"；": ";", "、": ";", "|": ";"})


@dataclass(frozen=True, slots=True)
class Line:
    """A row that can be taken in; `number` counts rows from 1, below the header."""

    number: int
    user_id: str
    role: str | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row."""

    number: int
    error: BotError


@dataclass(frozen=True, slots=True)
class Taken:
    """How many people were added, changed and found as they were; or the faults of the rows."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: tuple[Fault, ...] = ()


async def take(
    database: Database,
    team_name: str,
    path: Path,
    people: Sequence[Colleague],
    by: By,
) -> Taken:
    """Put the people of a file into a team with roles and helpdesk names, and write the history.

    `people` are those of the Slack workspace, `by` who does it and when. Nothing is written when a
    row is wrong. Raises BotError for a file that can't be read and an unknown team.
    """
    lines, faults = _lines(path, read_rows(path), Matcher(people))
    async with database.write() as session:
        team = await find_team(session, team_name)
        team_id = team.id or 0
        for line in lines:
            faults += await _taken_names(session, team_id, line)
        if faults:
            return Taken(faults=tuple(sorted(faults, key=lambda one: one.number)))
        became = [
            await put(session, team_id, line.user_id, line.role, line.names, by, "file")
            for line in lines
        ]
    return Taken(became.count("added"), became.count("changed"), became.count("same"))


def _lines(path: Path, rows: Rows, matcher: Matcher) -> tuple[list[Line], list[Fault]]:
    lines: list[Line] = []
    faults: list[Fault] = []
    columns = _columns(path, rows)
    for number, row in enumerate(rows, 1):
        cells = {columns[name]: cell.strip() for name, cell in row.items() if name in columns}
        if not any(cells.values()):
            continue
        try:
            lines.append(_line(number, cells, matcher, lines))
        except BotError as error:
            faults.append(Fault(number, error))
    if not lines and not faults:
        raise BotError("cli.member.import.empty", path=path.name)
    return lines, faults


def _columns(path: Path, rows: Rows) -> dict[str, str]:
    meant = {
        normalised(name).casefold(): column
        for column in COLUMNS
        for language in LANGUAGES
        for name in t(language, f"cli.member.column.{column}").split("|")
    }
    found = {name: meant.get(normalised(name).casefold()) for row in rows[:1] for name in row}
    columns = {name: column for name, column in found.items() if column}
    if not {"user", "name", "email"} & set(columns.values()):
        raise BotError("cli.member.import.columns", path=path.name)
    return columns


def _line(number: int, cells: dict[str, str], matcher: Matcher, before: Iterable[Line]) -> Line:
    user_id = _user(cells, matcher)
    names = tuple(dict.fromkeys(_names(cells.get("helpdesk", ""))))
    for line in before:
        if line.user_id == user_id:
            raise BotError("cli.member.import.twice", user=user_id, row=line.number)
        for name in set(names) & set(line.names):
            raise BotError("cli.member.import.name_twice", name=name, row=line.number)
    return Line(number, user_id, _role(cells.get("role", "")), names)


def _user(cells: dict[str, str], matcher: Matcher) -> str:
    if cells.get("user"):
        return read_user(cells["user"])
    if matcher.is_empty:
        raise BotError("cli.member.import.no_slack")
    if cells.get("email"):
        match = matcher.match(cells["email"])
        if match.by == "email":
            return match.people[0].user_id
        raise BotError("cli.member.import.email", email=cells["email"])
    name = cells.get("name", "")
    people = matcher.match(name).people
    if not people:
        raise BotError("cli.member.import.name", name=name)
    ids = ", ".join(f"{one.user_id} ({one.real_name or one.name})" for one in people)
    raise BotError("cli.member.import.confirm", name=name, ids=ids)


def _role(text: str) -> str | None:
    wanted = normalised(text).casefold()
    for role in ROLES:
        said = {normalised(t(one, f"members.role.{role}")).casefold() for one in LANGUAGES}
        if wanted in said | {role}:
            return role
    if wanted:
        raise BotError("cli.member.import.role", role=text, roles=", ".join(ROLES))
    return None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.translate(_SEVERAL).split(";") if name.strip()]


async def _taken_names(session: AsyncSession, team_id: int, line: Line) -> list[Fault]:
    faults = []
    for name in line.names:
        held = await helpdesk.owner(session, team_id, name)
        if held is not None and held.slack_user_id != line.user_id:
            error = BotError("setup.name_taken", name=name, user=held.slack_user_id)
            faults.append(Fault(line.number, error))
    return faults
