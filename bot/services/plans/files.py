"""A checklist to a file, and a file to a template of the team's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.db import Database
from bot.errors import BotError
from bot.metrics.history import Edit
from bot.metrics.plans.plans import (
    LIMITS,
    MOST_ITEMS,
    PHASES,
    ItemFacts,
    TemplateItem,
    phase_name,
    standard_of,
    title_of,
)
from bot.metrics.team import ROLES
from bot.metrics.texts import cleaned
from bot.models import PlanTemplate
from bot.services.forms import write
from bot.services.plans.template import BUILT_IN, KEYS, read, written
from bot.services.team import find_team
from bot.services.typed import is_count
from bot.sources.checklist_file import Rows, read_rows, write_rows
from bot.store.plans import items as plan_items
from bot.store.plans import plans
from bot.text import LANGUAGES, t
from bot.text.words import normalised

COLUMNS = ("phase", "title", "standard", "role", "owner", "days", "due", "status", "remark")
_ALL = (*COLUMNS, "evidence", "file", "file_link", "key")
_LONGEST_NAME = 60
_MOST_DAYS = 1_000


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file was written of: the plan's number (None: a template) and how many items."""

    plan: int | None
    items: int


@dataclass(frozen=True, slots=True)
class Imported:
    """The template that a file became, and whether it replaced one of the same name."""

    name: str
    items: int
    replaced: bool


async def export(
    database: Database, team_name: str, path: Path, language: str, template: str | None = None
) -> Exported:
    """Write a team's current checklist to a file; without one, or with a name, a template.

    Raises BotError.
    """
    async with database.read() as session:
        team = await find_team(session, team_name)
        team_id = team.id or 0
        plan = None if template else await plans.current(session, team_id)
        if plan is not None:
            items = await plan_items.items(session, team_id, plan.number)
            rows = [
                _row(item, language, (item.due_on - plan.first_on).days if item.due_on else None)
                for item in items
            ]
        else:
            found = await plans.template(session, team_id, template) if template else None
            if template and found is None:
                raise BotError("plan.error.template")
            rows = [_row(one, language, one.days) for one in (read(found) if found else BUILT_IN)]
    write_rows(path, [t(language, f"plan.column.{name}") for name in _ALL], rows)
    return Exported(plan.number if plan else None, len(rows))


async def import_template(
    database: Database,
    team_name: str,
    path: Path,
    name: str | None,
    by: tuple[str, str],
    now: datetime,
) -> Imported:
    """Make a file a template of a team's own; one of the same name is replaced.

    `by` is who does it and the language in which they are told what is wrong. Raises BotError.
    """
    who, language = by
    kept = cleaned(name if name is not None else path.stem)
    if kept is None or len(kept) > _LONGEST_NAME:
        raise BotError("plan.error.template_name")
    items = _items(path, read_rows(path), language)
    async with database.write() as session:
        team = await find_team(session, team_name)
        team_id = team.id or 0
        row = await plans.template(session, team_id, kept)
        before = {"items": len(read(row))} if row else {}
        if row is None:
            row = PlanTemplate(
                team_id=team_id, number=0, name=kept, items="", saved_by=who, saved_at=now
            )
            await plans.add_template(session, row)
        row.items, row.saved_by, row.saved_at = written(items), who, now
        session.add(row)
        event = "replaced" if before else "created"
        edit = Edit(event, who, now, before, {"items": len(items)}, None)
        await write(session, team_id, "template", kept, edit)
    return Imported(kept, len(items), bool(before))


def _row(item: ItemFacts | TemplateItem, language: str, days: int | None) -> list[str]:
    held = item if isinstance(item, ItemFacts) else None
    status = t(language, f"checklist.status.{held.status}") if held else ""
    return [
        phase_name(item.phase, language),
        title_of(item, language),
        standard_of(item, language),
        item.role or "",
        (held.owner_id if held else None) or "",
        "" if days is None else str(max(days, 0)),
        held.due_on.isoformat() if held and held.due_on else "",
        status,
        (held.remark if held else None) or "",
        (held.evidence if held else None) or "",
        held.file.name if held and held.file else "",
        held.file.link if held and held.file else "",
        item.key or "",
    ]


def _items(path: Path, rows: Rows, language: str) -> list[TemplateItem]:
    names = _names(rows)
    found = [{names[name]: cell for name, cell in row.items() if name in names} for row in rows]
    kept = [row for row in found if any(cell.strip() for cell in row.values())]
    if not kept or "title" not in names.values():
        raise BotError("plan.error.no_items", path=path.name)
    if len(kept) > MOST_ITEMS:
        raise BotError("plan.error.many_items", path=path.name, has=len(kept), most=MOST_ITEMS)
    made: list[TemplateItem] = []
    for number, row in enumerate(kept, 1):
        try:
            made.append(_item(row, made))
        except BotError as error:
            what = t(language, error.key, **error.params)
            raise BotError("plan.error.row", path=path.name, row=number, what=what) from error
    return made


def _names(rows: Rows) -> dict[str, str]:
    """Return the column that each name in a header means, in whatever language."""
    known = {name: name for name in _ALL}
    for language in LANGUAGES:
        known |= {_folded(t(language, f"plan.column.{name}")): name for name in _ALL}
    used = dict.fromkeys(name for row in rows for name in row)
    return {name: known[_folded(name)] for name in used if _folded(name) in known}


def _item(row: dict[str, str], before: Sequence[TemplateItem]) -> TemplateItem:
    title = _text("title", row, needed=True)
    standard = _text("standard", row)
    key = row.get("key", "").strip()
    key = key if key in KEYS else ""
    role = row.get("role", "").strip().casefold()
    if role and role not in ROLES:
        raise BotError("plan.error.role", value=role, roles=", ".join(ROLES))
    days = row.get("days", "").strip()
    if days and not is_count(days, _MOST_DAYS):
        raise BotError("plan.error.days", most=_MOST_DAYS)
    return TemplateItem(
        phase=_phase(row) or (before[-1].phase if before else PHASES[0]),
        key=key or None,
        title=None if _is_built_in(key, "title", title) else title,
        standard=None if _is_built_in(key, "standard", standard) else standard,
        role=role or None,
        days=int(days) if days else None,
    )


def _phase(row: dict[str, str]) -> str | None:
    named = _text("phase", row)
    if named is None:
        return None
    for phase in PHASES:
        if _folded(named) in {phase, *(_folded(phase_name(phase, one)) for one in LANGUAGES)}:
            return phase
    return named


def _text(name: str, row: dict[str, str], *, needed: bool = False) -> str | None:
    text, most = cleaned(row.get(name)), LIMITS[name]
    if text is None and needed:
        raise BotError("action.error.empty")
    if text is not None and len(text) > most:
        raise BotError("action.error.too_long", most=most, has=len(text))
    return text


def _is_built_in(key: str, name: str, text: str | None) -> bool:
    if not key:
        return False
    return text is None or text in {t(one, f"template.{key}.{name}") for one in LANGUAGES}


def _folded(text: str) -> str:
    return normalised(text).casefold()
