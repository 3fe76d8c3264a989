"""The weekly review in its channel: the prompt while it is open, and once it is finished."""

from collections import Counter
from datetime import date

from slackblocks import Block, Element

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.plans import phase_name
from bot.metrics.review.review import OUTCOMES, Review, outcome_of
from bot.text import t
from bot.text.formats import days, duration, instant
from bot.views.blocks import (
    Payload,
    actions,
    as_much_as_fits,
    as_of_team,
    button,
    context,
    header,
    history_button,
    literal,
    markup,
    message,
    section,
)
from bot.views.figures import quality_line
from bot.views.plans import progress_words
from bot.views.review.learning import case_blocks
from bot.views.review.lists import action_list, decision_list
from bot.views.review.week import causes_block, opening_tiles, week_blocks, week_words

_PROMISED, _OVERDUE, _MEASURES, _DECISIONS, _LAST_DECISIONS = 8, 3, 12, 12, 3
_SHORT = 300
_PHASES = 6


def prompt(review: Review) -> Payload:
    """Return the message of a review in its team's language, only *History* once finished.

    Nobody's figures are named; the owners of actions are.
    """
    language = review.team.language
    text = _text(review, language, _title(review, language))
    return as_much_as_fits(lambda share: message(text, _blocks(review, language, share)))


def _blocks(review: Review, language: str, share: float) -> list[Block | None]:
    return [
        header(_title(review, language), "title"),
        section(_finished(review, language), "finished") if review.state.is_finished else None,
        *_promised(review, language, share),
        *week_blocks(review, language),
        causes_block(review, language),
        *case_blocks(review, language, may_change=not review.state.is_finished),
        checklist_block(review, language),
        *_this_week(review, language),
        *_recorded(review, language, share),
        actions(_buttons(review, language), "review"),
        context(_small_print(review, language), "basis"),
    ]


def week_of(language: str, week: date) -> str:
    """Return a week by its Monday: `the week of 9 Nov`."""
    return t(language, "review.week_of", day=days(language, week, week))


def outcome_words(review: Review, language: str) -> str:
    """Return what became of the promises in all: `1 done · 2 overdue · 3 open`."""
    counts = Counter(outcome_of(action, review.now) for action in review.actions.promised)
    moved = len(review.actions.moves)
    words = [
        t(language, f"review.count.{name}", n=counts[name]) for name in OUTCOMES if counts[name]
    ]
    return " · ".join([*words, t(language, "review.count.moved", n=moved)] if moved else words)


def checklist_block(review: Review, language: str) -> Block | None:
    """Return how the current plan's checklist stands, whole and by phase; None without a plan."""
    if review.plan is None:
        return None
    plan, whole = review.plan.plan, review.plan.whole
    title = t(language, "review.checklist", n=plan.number, met=whole.met, total=whole.total)
    lines = [
        t(
            language,
            "review.phase",
            phase=markup(phase_name(one.phase, language), 40),
            progress=progress_words(one.progress, language),
        )
        for one in review.plan.phases[:_PHASES]
    ]
    return section("\n".join([f"*{title}*", *lines]), "checklist")


def _title(review: Review, language: str) -> str:
    return t(
        language,
        "review.title",
        team=literal(review.team.name, 40),
        week=week_words(review, language),
    )


def _finished(review: Review, language: str) -> str:
    state = review.state
    at = instant(language, state.finished_at or review.now, review.team.zone)
    return t(language, "review.finished", who=f"<@{state.finished_by}>", at=at)


def _promised(review: Review, language: str, share: float) -> list[Block | None]:
    promised, last = review.actions.promised, review.last
    unfinished = None
    if last and not last.is_finished:
        unfinished = t(language, "review.never_finished", week=week_of(language, last.week))
    key = "promised" if last else "due"
    if not promised:
        none = t(language, f"review.{key}.none")
        opening: Block = section(none, "promised")
    else:
        opening = action_list(
            language,
            t(language, f"review.{key}", counts=outcome_words(review, language)),
            promised,
            review.now,
            most=int(_PROMISED * share),
            block_id="promised",
            moves=review.actions.moves,
        )
    before = review.last_decisions
    decided = (
        decision_list(
            language,
            t(language, "review.last_decisions", n=len(before)),
            before,
            most=_LAST_DECISIONS,
            longest=_SHORT,
            block_id="last_decisions",
        )
        if before
        else None
    )
    return [section(unfinished, "unfinished") if unfinished else None, opening, decided]


def _this_week(review: Review, language: str) -> list[Block | None]:
    found = review.actions
    known = {one.number: one for one in (*found.promised, *found.measures, *found.overdue)}
    late = sum(one.state(review.now) == "overdue" for one in known.values())
    counts = [
        t(language, "review.count.made", n=found.made),
        t(language, "review.count.done", n=found.done),
        t(language, "review.count.overdue", n=late),
    ]
    if not (found.made or found.done or late):
        return []
    line = t(language, "review.actions", counts=" · ".join(counts))
    rest = _listed(review, "overdue", found.overdue, _OVERDUE) if found.overdue else None
    return [section(line, "actions"), rest]


def _recorded(review: Review, language: str, share: float) -> list[Block | None]:
    found = review.actions.measures
    blocks: list[Block | None] = []
    if found:
        blocks.append(_listed(review, "measures", found, int(_MEASURES * share)))
    if review.decisions:
        title = t(language, "review.decisions", n=len(review.decisions))
        blocks.append(
            decision_list(
                language,
                title,
                review.decisions,
                most=int(_DECISIONS * share),
                longest=_SHORT,
                block_id="decisions",
            )
        )
    if review.state.is_finished:
        return blocks
    hint = t(language, "review.thread_hint")
    nothing = "" if blocks else t(language, "review.nothing_yet")
    return [*blocks, context("\n".join(filter(None, (nothing, hint))), "hint")]


def _listed(
    review: Review, name: str, found: tuple[ActionFacts, ...] | list[ActionFacts], most: int
) -> Block:
    language = review.team.language
    title = t(language, f"review.{name}", n=len(found))
    return action_list(language, title, found, review.now, most=most, block_id=name)


def _buttons(review: Review, language: str) -> list[Element]:
    week = review.state.week
    past = history_button(language, review.team.id, "review", week.isoformat())
    if review.state.is_finished:
        return [past]
    value = ids.ReviewValue(team=review.team.id, week=week)
    finish = ids.ReviewFinishValue(team=review.team.id, week=week, asks=True)
    make = ids.MakeAction(origin="review", ref=week.isoformat(), team_id=review.team.id)
    return [
        button(t(language, "review.button.measure"), ids.ACTION_MAKE, make, "primary"),
        button(t(language, "review.button.decide"), ids.REVIEW_DECIDE, value),
        button(t(language, "review.button.finish"), ids.REVIEW_FINISH, finish),
        past,
    ]


def _small_print(review: Review, language: str) -> str:
    zone = review.team.zone
    basis = t(
        language,
        "report.basis",
        clock=t(language, f"report.clock.{review.clock}"),
        limit=duration(language, review.team.frt_limit_seconds),
        as_of=as_of_team(language, review.judged_at, zone),
    )
    return f"{basis}\n{quality_line(review, language, zone)}"


def _text(review: Review, language: str, title: str) -> str:
    parts = []
    if review.actions.promised:
        key = "promised" if review.last else "due"
        parts.append(t(language, f"review.{key}", counts=outcome_words(review, language)))
    parts += [tile.sentence(language) for tile in opening_tiles(review, language)[:2]]
    parts.append(t(language, "cases.total", n=review.cases.total))
    lead = t(language, "review.semicolon").join(parts)
    return t(language, "review.text", title=markup(title, len(title)), lead=lead)
