"""A problem to solve as one paragraph: on App Home, and in what is offered of who left."""

from datetime import datetime

from slackblocks import Block

from bot import ids
from bot.metrics.problems.problems import ProblemFacts
from bot.text import t
from bot.views.blocks import button, markup, section
from bot.views.problems.card import SHORT, due_words, status, value_of


def line(
    problem: ProblemFacts,
    language: str,
    now: datetime,
    *,
    with_team: bool = False,
    name: str | None = None,
) -> Block:
    """Return a problem to solve, called by its `name` or its number, with *Open*."""
    text = line_words(problem, language, now, with_team=with_team, name=name)
    opens = button(t(language, "problem.button.open"), ids.PROBLEM_SHOW, value_of(problem))
    return section(text, f"problem_{problem.team_id}_{problem.number}", opens)


def line_words(
    problem: ProblemFacts,
    language: str,
    now: datetime,
    *,
    with_team: bool = False,
    name: str | None = None,
) -> str:
    """Return what a problem is, how it stands and by when it is to be solved, as `mrkdwn`."""
    details = [status(problem, language), due_words(problem, language, now)]
    late = (problem.today(now) - problem.due_on).days if problem.due_on else 0
    if late > 0:
        details.append(t(language, "checklist.overdue", n=late))
    if with_team:
        details.append(markup(problem.team_name, 40))
    return f"*{name or problem.number}* · {markup(problem.seen, SHORT)}\n{' · '.join(details)}"
