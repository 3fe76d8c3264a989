"""Actions: made, done, handed on, moved; every change with its reason and its history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.errors import BotError
from bot.metrics.actions import LIMITS, ActionFacts, Change, Draft, Step, cleaned
from bot.models import Action
from bot.services.readers import Profile
from bot.store import actions as store
from bot.store import history

SUBJECT = "action"
Reason = Literal["allowed", "changed", "forbidden", "done", "stale", "invalid", "gone"]
Problems = Mapping[str, BotError]


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a click: the named reason and the action as it stands now.

    `leading` are the user IDs of those who may change every action of the team, `leads` the
    team's leads among them, `owner_role` the owner's role in the team (None: not a member).
    `problems` say by field of the form what is wrong with it.
    """

    reason: Reason
    action: ActionFacts | None = None
    leading: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    owner_role: str | None = None
    problems: Problems = field(default_factory=dict)

    @property
    def facts(self) -> ActionFacts:
        """The action; raises BotError when there is none."""
        if self.action is None:
            raise BotError("action.error.gone")
        return self.action


async def create(
    database: Database, draft: Draft, maker: str, owner: Profile | None, now: datetime
) -> Decision:
    """Make an action: `changed`, or `invalid` with the problems, or `forbidden` to a non-member.

    `owner` is what Slack says of the owner, None when it would not say.
    """
    async with database.write() as session:
        if await store.role(session, draft.team_id, maker) is None:
            return Decision("forbidden")
        draft = _cleaned(draft)
        problems = {
            **_text_problems(draft),
            **owner_problems(owner),
            **_due_problems(draft.due_on, await _today(session, draft.team_id, now)),
        }
        if problems or draft.due_on is None:
            return Decision("invalid", problems=problems)
        row = await store.add(session, _row(draft, draft.due_on, maker, now))
        await history.add(
            session,
            row.team_id,
            SUBJECT,
            str(row.number),
            "created",
            maker,
            now,
            after={"owner": row.owner_id, "due": row.due_on.isoformat(), "measure": row.measure},
        )
        return await _decision(session, "changed", row.team_id, row.number)


async def consider(database: Database, team_id: int, number: int, who: str) -> Decision:
    """Return whether somebody may change an action as it stands now."""
    async with database.read() as session:
        return await _considered(session, team_id, number, who)


async def change(
    database: Database, wanted: Change, now: datetime, owner: Profile | None = None
) -> Decision:
    """Change an action: `changed`, or why not. Nobody's change is lost: `stale` asks to look again.

    `owner` is what Slack says of a new owner.
    """
    async with database.write() as session:
        decision = await _considered(session, wanted.team_id, wanted.number, wanted.who, lock=True)
        if decision.reason != "allowed":
            return decision
        action = decision.facts
        problems = _change_problems(wanted, action, owner, now)
        if problems:
            return Decision("invalid", action, problems=problems)
        step = _step(wanted, action, now)
        place = (wanted.team_id, wanted.number)
        if not await store.change(session, *place, wanted.version, step.values):
            return Decision("stale", action)
        await history.add(
            session,
            wanted.team_id,
            SUBJECT,
            str(wanted.number),
            step.event,
            wanted.who,
            now,
            before=step.before,
            after=step.after,
            why=cleaned(wanted.text),
        )
        return await _decision(session, "changed", *place)


async def look(database: Database, team_id: int, number: int) -> ActionFacts | None:
    """Return an action as it stands now."""
    async with database.read() as session:
        return await store.action(session, team_id, number)


async def steps(database: Database, team_id: int, number: int) -> tuple[ActionFacts, list[Step]]:
    """Return an action and everything that happened to it, latest first. Raises BotError."""
    async with database.read() as session:
        action = await store.action(session, team_id, number)
        rows = await history.of_subject(session, team_id, SUBJECT, str(number))
    if action is None:
        raise BotError("action.error.gone")
    made = [
        Step(
            row.event,
            row.who,
            row.at,
            history.values(row.before),
            history.values(row.after),
            row.why,
        )
        for row in rows
    ]
    return action, made[::-1]


def owner_problems(owner: Profile | None) -> Problems:
    """Return why somebody can't own an action: bots, guests and deactivated people can't."""
    if owner is None:
        return {"owner": BotError("action.error.owner_unknown")}
    if owner.refused is None:
        return {}
    return {"owner": BotError(f"action.error.owner.{owner.refused}", name=owner.name)}


@dataclass(frozen=True, slots=True)
class _Step:
    event: str
    values: dict[str, Any]
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


def _step(wanted: Change, action: ActionFacts, now: datetime) -> _Step:
    if wanted.kind == "done":
        result = cleaned(wanted.text)
        values = {"status": "done", "result": result, "done_by": wanted.who, "done_at": now}
        return _Step("done", values, {"status": action.status}, {"status": "done"})
    if wanted.kind == "reassign":
        before, after = {"owner": action.owner_id}, {"owner": wanted.owner_id}
        return _Step("reassigned", {"owner_id": wanted.owner_id}, before, after)
    if wanted.due_on is None:
        raise BotError("error.button")
    was, will_be = action.due_on.isoformat(), wanted.due_on.isoformat()
    return _Step("due_moved", {"due_on": wanted.due_on}, {"due": was}, {"due": will_be})


def _change_problems(
    wanted: Change, action: ActionFacts, owner: Profile | None, now: datetime
) -> Problems:
    if wanted.kind == "done":
        return _text("result", wanted.text, needed=True)
    if wanted.kind == "reassign":
        if wanted.owner_id == action.owner_id:
            return {"owner": BotError("action.error.owner_same")}
        return {**owner_problems(owner), **_text("why", wanted.text)}
    problems = {**_due_problems(wanted.due_on, action.today(now))}
    if wanted.due_on == action.due_on:
        problems["due"] = BotError("action.error.due_same")
    return {**problems, **_text("why", wanted.text, needed=True)}


def _text_problems(draft: Draft) -> Problems:
    return {
        **_text("measure", draft.measure, needed=True),
        **_text("department", draft.department),
        **_text("resources", draft.resources),
        **_text("verification", draft.verification),
    }


def _text(name: str, text: str | None, *, needed: bool = False) -> Problems:
    kept, most = cleaned(text), LIMITS[name]
    if kept is None:
        return {name: BotError("action.error.empty")} if needed else {}
    if len(kept) > most:
        return {name: BotError("action.error.too_long", most=most, has=len(kept))}
    return {}


def _due_problems(due_on: date | None, today: date) -> Problems:
    if due_on is None:
        return {"due": BotError("action.error.empty")}
    return {"due": BotError("action.error.past")} if due_on < today else {}


def _cleaned(draft: Draft) -> Draft:
    return Draft(
        team_id=draft.team_id,
        measure=cleaned(draft.measure) or "",
        owner_id=draft.owner_id,
        due_on=draft.due_on,
        department=cleaned(draft.department),
        resources=cleaned(draft.resources),
        verification=cleaned(draft.verification),
        origin=draft.origin,
        origin_ref=draft.origin_ref,
    )


def _row(draft: Draft, due_on: date, maker: str, now: datetime) -> Action:
    return Action(
        team_id=draft.team_id,
        number=0,
        measure=draft.measure,
        department=draft.department,
        owner_id=draft.owner_id,
        due_on=due_on,
        resources=draft.resources,
        verification=draft.verification,
        origin=draft.origin,
        origin_ref=draft.origin_ref,
        created_by=maker,
        created_at=now,
    )


async def _today(session: AsyncSession, team_id: int, now: datetime) -> date:
    return now.astimezone(await store.zone(session, team_id)).date()


async def _considered(
    session: AsyncSession, team_id: int, number: int, who: str, *, lock: bool = False
) -> Decision:
    action = await store.action(session, team_id, number, lock=lock)
    if action is None:
        return Decision("gone")
    role = await store.role(session, team_id, who)
    leading = await store.leading(session, team_id)
    reason: Reason = "allowed"
    if action.is_done:
        reason = "done"
    elif who != action.owner_id and role not in {"lead", "operations", "admin"}:
        reason = "forbidden"
    return Decision(reason, action, tuple(user_id for user_id, _ in leading))


async def _decision(session: AsyncSession, reason: Reason, team_id: int, number: int) -> Decision:
    action = await store.action(session, team_id, number)
    leading = await store.leading(session, team_id)
    owner_role = await store.role(session, team_id, action.owner_id) if action else None
    return Decision(
        reason,
        action,
        tuple(user_id for user_id, _ in leading),
        tuple(user_id for user_id, role in leading if role == "lead"),
        owner_role,
    )
