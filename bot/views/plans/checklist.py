"""A checklist: its page as an answer, and as it stands in a channel."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.plans.plans import (
    SCOPES,
    STATUSES,
    Checklist,
    ItemFacts,
    PlanFacts,
    phase_name,
    standard_of,
    title_of,
)
from bot.metrics.team import Reader, TeamView
from bot.text import t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    choosing,
    context,
    goal_words,
    header,
    history_button,
    literal,
    markup,
    message,
    person,
    section,
    select,
    turns,
    with_page,
)
from bot.views.plans import evidence
from bot.views.plans.words import (
    MARKS,
    as_of,
    due_words,
    item_name,
    period_words,
    progress_words,
    sighting_words,
)

_STANDARD, _REMARK = 140, 160


def answer(found: Checklist, reader: Reader, now: datetime) -> Payload:
    """Return a page for one reader, with a select on each item that they may move."""
    language = reader.language
    listed = _listed(found)
    blocks = [
        *_top(found, language),
        actions(_scopes(found, language), "scopes"),
        *_items(found, listed, language, now),
        actions(_below(found, language), _row(None, listed, now)),
        turns(language, (found.page, found.pages), ids.CHECKLIST_TURN, listed),
        context(_hint(found, language), "hint"),
    ]
    return message(_summary(found, language), blocks)


def posted(found: Checklist, now: datetime) -> Payload:
    """Return a checklist as a channel sees it, in its team's language."""
    plan = found.progress.plan
    language = plan.language
    below = [_open(found.items, language)] if found.items and plan.is_current else []
    below.append(_history(plan, language))
    left = found.pages > 1
    hint = t(language, "checklist.more" if left else "checklist.posted")
    words = hint if plan.is_current else t(language, "checklist.closed")
    blocks = [
        *_top(found, language),
        *_items(found, None, language, now),
        actions(below, _row(None, None, now)),
        context(f"{as_of(plan, language, now)} · {words}", "hint"),
    ]
    return message(_summary(found, language), blocks)


def choose(scope: str, teams: Sequence[TeamView], language: str) -> Payload:
    """Return a select of the teams whose checklist may be meant."""
    options = [(one.name, ids.ChecklistValue(team_id=one.id, scope=scope)) for one in teams]
    return choosing(language, "checklist.choose", ids.CHECKLIST_TEAM, options)


def _top(found: Checklist, language: str) -> list[Block | None]:
    plan = found.progress.plan
    title = t(language, "checklist.title", team=literal(plan.team_name, 80))
    about = t(
        language,
        "checklist.plan",
        n=plan.number,
        goal=goal_words(plan.goal, language),
        period=period_words(plan, language),
    )
    return [
        header(title, "title"),
        section(f"{about}\n{progress_words(found.progress.whole, language)}", "progress"),
    ]


def _items(
    found: Checklist, listed: ids.ChecklistValue | None, language: str, now: datetime
) -> list[Block | None]:
    if not found.items:
        key = found.scope if found.scope in SCOPES else "all"
        return [section(t(language, f"checklist.empty.{key}"), "none")]
    blocks: list[Block | None] = []
    stands = {one.phase: one.progress for one in found.progress.phases}
    phase = None
    for item in found.items:
        if item.phase != phase:
            phase = item.phase
            words = f"*{markup(phase_name(phase, language), 40)}*"
            title = f"{words}  {progress_words(stands[phase], language)}"
            blocks.append(section(title, f"phase_{item.number}"))
        blocks += _item(found, item, listed, language, now)
    return blocks


def _item(
    found: Checklist,
    item: ItemFacts,
    listed: ids.ChecklistValue | None,
    language: str,
    now: datetime,
) -> list[Block | None]:
    chosen = _status(item, language) if item.number in found.movable else None
    today = found.progress.plan.today(now)
    lines = [f"{MARKS[item.status]} *{item_name(item, language)}*"]
    if standard := standard_of(item, language):
        lines.append(markup(standard, _STANDARD))
    owner = person(item.owner_id, language)
    if item.owner_id is None and item.role:
        role = t(language, f"template.role.{item.role}")
        owner = t(language, "checklist.nobody.role", role=role)
    lines.append(f"{owner} · {due_words(item, language, today)}")
    if item.remark:
        lines.append(t(language, "checklist.remark", text=markup(item.remark, _REMARK)))
    if proof := evidence.words(item, language):
        lines.append(proof)
    row = section("\n".join(lines), _row(item, listed, now), chosen)
    return [row, _sighting(found, item, listed, language, now)]


def _sighting(
    found: Checklist,
    item: ItemFacts,
    listed: ids.ChecklistValue | None,
    language: str,
    now: datetime,
) -> Block | None:
    sighting = found.sightings.get(item.number)
    if sighting is None:
        return None
    words = t(language, "checklist.seen", words=sighting_words(sighting, language))
    if not sighting.holds or item.number not in found.movable:
        return context(words, f"seen_{item.number}")
    value = _value(item)
    name = f"{item.number} · {title_of(item, language)}"
    confirm = button(t(language, "checklist.button.confirm"), ids.ITEM_CONFIRM, value, of=name)
    row = ids.RowValue(item=value, listed=listed, drawn=_drawn(now) + 1)
    return section(words, row.dump(), confirm)


def _status(item: ItemFacts, language: str) -> Element:
    options = [
        (
            f"{MARKS[status]} {t(language, f'checklist.status.{status}')}",
            ids.StatusValue(status=status).dump(),
        )
        for status in STATUSES
    ]
    return select(
        ids.ITEM_STATUS,
        options,
        placeholder=t(language, "checklist.label.status"),
        initial=ids.StatusValue.model_validate({"status": item.status}).dump(),
    )


def _open(items: Sequence[ItemFacts], language: str) -> Element:
    options = [
        (literal(f"{item.number} · {title_of(item, language)}", 75), _value(item).dump())
        for item in items
    ]
    return select(ids.ITEM_OPEN, options, placeholder=t(language, "checklist.open"))


def _scopes(found: Checklist, language: str) -> list[Element]:
    buttons: list[Element] = [
        button(
            t(language, f"checklist.scope.{scope}", count=found.counts[scope]),
            f"{ids.CHECKLIST_TURN}.{scope}",
            _listed(found, scope, 1),
            "primary" if scope == found.scope else None,
        )
        for scope in SCOPES
    ]
    phases = [
        (
            literal(phase_name(one.phase, language), 75),
            _listed(found, f"phase:{one.phase}", 1).dump(),
        )
        for one in found.progress.phases
    ]
    if len(phases) < 2:
        return buttons
    placeholder, present = t(language, "checklist.phase"), _listed(found, found.scope, 1).dump()
    chosen = select(ids.CHECKLIST_PHASE, phases, placeholder=placeholder, initial=present)
    return [*buttons, chosen]


def _below(found: Checklist, language: str) -> list[Element]:
    plan = found.progress.plan
    elements: list[Element] = [_open(found.items, language)] if found.items else []
    value = ids.PlanValue(team_id=plan.team_id, plan=plan.number, version=plan.version)
    if found.may_edit:
        elements += [
            button(t(language, "checklist.button.add"), ids.ITEM_ADD, value),
            button(t(language, "plan.button.dates"), ids.PLAN_DATES, value),
        ]
    post = button(t(language, "checklist.button.post"), ids.CHECKLIST_POST, _listed(found))
    return [*elements, post, _history(plan, language)]


def _history(plan: PlanFacts, language: str) -> Element:
    return history_button(language, plan.team_id, "checklist", str(plan.number))


def _hint(found: Checklist, language: str) -> str:
    return with_page(language, (found.page, found.pages), t(language, "checklist.hint"))


def _summary(found: Checklist, language: str) -> str:
    plan = found.progress.plan
    title = t(language, "checklist.title", team=markup(plan.team_name, 80))
    return f"{title}: {progress_words(found.progress.whole, language)}"


def _listed(
    found: Checklist, scope: str | None = None, page: int | None = None
) -> ids.ChecklistValue:
    return ids.ChecklistValue(
        team_id=found.progress.plan.team_id,
        scope=scope or found.scope,
        page=page or found.page,
    )


def _row(item: ItemFacts | None, listed: ids.ChecklistValue | None, now: datetime) -> str:
    value = _value(item) if item else None
    return ids.RowValue(item=value, listed=listed, drawn=_drawn(now)).dump()


def _drawn(now: datetime) -> int:
    return int(now.timestamp() * 10) % 1_000_000 * 2


def _value(item: ItemFacts) -> ids.ItemValue:
    return ids.ItemValue(team=item.team_id, plan=item.plan, item=item.number, version=item.version)
