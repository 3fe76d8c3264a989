"""Imports, what they set aside, and how files with a known header are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    Table,
    delete,
    func,
    select,
    true,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col
from sqlmodel import select as select_of
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BotError
from bot.metrics.clocks import Clock, Micros
from bot.metrics.feeds import reach
from bot.metrics.tickets import Freshness, freshness
from bot.models import Import, QuarantinedRow, RememberedMapping, Team, Upload
from bot.models.base import Instant
from bot.store.feeds import every, heard
from bot.store.kept import kept_of_team

_IMPORTS: Table = Import.__table__  # type: ignore[attr-defined]
_QUARANTINED: Table = QuarantinedRow.__table__  # type: ignore[attr-defined]
_REMEMBERED: Table = RememberedMapping.__table__  # type: ignore[attr-defined]
_TEAMS: Table = Team.__table__  # type: ignore[attr-defined]

SUBJECT = "import"
"""What an import is called in the history."""
_LATEST = 10
COUNTS = ("applied_rows", "created", "updated", "unchanged", "flagged")


class Aside(NamedTuple):
    """A row that an import set aside: its line, the column, what stood there, and why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewImport:
    """A file about to be applied."""

    team_id: int
    source: str
    file_name: str
    file_size: int
    sha256: str
    reading: str
    imported_by: str
    started_at: datetime
    first_opened_at: datetime | None
    last_opened_at: datetime | None
    superseded: int
    quarantined: int
    feed_number: int | None = None


def _upsert(connection: Connection, table: Table):  # type: ignore[no-untyped-def]  # noqa: ANN202
    is_sqlite = connection.dialect.name == "sqlite"
    return (sqlite if is_sqlite else postgresql).insert(table)


def of_file(connection: Connection, team_id: int, sha256: str) -> list[Import]:
    """Return the team's imports of a file with these bytes, the latest first."""
    query = select(_IMPORTS).where(_IMPORTS.c.team_id == team_id, _IMPORTS.c.sha256 == sha256)
    rows = connection.execute(query.order_by(_IMPORTS.c.number.desc())).mappings()
    return [Import(**row) for row in rows]


def start(connection: Connection, new: NewImport) -> int:
    """Insert an import that is being applied and return its number."""
    team = select(_TEAMS.c.id).where(_TEAMS.c.id == new.team_id)
    connection.execute(team.with_for_update())
    last = select(func.max(_IMPORTS.c.number)).where(_IMPORTS.c.team_id == new.team_id)
    number = int(connection.execute(last).scalar() or 0) + 1
    values = {name: getattr(new, name) for name in NewImport.__dataclass_fields__}
    counts = dict.fromkeys(COUNTS, 0)
    connection.execute(
        _IMPORTS.insert().values(**values, **counts, number=number, status="applying")
    )
    return number


def advance(
    connection: Connection, team_id: int, number: int, applied: int, added: dict[str, int]
) -> None:
    """Add to the counts of an import of which `applied` rows are in.

    Raises BotError when it stands elsewhere: another process is applying the same file.
    """
    columns = _IMPORTS.c
    moved = connection.execute(
        update(_IMPORTS)
        .where(columns.team_id == team_id, columns.number == number)
        .where(columns.applied_rows == applied, columns.status == "applying")
        .values({columns[name]: columns[name] + added[name] for name in COUNTS})
    )
    if moved.rowcount != 1:
        raise BotError("import.under_way")


def finish(connection: Connection, team_id: int, number: int, now: datetime) -> None:
    """Mark an import as done."""
    connection.execute(
        update(_IMPORTS)
        .where(_IMPORTS.c.team_id == team_id, _IMPORTS.c.number == number)
        .values(status="done", finished_at=now)
    )


def drop(connection: Connection, team_id: int, number: int) -> None:
    """Forget an import that left every ticket as it was."""
    connection.execute(
        delete(_IMPORTS).where(_IMPORTS.c.team_id == team_id, _IMPORTS.c.number == number)
    )


def get(connection: Connection, team_id: int, number: int) -> Import:
    """Return one import."""
    query = select(_IMPORTS).where(_IMPORTS.c.team_id == team_id, _IMPORTS.c.number == number)
    return Import(**connection.execute(query).mappings().one())


def quarantine(
    connection: Connection,
    team_id: int,
    number: int,
    rows: Iterable[tuple[int, str, str, str]],
) -> None:
    """Keep rows (line, column, value, reason) that could not be read; those kept already stay."""
    names = ("row", "column", "value", "reason")
    values = [
        {"team_id": team_id, "import_number": number} | dict(zip(names, row, strict=True))
        for row in rows
    ]
    if values:
        connection.execute(_upsert(connection, _QUARANTINED).on_conflict_do_nothing(), values)


def quarantine_reasons(connection: Connection, team_id: int, number: int) -> dict[str, int]:
    """Return how many rows of an import were set aside for each reason."""
    columns = _QUARANTINED.c
    query = (
        select(columns.reason, func.count().label("tickets"))
        .where(columns.team_id == team_id, columns.import_number == number)
        .group_by(columns.reason)
        .order_by(columns.reason)
    )
    return {row.reason: row.tickets for row in connection.execute(query)}


async def quarantined(session: AsyncSession, team_id: int, number: int) -> list[Aside]:
    """Return the rows that an import set aside, by their lines."""
    columns = _QUARANTINED.c
    query = (
        select(columns.row, columns.column, columns.value, columns.reason)
        .where(columns.team_id == team_id, columns.import_number == number)
        .order_by(columns.row)
    )
    connection = await session.connection()
    return [Aside(*row) for row in await connection.execute(query)]


async def last_source(session: AsyncSession, team_id: int) -> str | None:
    """Return the helpdesk that a team's last file was from, None without a file."""
    query = (
        select(_IMPORTS.c.source)
        .where(_IMPORTS.c.team_id == team_id)
        .order_by(_IMPORTS.c.number.desc())
        .limit(1)
    )
    connection = await session.connection()
    return (await connection.execute(query)).scalar()


async def last_ends(session: AsyncSession) -> dict[int, datetime]:
    """Return by team when tickets came in last, or its helpdesk said there are none.

    Teams of which none ever came in are left out.
    """
    query = (
        select(_IMPORTS.c.team_id, func.max(_IMPORTS.c.finished_at, type_=Instant))
        .where(_IMPORTS.c.status == "done", _IMPORTS.c.applied_rows > 0)
        .group_by(_IMPORTS.c.team_id)
    )
    connection = await session.connection()
    found = {row[0]: row[1] for row in await connection.execute(query)}
    for feed in await every(session):
        if feed.heard_at is not None:
            found[feed.team_id] = max(found.get(feed.team_id, feed.heard_at), feed.heard_at)
    return found


async def data_at(session: AsyncSession, team_id: int, as_of: Micros, clock: Clock) -> Freshness:
    """Return how far a team's data reached at an instant: by its helpdesks, else by its files."""
    if (fed := reach(await heard(session, team_id), as_of, clock)) is not None:
        return fed
    ends = await _ends(session, team_id, None)
    if len(ends) == _LATEST and as_of < ends[-1]:
        ends = await _ends(session, team_id, as_of)
    return freshness(ends, as_of, clock)


@kept_of_team
async def _ends(session: AsyncSession, team_id: int, by: Micros | None) -> list[Micros]:
    """Return when the latest imports ended that took tickets in, the last one first."""
    ended = type_coerce(_IMPORTS.c.finished_at, BigInteger)
    query = (
        select(ended)
        .where(
            _IMPORTS.c.team_id == team_id,
            _IMPORTS.c.status == "done",
            _IMPORTS.c.applied_rows > 0,
            true() if by is None else by >= ended,
        )
        .order_by(_IMPORTS.c.number.desc())
        .limit(_LATEST)
    )
    connection = await session.connection()
    return list((await connection.execute(query)).scalars())


def not_replies(connection: Connection, team_id: int) -> tuple[str, ...]:
    """Return the phrases of a team that are no reply."""
    query = select(_TEAMS.c.not_replies).where(_TEAMS.c.id == team_id)
    return tuple((connection.execute(query).scalar() or "").splitlines())


def remembered_headers(connection: Connection, team_id: int) -> frozenset[str]:
    """Return by what the headers are known of which something is remembered."""
    query = select(_REMEMBERED.c.header_sha256).where(_REMEMBERED.c.team_id == team_id)
    return frozenset(connection.execute(query).scalars())


def remembered(
    connection: Connection, team_id: int, header_sha256: str
) -> tuple[str, datetime] | None:
    """Return what was said of files with this header, as JSON, and when."""
    columns = _REMEMBERED.c
    query = select(columns.reading, columns.remembered_at).where(
        columns.team_id == team_id, columns.header_sha256 == header_sha256
    )
    found = connection.execute(query).one_or_none()
    return None if found is None else (found.reading, found.remembered_at)


def forget(connection: Connection, team_id: int, header_sha256: str) -> None:
    """Remember nothing more of files with this header."""
    columns = _REMEMBERED.c
    connection.execute(
        _REMEMBERED.delete().where(
            columns.team_id == team_id, columns.header_sha256 == header_sha256
        )
    )


def remember(
    connection: Connection, team_id: int, header_sha256: str, reading: str, now: datetime
) -> None:
    """Keep what was said of files with this header."""
    statement = _upsert(connection, _REMEMBERED).values(
        team_id=team_id, header_sha256=header_sha256, reading=reading, remembered_at=now
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["team_id", "header_sha256"],
            set_={"reading": statement.excluded.reading, "remembered_at": now},
        )
    )


async def begin_upload(session: AsyncSession, upload: Upload) -> bool:
    """Keep that a file is being taken in; return whether nobody had asked for it in that modal."""
    connection = await session.connection()
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = module.insert(Upload).values(upload.model_dump())
    kept = await connection.execute(insert.on_conflict_do_nothing().returning(Upload.view_id))
    return kept.first() is not None


async def uploads_left(session: AsyncSession, before: datetime) -> Sequence[Upload]:
    """Return the files that no process has been at since an instant, the first asked for first."""
    query = select_of(Upload).where(col(Upload.heard_at) < before).order_by(col(Upload.asked_at))
    return (await session.exec(query)).all()


async def hear_of_upload(session: AsyncSession, upload: Upload, now: datetime) -> bool:
    """Keep that a process is at a file now; return False where another has been since."""
    held = update(Upload).where(
        col(Upload.team_id) == upload.team_id,
        col(Upload.view_id) == upload.view_id,
        col(Upload.heard_at) == upload.heard_at,
    )
    connection = await session.connection()
    return (await connection.execute(held.values(heard_at=now))).rowcount == 1


async def end_upload(session: AsyncSession, upload: Upload) -> None:
    """Forget a file: whoever brought it was told what came of it."""
    connection = await session.connection()
    await connection.execute(
        delete(Upload).where(
            col(Upload.team_id) == upload.team_id, col(Upload.view_id) == upload.view_id
        )
    )
