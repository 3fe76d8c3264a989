"""Everything that was changed, for a file: who, when, before, after."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import attrgetter
from zoneinfo import ZoneInfo

from bot.db import Database
from bot.services.team import find_team
from bot.store import history as store
from bot.store.tickets import revised

TICKET = "ticket"
"""What a ticket is called in the history of what files changed of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change: `at` in UTC, `who` a Slack user ID or a name in the shell.

    `team` and `name` (of who did it) are empty where there is none or it is not known. `before`
    and `after` hold what differs. What files changed of tickets has no `number`: it is 0, and the
    import and the line stand in `after`.
    """

    team: str
    number: int
    at: datetime
    who: str
    name: str
    subject: str
    key: str
    event: str
    before: dict[str, object]
    after: dict[str, object]
    why: str


async def changes(database: Database, team_name: str | None, since: date | None) -> list[Change]:
    """Return the changes of a team, or of everything, oldest first.

    `since` is a date in the team's zone, in UTC without a team. Raises BotError for an unknown
    team.
    """
    async with database.read() as session:
        team = await find_team(session, team_name) if team_name is not None else None
        zone = ZoneInfo(team.zone) if team else UTC
        start = datetime.combine(since, time(), zone) if since else None
        rows = await store.exported(session, team.id if team else None, start)
        told = await revised.exported(session, team.id if team else None, start)
        made = [
            Change(
                team=named or "",
                number=row.number,
                at=row.at,
                who=row.who,
                name=name or "",
                subject=row.subject,
                key=row.subject_key,
                event=row.event,
                before=store.values(row.before),
                after=store.values(row.after),
                why=row.why or "",
            )
            for row, named, name in rows
        ]
    return sorted([*made, *map(_of_ticket, told)], key=attrgetter("at"))


def _of_ticket(told: revised.Told) -> Change:
    return Change(
        team=told.team,
        number=0,
        at=told.at,
        who=told.who,
        name=told.name or "",
        subject=TICKET,
        key="/".join(told.key),
        event="revised",
        before=dict(told.before),
        after={**told.after, "import": told.number, "file": told.file, "row": told.row},
        why="",
    )
