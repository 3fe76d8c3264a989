"""A team's improvement plan: the answer to `/frt plan`."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.plans.plans import PlanFacts, PlanProgress, PlanView, phase_name
from bot.metrics.team import Reader, TeamView
from bot.registers import REGISTERS
from bot.text import formats, t
from bot.views.actions import visible_words
from bot.views.blocks import (
    Payload,
    actions,
    button,
    choosing,
    context,
    fields,
    goal_words,
    header,
    history_button,
    literal,
    markup,
    message,
    section,
)
from bot.views.plans.words import period_words, progress_words
from bot.views.registers import words

_MOST_MEMBERS = 20


def answer(found: PlanView, reader: Reader, now: datetime) -> Payload:
    """Return the plan with its progress, or how to start one; buttons for those who may."""
    language = reader.language
    earlier = [_earlier(one, language) for one in found.earlier]
    if found.plan is None:
        return _none(found, earlier, language)
    plan, progress = found.plan.plan, found.plan
    title = t(language, "plan.title", n=plan.number, team=literal(plan.team_name, 80))
    goal = goal_words(plan.goal, language)
    blocks: list[Block | None] = [
        header(title, "title"),
        section(f"*{t(language, 'plan.label.goal')}*\n{goal}", "goal"),
        context(_visible(found, language), "visible"),
        fields(_facts(plan, language, now), "facts"),
        _members(plan, language),
        section(_phases(progress, language), "progress"),
        _resources(found, language),
        actions(_buttons(plan, language, may_edit=found.may_edit), "buttons"),
        context("\n".join(earlier), "earlier"),
    ]
    whole = progress_words(progress.whole, language)
    return message(f"{markup(title, 120)}: {goal}. {whole}", blocks)


def _visible(found: PlanView, language: str) -> str | None:
    if found.plan is None or found.visible is None:
        return None
    return visible_words(found.plan.plan.standard, found.visible, language)


def choose(teams: Sequence[TeamView], language: str) -> Payload:
    """Return a select of the teams whose plan may be meant."""
    options = [(one.name, ids.PlanValue(team_id=one.id)) for one in teams]
    return choosing(language, "plan.choose", ids.PLAN_TEAM, options)


def refusal(language: str, leads: Sequence[str]) -> str:
    """Return the polite no to somebody who may not change a plan, naming who may."""
    if not leads:
        return t(language, "plan.forbidden")
    comma = t(language, "action.comma")
    return t(language, "plan.forbidden.ask", leads=comma.join(f"<@{one}>" for one in leads))


def closed_words(plan: PlanFacts, language: str) -> str:
    """Return that nothing can be changed on a closed plan, and who closed it when."""
    at = formats.instant(language, plan.closed_at or plan.created_at, plan.zone)
    who = f"<@{plan.closed_by}>"
    return t(language, "plan.is_closed", n=plan.number, who=who, at=at)


def _none(found: PlanView, earlier: Sequence[str], language: str) -> Payload:
    key = "plan.none.start" if found.may_edit else "plan.none"
    text = t(language, key, team=markup(found.team.name, 80))
    start = ids.PlanValue(team_id=found.team.id)
    buttons: list[Element] = (
        [button(t(language, "plan.button.start"), ids.PLAN_START, start, "primary")]
        if found.may_edit
        else []
    )
    blocks = [
        section(text, "none"),
        actions(buttons, "buttons"),
        context("\n".join(earlier), "earlier"),
    ]
    return message(text, blocks)


def _facts(plan: PlanFacts, language: str, now: datetime) -> list[str]:
    left = (plan.last_on - plan.today(now)).days
    ends = t(language, "plan.ended") if left < 0 else t(language, "plan.days_left", n=left)
    shown = (
        ("period", f"{period_words(plan, language)}\n{ends}"),
        ("lead", f"<@{plan.lead_id}>"),
    )
    return [f"*{t(language, f'plan.label.{name}')}*\n{said}" for name, said in shown]


def _members(plan: PlanFacts, language: str) -> Block | None:
    if not plan.members:
        return None
    lines = [
        f"<@{one.user_id}> · {markup(one.duty, 120) if one.duty else t(language, 'plan.no_duty')}"
        for one in plan.members[:_MOST_MEMBERS]
    ]
    return section(f"*{t(language, 'plan.label.members')}*\n" + "\n".join(lines), "members")


def _phases(found: PlanProgress, language: str) -> str:
    whole = f"*{t(language, 'plan.label.progress')}*\n{progress_words(found.whole, language)}"
    lines = [
        f"{markup(phase_name(one.phase, language), 40)}: {progress_words(one.progress, language)}"
        for one in found.phases[:15]
    ]
    return "\n".join([whole, *lines])


def _resources(found: PlanView, language: str) -> Block | None:
    sums = words.sums_words(REGISTERS["resources"], found.resources, language)
    if sums is None:
        return None
    return section(f"*{t(language, 'plan.label.resources')}*\n{sums}", "resources")


def _buttons(plan: PlanFacts, language: str, *, may_edit: bool) -> list[Element]:
    listed = ids.ChecklistValue(team_id=plan.team_id)
    value = _value(plan)
    show = button(t(language, "plan.button.checklist"), ids.CHECKLIST_OPEN, listed, "primary")
    past = history_button(language, plan.team_id, "plan", str(plan.number))
    if not may_edit:
        return [show, past]
    edit = [
        button(t(language, f"plan.button.{name}"), action_id, value)
        for name, action_id in (
            ("dates", ids.PLAN_DATES),
            ("duties", ids.PLAN_DUTIES),
            ("change", ids.PLAN_CHANGE),
            ("close", ids.PLAN_CLOSE),
        )
        if name != "duties" or plan.members
    ]
    return [show, *edit, past]


def _earlier(found: PlanProgress, language: str) -> str:
    plan = found.plan
    at = formats.instant(language, plan.closed_at or plan.created_at, plan.zone)
    return t(
        language,
        "plan.earlier",
        n=plan.number,
        goal=goal_words(plan.goal, language),
        at=at,
        met=found.whole.met,
        total=found.whole.total,
    )


def _value(plan: PlanFacts) -> ids.PlanValue:
    return ids.PlanValue(team_id=plan.team_id, plan=plan.number, version=plan.version)
