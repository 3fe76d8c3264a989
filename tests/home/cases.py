"""Every view of home, setup and members that has a golden file, by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.metrics.figures.report import Ask
from bot.metrics.home import HomePage, HomeTeam, Proposal, ReviewLine, Waiting
from bot.metrics.plans.plans import OwnItem, Sighting
from bot.metrics.team.membership import Colleague, MemberRow, MembersPage, NameKey, UnknownName
from bot.metrics.team.settings_form import (
    FIELDS,
    Changed,
    Moved,
    PhraseMet,
    SavedSettings,
    SettingsForm,
)
from bot.metrics.warnings.report import WatchLine
from bot.services.home.tab import MOST_ACTIONS, MOST_ITEMS, MOST_PROBLEMS, MOST_TEAMS
from bot.services.home.waiting import MOST_ACTIONS as MOST_WAITING
from bot.services.home.waiting import MOST_PROPOSALS
from bot.views.home import tab as home
from bot.views.team import members, setup
from tests.plans import drawn
from tests.views import problem_samples as problems
from tests.views import samples as s
from tests.views.action_samples import DONE, facts
from tests.views.feed_samples import FEEDS
from tests.views.warning_samples import FRT

Case = Callable[[str], dict[str, Any]]
VALUES = {
    "name": "North Desk",
    "channel": "C0NORTH",
    "zone": "Asia/Shanghai",
    "hours": "Mon-Fri 09:00-12:00,13:00-18:00",
    "country": "CN",
    "language": "zh",
    "limit": "15m",
    "limits": "gold=3m\nchannel=email:1h",
    "target": "90%",
    "clock": "business",
    "report_at": "09:00",
    "review_weekday": "4",
    "review_at": "16:00",
}
NEXT_REVIEW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SEEN = dict.fromkeys(FIELDS, "0123456789ab")


def page(language: str, **changes: Any) -> HomePage:
    team = s.report(language)
    own = s.report(language, Ask(person="U0EMMA"), person="Emma")
    watched = (
        WatchLine(FRT, "near", 2, 0, None, None, None),
        WatchLine(FRT._replace(metric="csat_mean"), "normal", 0, 0, None, None, None),
    )
    made = HomePage(
        reader=s.READERS[language],
        chosen=None,
        slack_language=language,
        as_of=s.NOW,
        teams=(
            HomeTeam(
                *(team, own, "lead"),
                manages=True,
                warnings=watched,
                review=ReviewLine(date(2026, 11, 16), finished=False, next_at=NEXT_REVIEW),
                feeds=FEEDS[:3],
            ),
        ),
        more_teams=0,
        actions=(
            facts(language, number=2, due_on=date(2026, 11, 19)),
            facts(language, number=5, due_on=date(2026, 11, 20)),
        ),
        action_count=2,
        is_admin=False,
        items=own_items(language)[:3],
        item_count=3,
        problems=(problems.facts(language, due_on=date(2026, 11, 18)),),
        problem_count=1,
        waiting=waiting(language),
    )
    return replace(made, **changes)


def waiting(language: str, text: str | None = None) -> Waiting:
    plan, items = drawn.facts(language), drawn.items(language)
    seen = Sighting("team_formed", True, "some", {"n": 5, "duties": 4}, False)
    asked = facts(language, number=9, drop_why=text or "The tool is gone")
    done = facts(language, **{**DONE, "number": 8})
    item = replace(items[2], title=text) if text else items[2]
    return Waiting((done, asked), (Proposal(plan, item, seen),), 0 if text is None else 4)


def agent(language: str) -> dict[str, Any]:
    made = page(language, waiting=Waiting(), reminders=False)
    review = ReviewLine(date(2026, 11, 16), finished=True, next_at=None)
    only = replace(made.teams[0], role="agent", manages=False, review=review)
    return home.answer(replace(made, teams=(only,)))


def own_items(language: str) -> tuple[OwnItem, ...]:
    plan = drawn.facts(language)
    items = [one for one in drawn.items(language) if one.status != "met"]
    return tuple(OwnItem(plan.team_name, plan.zone, one) for one in items)


def at_home(**changes: Any) -> Case:
    return lambda language: home.answer(page(language, **changes))


def two_teams(language: str) -> dict[str, Any]:
    other = replace(s.TEAMS[language], id=2, name=s.HOSTILE)
    quiet = s.report(language, team=other, figures=s.NONE, before=s.NONE)
    first = page(language).teams[0]
    teams = (replace(first, manages=False), HomeTeam(quiet, None, "agent", manages=False))
    actions = (
        facts(language),
        facts(language, team_id=2, team_name=s.HOSTILE, measure=s.HOSTILE),
    )
    items = [
        replace(one, item=replace(one.item, team_id=team_id, title=s.HOSTILE), team_name=s.HOSTILE)
        for team_id, one in enumerate(own_items(language)[:2], 1)
    ]
    made = page(language, teams=teams, actions=actions, action_count=11, more_teams=2)
    made = replace(made, items=tuple(items), item_count=12, waiting=waiting(language, s.HOSTILE))
    solved = (
        problems.facts(language),
        problems.new(language, team_id=2, team_name=s.HOSTILE, seen=s.HOSTILE),
    )
    made = replace(made, problems=solved, problem_count=5)
    return home.answer(replace(made, chosen="zh" if language == "en" else "en"))


def fullest(language: str) -> dict[str, Any]:
    """Return the tab with as much of everything as it ever shows."""
    made = page(language, more_teams=3, made_admin=True, is_admin=True)
    team = made.teams[0]
    teams = [
        replace(team, team=replace(team.team, team=replace(team.team.team, id=number)))
        for number in range(1, MOST_TEAMS + 1)
    ]
    waits = waiting(language, s.HOSTILE)
    actions = [facts(language, number=number, team_id=number % 2) for number in range(MOST_ACTIONS)]
    return home.answer(
        replace(
            made,
            teams=tuple(teams),
            waiting=Waiting(
                tuple(replace(waits.actions[1], number=50 + at) for at in range(MOST_WAITING)),
                tuple(
                    replace(waits.proposals[0], item=replace(waits.proposals[0].item, number=at))
                    for at in range(MOST_PROPOSALS)
                ),
                4,
            ),
            actions=tuple(actions),
            action_count=20,
            problems=tuple(problems.facts(language, number=at) for at in range(MOST_PROBLEMS)),
            problem_count=20,
            items=own_items(language)[:MOST_ITEMS],
            item_count=20,
        )
    )


def team_form(**changes: Any) -> Case:
    shown = SettingsForm(1, VALUES, SEEN)
    return lambda language: setup.form(replace(shown, **changes), s.READERS[language])


def saved(channel: setup.Channel | None = None, *, sample: bool = False, **changes: Any) -> Case:
    done = SavedSettings(
        1,
        "North Desk",
        "C0NORTH",
        is_new=False,
        has_tickets=True,
        changed=(
            Changed("limit", "15m", "10m"),
            Changed("limits", "gold=3m\nsilver=10m", ""),
            Changed("language", "en", "zh"),
            Changed("review_weekday", "4", "3"),
            Changed("channel", "C0OLD", "C0NORTH"),
            Changed("days_off", "", "2026-12-24\n2026-12-27..2026-12-31"),
        ),
    )
    return lambda language: setup.saved(replace(done, **changes), language, channel, sample=sample)


EMMA = Colleague("U0EMMA", "Emma", "Emma Clarke", "emma", None)
NAMES = (
    UnknownName(NameKey("Clarke, Emma", "k1"), 1_256, s.NOW, (EMMA,)),
    UnknownName(
        NameKey(s.HOSTILE, "k2"),
        1,
        s.NOW,
        (EMMA, replace(EMMA, user_id="U0E2", real_name=s.HOSTILE)),
    ),
    UnknownName(NameKey("night desk", "k3"), 2, s.NOW, ()),
)
TEAM = MembersPage(
    team_id=1,
    team_name="North Desk",
    zone="Asia/Shanghai",
    member_count=3,
    members=(
        MemberRow("U0EMMA", "Emma", "lead", ()),
        MemberRow("U0LI", "Li Wei", "agent", (NameKey("李伟", "k4"), NameKey(s.HOSTILE, "k5"))),
        MemberRow("U0NEW", "", "quality", tuple(NameKey(f"n{at}", f"k{at}") for at in range(9))),
    ),
    page=1,
    pages=1,
    unknown_count=3,
    unknown=NAMES,
    names_page=1,
    names_pages=1,
    has_tickets=True,
)
FULL = replace(
    TEAM,
    member_count=200,
    members=tuple(MemberRow(f"U{at}", "x", "agent", ()) for at in range(10)),
    page=2,
    pages=20,
    unknown_count=90,
    unknown=tuple(replace(NAMES[1], name=NameKey(s.HOSTILE, f"n{at}")) for at in range(8)),
    names_page=3,
    names_pages=12,
)


def team_members(shown: MembersPage = TEAM, **more: Any) -> Case:
    return lambda language: members.answer(shown, language, **more)


CASES: dict[str, Case] = {
    "home": at_home(),
    "home_agent": agent,
    "home_two_teams": two_teams,
    "home_fullest": fullest,
    "home_no_team": at_home(teams=(), actions=(), action_count=0, waiting=Waiting()),
    "home_first_admin": at_home(
        teams=(),
        actions=(),
        action_count=0,
        waiting=Waiting(),
        is_admin=True,
        made_admin=True,
        any_team=False,
    ),
    "home_refused": lambda _language: home.refused("Sorry."),
    "setup_new": team_form(
        team_id=None, values={**VALUES, "name": "", "channel": "", "limits": ""}, made_admin=True
    ),
    "setup_change": team_form(),
    "setup_phrases": team_form(
        values=VALUES | {"not_replies": "One moment, please\n<!channel>\nok"},
        phrases=(
            PhraseMet("One moment, please", 12, s.NOW),
            PhraseMet("<!channel>", 341, s.NOW),
            PhraseMet("ok"),
        ),
    ),
    "setup_phrases_many": team_form(
        phrases=tuple(PhraseMet(f"{s.HOSTILE} {n}"[:200], n, s.NOW) for n in range(50)),
    ),
    "setup_odd_zone": team_form(
        values={**VALUES, "zone": "Asia/Kathmandu", "name": s.HOSTILE[:80]}
    ),
    "setup_moved": team_form(
        turn=1,
        moved=(
            Moved("limit", "10m", "U0LI", s.NOW),
            Moved("name", s.HOSTILE, None, None),
            Moved("country", "", "U0LI", s.NOW),
        ),
    ),
    "setup_saved": saved(),
    "setup_saved_new": saved("asking", is_new=True, has_tickets=False),
    "setup_saved_sample": saved("joined", sample=True, is_new=True, has_tickets=False),
    "setup_saved_invite": saved("invite"),
    "setup_saved_unknown": saved("unknown"),
    "setup_saved_archived": saved("archived", changed=()),
    "setup_choose": lambda language: setup.choose(
        [(1, "North Desk"), (2, s.HOSTILE)], language, may_add=True
    ),
    "members": team_members(),
    "members_full": team_members(FULL, done="✓"),
    "members_asking": team_members(replace(TEAM, looking_up=True)),
    "members_by_email": team_members(by_email=[("a@b.co", "U0LI"), (s.HOSTILE, "U0EMMA")]),
    "members_empty": team_members(
        replace(TEAM, member_count=0, members=(), unknown=(), unknown_count=0, has_tickets=False)
    ),
    "members_choose": lambda language: members.choose(
        [(1, "North Desk"), (2, s.HOSTILE)], language
    ),
}
