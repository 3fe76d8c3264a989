"""Two teams and their tickets, small enough to compute every asserted figure by hand.

The clock stands at Friday 2026-11-20 11:00 UTC (19:00 in Shanghai). Limit 15 min everywhere.

Global support, UTC, Mon-Fri 09:00-18:00. Today, on the business clock:
  T1 300 s met · T2 600 s met · T3 1200 s missed · T4 600 s met (opened 08:00, answered 09:10, so
  4200 s on the calendar clock) · T5 waiting 1800 s missed · T6 waiting 300 s pending · T7 merged
  → 6 tickets, median of 300, 600, 600, 1200 = 600 s; attainment 3 / 5 = 60 %; two open waits.
  Calendar: median of 300, 600, 1200, 4200 = 900 s; attainment 2 / 5 = 40 %.
Yesterday up to 11:00: Y1 1200 s missed, Y2 still waiting then (answered at 11:30), so the median
  then was 1200 s; all of yesterday as known now: 1200 and 5400 s, median 3300 s.
Monday 2026-11-16: M01–M12, each answered after 60 s.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlmodel import SQLModel, insert

from bot.db import Database
from bot.models import HelpdeskName, Member, ServiceStandard, SlackUser, Team, TeamHours, Ticket

NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SET_UP = datetime(2026, 11, 2, tzinfo=UTC)
"""When both teams were: a planner looks at every day since."""

MEMBERS = {
    1: {"U01EMMA": "lead", "U01NOAH": "agent", "U01SOFIA": "agent", "U01BOTH": "agent"},
    2: {"U01WANG": "lead", "U01LIWEI": "agent", "U01BOTH": "agent"},
}
NAMES = {
    1: {"Noah": "U01NOAH", "Noah W.": "U01NOAH", "Sofia": "U01SOFIA"},
    2: {"李伟": "U01LIWEI"},
}
SUBJECT = "<!channel> my <b>order</b> & refund"


def at(text: str) -> datetime:
    day, _, clock = text.partition(" ")
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00+00:00")


def ticket(team_id: int, name: str, opened: str, answered: str | None, **more: object) -> Ticket:
    start = at(opened)
    return Ticket(
        team_id=team_id,
        external_id=name,
        opened_at=start,
        waits_from=start,
        first_response_at=at(answered) if answered else None,
        **{"source": "file", **more},
    )


def tickets() -> list[Ticket]:
    monday = [
        ticket(1, f"M{n:02}", f"16 10:{n:02}", f"16 10:{n + 1:02}", channel="chat", agent="Sofia")
        for n in range(1, 13)
    ]
    return [
        *monday,
        ticket(1, "Y1", "19 09:00", "19 09:20", channel="chat", agent="Noah"),
        ticket(1, "Y2", "19 10:00", "19 11:30", channel="email", agent="Sofia"),
        ticket(1, "T1", "20 09:00", "20 09:05", channel="chat", agent="Noah"),
        ticket(1, "T2", "20 09:30", "20 09:40", channel="email", agent="Noah W."),
        ticket(1, "T3", "20 10:00", "20 10:20", channel="chat", agent="Sofia"),
        ticket(1, "T4", "20 08:00", "20 09:10", channel="email", agent="Sofia"),
        ticket(1, "T5", "20 10:30", None, channel="chat", agent="Sofia", subject=SUBJECT),
        ticket(1, "T6", "20 10:55", None, channel="email"),
        ticket(1, "T7", "20 10:00", "20 10:50", channel="chat", excluded="merged"),
        ticket(2, "K1", "20 02:00", "20 02:04", channel="微信", agent="李伟"),
        ticket(2, "K2", "20 06:00", "20 06:08", channel="电话", agent="李伟"),
    ]


def teams() -> list[Team]:
    return [
        Team(id=1, name="Global support", channel_id="C01SUPPORT", created_at=SET_UP),
        Team(
            id=2,
            name="客服一组",
            channel_id="C01KEFU",
            zone="Asia/Shanghai",
            locale="zh",
            country="CN",
            created_at=SET_UP,
        ),
    ]


@cache
def _rows() -> list[tuple[type[SQLModel], list[dict[str, Any]]]]:
    """Return every row of each table, in an order in which they can be written."""
    rows: list[SQLModel] = [
        *teams(),
        TeamHours(team_id=1, hours="Mon-Fri 09:00-18:00"),
        TeamHours(team_id=2, hours="Mon-Fri 09:00-12:00,13:00-18:00"),
        SlackUser(id="U01ADMIN", is_admin=True, refreshed_at=EPOCH),
    ]
    for team_id, members in MEMBERS.items():
        rows.append(ServiceStandard(team_id=team_id, number=1, valid_from=EPOCH, limit_seconds=900))
        rows += [
            Member(team_id=team_id, slack_user_id=user_id, role=role)
            for user_id, role in members.items()
        ]
        rows += [
            HelpdeskName(team_id=team_id, name=name, slack_user_id=user_id)
            for name, user_id in NAMES[team_id].items()
        ]
    rows += tickets()
    return [
        (kind, [row.model_dump() for row in rows if type(row) is kind])
        for kind in dict.fromkeys(map(type, rows))
    ]


async def seed(database: Database) -> None:
    """Write everything; who people are is left for Slack to say, but for the admin.

    Every test does, so the rows are made once and written without objects.
    """
    async with database.write() as session:
        for kind, rows in _rows():
            await session.exec(insert(kind.__table__), params=rows)
