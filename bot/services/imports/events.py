"""What the history of a team says of imports."""

from datetime import datetime

from bot.models import History, Import
from bot.store import history
from bot.store.imports import SUBJECT


def imported(row: Import, who: str, now: datetime) -> History:
    """Return what the team's history says of an import that is done; its number comes later."""
    after: history.Values = {
        "file": row.file_name,
        "created": row.created,
        "updated": row.updated,
        "unchanged": row.unchanged,
        "set_aside": row.quarantined,
    }
    return History(
        team_id=row.team_id,
        number=0,
        subject=SUBJECT,
        subject_key=str(row.number),
        event="imported",
        who=who,
        at=now,
        after=history.written(after),
    )
