"""The answer to `/frt problems`: a page of problems, and the causes that recur."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element

from bot import ids
from bot.metrics.problem_lists import ProblemCard, ProblemList, Recurring
from bot.metrics.report import Reader, TeamView
from bot.text import formats, t
from bot.views.choosing import choosing
from bot.views.complaint_words import progress_words
from bot.views.mentions import person
from bot.views.outside import literal, markup
from bot.views.paging import turns, with_page
from bot.views.parts import (
    Payload,
    actions,
    bar_chart,
    button,
    context,
    header,
    message,
    section,
    table,
)
from bot.views.problem import SHORT, due_words, make_problem_button, status, value_of
from bot.views.words import capital, period_words

RECENT = "last 90 days"
"""The period that a button offers."""
_MOST_RANKED = 15
_MOST_BARS = 8
_MOST_NUMBERS = 6
_FEWEST_BARS = 2


def answer(found: ProblemList, reader: Reader, now: datetime) -> Payload:
    """Return a page of problems, each with *Open*, and the ranking of causes of a period."""
    language = reader.language
    heading = t(
        language,
        "problem.list",
        team=literal(found.team.name, 40),
        name=_name(found, language, now),
    )
    here = _turn(found, found.scope, found.page)
    blocks: list[Block | None] = [
        header(heading, "title"),
        actions(_scopes(found, language), "scopes"),
        _clocks(found, language),
        *_ranking(found, language),
    ]
    if not found.problems and found.ranking is None:
        blocks.append(section(t(language, "problem.list.none.open"), "none"))
    blocks += [_line(one, language, now) for one in found.problems]
    blocks += [
        turns(language, (found.page, found.pages), ids.PROBLEM_LIST, here),
        context(_hint(found, language), "hint"),
    ]
    return message(markup(heading, len(heading)), blocks)


def choose(scope: str, teams: Sequence[TeamView], language: str) -> Payload:
    """Return a select of the teams whose problems may be meant."""
    options = [(one.name, ids.ProblemListValue(scope=scope, team_id=one.id)) for one in teams]
    return choosing(language, "problem.choose", ids.PROBLEM_LIST_TEAM, options)


def _clocks(found: ProblemList, language: str) -> Block | None:
    """Return how many complaints about delay wait for their analysis, with a way to them."""
    if not found.clocks.running + found.clocks.over:
        return None
    words = t(language, "complaint.words")
    run = button(t(language, "help.command", words=words), ids.HELP_RUN, ids.RunValue(text=words))
    heading = t(language, "complaint.list.title", team=markup(found.team.name, 40))
    return section(f"*{heading}*\n{progress_words(found.clocks, language)}", "clocks", run)


def _name(found: ProblemList, language: str, now: datetime) -> str:
    if found.period is not None:
        words = period_words(language, found.period, now)
        return t(language, "problem.list.period", n=found.total, period=words)
    key = "problem.list.open" if found.scope == "open" else "problem.list.all"
    return t(language, key, n=found.total)


def _scopes(found: ProblemList, language: str) -> list[Element]:
    open_count, count = found.counts
    scopes = (
        ("open", "open", t(language, "problem.scope.open", n=open_count)),
        ("all", "all", t(language, "problem.scope.all", n=count)),
        ("recent", RECENT, t(language, "problem.scope.recent")),
    )
    made = [
        button(
            label,
            f"{ids.PROBLEM_LIST}.{name}",
            _turn(found, scope, 1),
            "primary" if scope == found.scope else None,
        )
        for name, scope, label in scopes
    ]
    make = ids.MakeProblem(origin="command", team_id=found.team.id)
    return [*made, make_problem_button(language, make)]


def _line(shown: ProblemCard, language: str, now: datetime) -> Block:
    problem = shown.problem
    details = [status(problem, language), t(language, f"problem.kind.{problem.kind}")]
    if problem.cause:
        cause = t(language, f"cases.cause.{problem.cause}")
        details.append(t(language, "cases.cause.named", cause=cause))
    if problem.tickets:
        details.append(t(language, "problem.tickets", n=len(problem.tickets)))
    if shown.actions:
        count = len(shown.actions)
        details.append(t(language, "problem.verified", n=count, verified=shown.verified))
    if problem.owner_id:
        details.append(person(problem.owner_id, language))
    if problem.due_on:
        due = due_words(problem, language, now)
        details.append(t(language, "checklist.due", day=due))
    text = f"*{problem.number}* · {markup(problem.seen, SHORT)}\n{' · '.join(details)}"
    opens = button(t(language, "problem.button.open"), ids.PROBLEM_SHOW, value_of(problem))
    return section(text, f"problem-{problem.number}", opens)


def _ranking(found: ProblemList, language: str) -> list[Block | None]:
    if found.ranking is None:
        return []
    heading = section(f"*{t(language, 'problem.ranking')}*", "ranking")
    if not found.ranking:
        return [section(t(language, "problem.ranking.none"), "ranking")]
    columns = [t(language, f"problem.column.{name}") for name in _COLUMNS]
    rows = [_row(one, language) for one in found.ranking[:_MOST_RANKED]]
    drawn = [one for one in found.ranking if one.cause is not None][:_MOST_BARS]
    chart = _bars(drawn, language) if len(drawn) >= _FEWEST_BARS else None
    left = sum(len(one.numbers) for one in found.ranking if one.cause is None)
    note = t(language, "problem.ranking.unnamed", n=left) if left else None
    caption = t(language, "problem.ranking")
    return [heading, chart, table(caption, columns, rows), context(note, "unnamed")]


_COLUMNS = ("cause", "problems", "share", "tickets", "which")


def _row(one: Recurring, language: str) -> list[str | tuple[float, str]]:
    count = len(one.numbers)
    numbers = ", ".join(map(str, one.numbers[:_MOST_NUMBERS]))
    return [
        _cause(one, language),
        (count, formats.number(language, count)),
        (one.share, formats.share(language, one.share)),
        (one.tickets, formats.number(language, one.tickets)),
        numbers if count <= _MOST_NUMBERS else f"{numbers} …",
    ]


def _cause(one: Recurring, language: str) -> str:
    cause = f"cases.cause.{one.cause}" if one.cause else "problem.no_cause"
    kind = capital(t(language, f"problem.kind.{one.kind}"))
    return t(language, "problem.recurring", kind=kind, cause=t(language, cause))


def _bars(found: Sequence[Recurring], language: str) -> Block:
    name = t(language, "problem.column.problems")
    counts = [len(one.numbers) for one in found]
    labels = [_cause(one, language) for one in found]
    return bar_chart(t(language, "problem.chart"), labels, [(name, counts)], name)


def _turn(found: ProblemList, scope: str, page: int) -> ids.ProblemListValue:
    return ids.ProblemListValue(scope=scope, page=page, team_id=found.team.id)


def _hint(found: ProblemList, language: str) -> str:
    return with_page(language, (found.page, found.pages), t(language, "problem.list.hint"))
