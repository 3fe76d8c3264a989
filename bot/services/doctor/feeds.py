"""What the doctor says of helpdesks that teams are connected with."""

from typing import Literal

from bot.db import Database
from bot.sealing import Sealer, SealError
from bot.services.feeds import owner
from bot.store import feeds as store
from bot.store.team import writes

How = Literal["ok", "optional", "warning", "fault"]
Finding = tuple[How, str, dict[str, object]]


async def feeds(database: Database, sealer: Sealer) -> list[Finding]:
    """Return state, key and parameters of a sentence for each helpdesk that is asked."""
    async with database.read() as session:
        found = await store.every(session)
        names = {team.id: team.name for team in await writes.all_teams(session)}
    made: list[Finding] = []
    for feed in found:
        params: dict[str, object] = {"team": names[feed.team_id], "name": feed.name}
        if feed.secret and not _opens(sealer, feed.secret, owner(feed)):
            made.append(("fault", "doctor.feed.sealed", params))
        elif feed.state == "on" and feed.failure and feed.failed_since:
            since = feed.failed_since.strftime("%Y-%m-%d %H:%M UTC")
            made.append(
                ("warning", "doctor.feed.failing", {**params, "why": feed.failure, "since": since})
            )
        elif feed.state == "on":
            made.append(("ok", "doctor.feed.ok", params))
        else:
            made.append(("optional", "doctor.feed.paused", params))
    return made


def _opens(sealer: Sealer, sealed: str, of: str) -> bool:
    try:
        sealer.unseal(sealed, of)
    except SealError:
        return False
    return True
