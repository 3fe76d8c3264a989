"""What happened to something: written with each change, read for *History* and late forms."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.metrics.history import Edit
from bot.metrics.texts import Texts
from bot.models import History
from bot.store import history


async def write(session: AsyncSession, team_id: int, subject: str, key: str, edit: Edit) -> None:
    """Write one change in the transaction that makes it."""
    await write_all(session, team_id, subject, [(key, edit)])


async def write_all(
    session: AsyncSession, team_id: int, subject: str, made: Sequence[tuple[str, Edit]]
) -> None:
    """Write changes of several subjects, each with its key, in the transaction that makes them."""
    rows = [
        History(
            team_id=team_id,
            number=0,
            subject=subject,
            subject_key=key,
            event=edit.event,
            who=edit.who,
            at=edit.at,
            before=history.written(_plain(edit.before)),
            after=history.written(_plain(edit.after)),
            why=edit.why,
        )
        for key, edit in made
    ]
    await history.add_all(session, team_id, rows)


async def edits(session: AsyncSession, team_id: int, subject: str, key: str) -> list[Edit]:
    """Return every change of one subject, oldest first."""
    rows = await history.of_subject(session, team_id, subject, key)
    return [history.edit_of(row) for row in rows]


def base_of(present: Texts, since: Sequence[Edit]) -> dict[str, str]:
    """Return how things stood before the changes made since."""
    base = dict(present)
    for edit in reversed(since):
        base |= {name: str(value or "") for name, value in edit.before.items()}
    return base


def merged(typed: Texts, base: Texts, present: Texts) -> dict[str, str]:
    """Return what to show somebody whose form was overtaken.

    What only others changed (between `base` and `present`) is as they left it; what the form's
    author changed stays as typed.
    """
    return {
        name: present.get(name, "") if value == base.get(name, "") else value
        for name, value in typed.items()
    }


def _plain(values: object) -> history.Values | None:
    held = values if isinstance(values, dict) else {}
    return {str(name): value for name, value in held.items()} or None
