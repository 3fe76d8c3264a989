"""What the doctor says of posts: channels on hold, and what nobody can tell of."""

from datetime import datetime

from bot.db import Database
from bot.services.deliveries import WORKSPACE, posts_to_settle


async def posts(database: Database, now: datetime) -> list[tuple[str, dict[str, object]]]:
    """Return the key and the parameters of a sentence for each hold and each ambiguous post."""
    found: dict[tuple[str, ...], tuple[str, dict[str, object]]] = {}
    for page in await posts_to_settle(database, now):
        for hold in page.holds:
            everywhere = hold.channel_id == WORKSPACE
            params: dict[str, object] = {
                "team": page.team_name,
                "channel": hold.channel_id,
                "since": hold.since.astimezone(page.zone).strftime("%Y-%m-%d %H:%M"),
                "reason": hold.reason,
            }
            key = "doctor.hold.everywhere" if everywhere else "doctor.hold"
            found.setdefault((hold.channel_id,), (key, params))
        for row in page.rows:
            params = {
                "team": page.team_name,
                "kind": row.line.kind,
                "slot": row.line.slot,
                "channel": row.line.channel_id,
                "id": row.line.id[:8],
            }
            found[row.line.id, "post"] = ("doctor.ambiguous", params)
    return list(found.values())
