"""What somebody's App Home shows: their figures, their actions and items, their teams."""

from dataclasses import replace
from datetime import datetime

from bot.db import Database
from bot.errors import BotError
from bot.metrics.figures import Ask, Report
from bot.metrics.home import HomePage, HomeTeam
from bot.services.actions import lists as action_lists
from bot.services.feeds import connected
from bot.services.figures import report
from bot.services.home.waiting import review_line, waiting
from bot.services.people import Profile
from bot.services.plans import checklists
from bot.services.problems import lists as problem_lists
from bot.services.registers import holders
from bot.services.team import Choice, Request, duty
from bot.services.warnings import states
from bot.store.people import people
from bot.store.team import TeamRow, roles, teams
from bot.text import language_of

MOST_TEAMS = 4
MOST_ACTIONS = 7
MOST_ITEMS = 8
MOST_PROBLEMS = 3
MOST_ENTRIES = 4
_NO_OWN_FIGURES = frozenset({"error.person_unknown", "error.person_forbidden"})


async def home(
    database: Database, profile: Profile, now: datetime, *, made_admin: bool = False
) -> HomePage:
    """Return the tab of somebody whom the bot answers: only their own individual figures.

    Their teams are those they are a member of; an admin of the bot who is in none sees all.
    """
    async with database.read() as session:
        everyone = await teams.all_teams(session, profile.user_id)
        is_admin = await roles.role(session, 0, profile.user_id) == "admin"
        person = await people.person(session, profile.user_id)
    rows = [row for row in everyone if row.role is not None] or (everyone if is_admin else [])
    shown = [
        await _team(database, profile, row, now, is_admin=is_admin) for row in rows[:MOST_TEAMS]
    ]
    mine = await action_lists.page(database, Request(profile, "", Ask(), now), "mine")
    if isinstance(mine, Choice):
        raise TypeError("one's own actions need no choice of a team")
    items = await checklists.items_of(database, profile.user_id)
    problems = await problem_lists.of_owner(database, profile.user_id)
    entries = await holders.open_of(database, profile.user_id)
    decides = [one.team.team.id for one in shown if one.manages]
    decided = await waiting(database, decides, now)
    waits = {(one.team_id, one.number) for one in decided.actions}
    own = [one for one in mine.actions if (one.team_id, one.number) not in waits]
    return HomePage(
        reader=profile.reader(),
        chosen=profile.chosen,
        slack_language=language_of(person.locale if person else None),
        as_of=now,
        teams=tuple(shown),
        more_teams=max(len(rows) - MOST_TEAMS, 0),
        actions=tuple(own[:MOST_ACTIONS]),
        action_count=mine.counts["mine"] - (len(mine.actions) - len(own)),
        is_admin=is_admin,
        made_admin=made_admin,
        any_team=bool(everyone),
        items=tuple(items[:MOST_ITEMS]),
        item_count=len(items),
        problems=tuple(problems[:MOST_PROBLEMS]),
        problem_count=len(problems),
        entries=tuple(entries[:MOST_ENTRIES]),
        entry_count=len(entries),
        waiting=decided,
        reminders=profile.reminders,
        duty=await duty(database, profile.user_id),
    )


async def _team(
    database: Database, profile: Profile, row: TeamRow, now: datetime, *, is_admin: bool
) -> HomeTeam:
    team = await _report(database, profile, row, Ask(), now)
    if team is None:
        raise BotError("error.button")
    own = None
    if row.role is not None:
        own = await _report(database, profile, row, Ask(person=profile.user_id), now)
    warnings = await states(database, row.id, now)
    manages = is_admin or row.role == "lead"
    return HomeTeam(
        team,
        own,
        row.role,
        manages=manages,
        warnings=warnings,
        review=await review_line(database, row.id, now),
        feeds=tuple(await connected(database, {row.id: row.name}, counted=False)),
    )


async def _report(
    database: Database, profile: Profile, row: TeamRow, ask: Ask, now: datetime
) -> Report | None:
    request = Request(profile, "", replace(ask, team=row.name), now)
    try:
        made = await report(database, request, now=now, team_id=row.id)
    except BotError as error:
        if error.key in _NO_OWN_FIGURES:
            return None
        raise
    return None if isinstance(made, Choice) else made.report
