"""The weekly review in its channel: the prompt while it is open, and once it is finished."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from slackblocks import Block, Element

from bot import ids
from bot.metrics.actions import ActionFacts
from bot.metrics.plans import phase_name
from bot.metrics.review.review import OUTCOMES, Review, outcome_of
from bot.text import t
from bot.text.formats import days, instant
from bot.views.blocks import (
    Payload,
    actions,
    as_much_as_fits,
    as_of_team,
    button,
    capital,
    context,
    header,
    history_button,
    literal,
    markup,
    message,
    section,
)
from bot.views.figures import reach_parts
from bot.views.plans import progress_words
from bot.views.review.lists import action_list, decision_list
from bot.views.review.week import (
    PRIMARY,
    causes_block,
    causes_button,
    number_lines,
    opening_tiles,
    week_words,
)

_PROMISED, _MEASURES, _DECISIONS = 2, 12, 12
_SHORT = 300
_PHASES = 6
_SETTLED = frozenset({"verified", "done", "dropped"})


def prompt(review: Review) -> Payload:
    """Return the message of a review in its team's language, only *History* once finished.

    Nobody's figures are named; the owners of actions are.
    """
    language = review.team.language
    text = _text(review, language, title_of(review, language))
    return as_much_as_fits(lambda share: message(text, _blocks(review, language, share)))


def _blocks(review: Review, language: str, share: float) -> list[Block | None]:
    return [
        header(title_of(review, language), "title"),
        section(_finished(review, language), "finished") if review.state.is_finished else None,
        section(number_lines(review, language), "headline"),
        open_promises(review, language, share),
        causes_block(review, language),
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


def title_of(review: Review, language: str) -> str:
    """Return what a review is called, for plain text: its team and week."""
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


def open_promises(review: Review, language: str, share: float = 1.0) -> Block:
    """Return what the promises came to, in numbers, and those first that are not settled."""
    promised = review.actions.promised
    left = [one for one in promised if outcome_of(one, review.now) not in _SETTLED]
    return promised_list(review, language, left, most=max(1, int(_PROMISED * share)))


def promised_list(review: Review, language: str, shown: Sequence[ActionFacts], most: int) -> Block:
    """Return what the promises came to, in numbers, and of those `shown` at most so many."""
    key = "promised" if review.last else "due"
    if not review.actions.promised:
        return section(t(language, f"review.{key}.none"), "promised")
    title = t(language, f"review.{key}", counts=outcome_words(review, language))
    if not shown:
        return section(f"*{title}*", "promised")
    return action_list(
        language,
        title,
        shown,
        review.now,
        most=most,
        block_id="promised",
        moves=review.actions.moves,
    )


def _recorded(review: Review, language: str, share: float) -> list[Block | None]:
    found = review.actions.measures
    blocks: list[Block | None] = []
    if found:
        blocks.append(listed(review, "measures", found, int(_MEASURES * share)))
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
    return blocks


def listed(
    review: Review, name: str, found: tuple[ActionFacts, ...] | list[ActionFacts], most: int
) -> Block:
    """Return actions under the title of that name."""
    language = review.team.language
    title = t(language, f"review.{name}", n=len(found))
    return action_list(language, title, found, review.now, most=most, block_id=name)


def details_button(review: Review, language: str) -> Element:
    """Return *Details*: all that a review and its minutes leave out."""
    value = ids.ReviewValue(team=review.team.id, week=review.state.week)
    return button(t(language, "report.button.details"), ids.REVIEW_DETAILS, value)


def _buttons(review: Review, language: str) -> list[Element]:
    week = review.state.week
    value, shows = ids.ReviewValue(team=review.team.id, week=week), details_button(review, language)
    past = history_button(language, review.team.id, "review", week.isoformat())
    if review.state.is_finished:
        return [shows, past]
    finish = ids.ReviewFinishValue(team=review.team.id, week=week, asks=True)
    make = ids.MakeAction(origin="review", ref=week.isoformat(), team_id=review.team.id)
    causes = causes_button(review, language)
    style = None if review.cases.unnamed else PRIMARY
    return [
        *([causes] if causes else []),
        button(t(language, "review.button.measure"), ids.ACTION_MAKE, make, style),
        button(t(language, "review.button.decide"), ids.REVIEW_DECIDE, value),
        button(t(language, "review.button.finish"), ids.REVIEW_FINISH, finish),
        shows,
    ]


def _small_print(review: Review, language: str) -> str:
    zone, last = review.team.zone, review.last
    lines = [] if review.state.is_finished else [t(language, "review.thread_hint")]
    if last and not last.is_finished:
        lines.append(t(language, "review.never_finished", day=days(language, last.week, last.week)))
    clock = capital(t(language, f"report.clock.{review.clock}"))
    as_of = as_of_team(language, review.judged_at, zone)
    basis = t(language, "report.basis.short", clock=clock, as_of=as_of)
    return "\n".join([*lines, " · ".join([basis, *reach_parts(review, language, zone)])])


def _text(review: Review, language: str, title: str) -> str:
    parts = []
    if review.actions.promised:
        key = "promised" if review.last else "due"
        parts.append(t(language, f"review.{key}", counts=outcome_words(review, language)))
    parts += [tile.sentence(language) for tile in opening_tiles(review, language)[:2]]
    parts.append(t(language, "cases.total", n=review.cases.total))
    lead = t(language, "review.semicolon").join(parts)
    return t(language, "review.text", title=markup(title, len(title)), lead=lead)
