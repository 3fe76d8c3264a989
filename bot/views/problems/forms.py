"""What is proposed for a new problem, what speaks for closing one, and the form of a report."""

from collections.abc import Mapping, Sequence

from slackblocks import Block

from bot import ids
from bot.metrics.figures import unit
from bot.metrics.problems.lists import ProblemCard, ProblemForm
from bot.metrics.problems.report import ProblemReportFacts, says_the_same
from bot.metrics.registers import AnyEntry, AnyStep
from bot.metrics.team import Reader
from bot.registers.problems import acted_on
from bot.text import formats, t
from bot.views.blocks import (
    Fields,
    Payload,
    context,
    form,
    literal,
    metric_words,
    section,
    verdict_words,
)
from bot.views.problems.card import posted_words
from bot.views.problems.report import report_blocks

_ROOM = "problem"
_MOST_TEAMS = 100


def proposed(made: ProblemForm, language: str) -> Mapping[str, str]:
    """Return what the form of a new problem holds at first, from what it is made of."""
    if made.case is not None:
        key, verdict = made.case
        what = verdict_words(language, verdict)
        seen = t(language, "problem.proposed.case", id=literal(key[1], 80), what=what)
        return {
            "kind": "delay",
            "seen": seen,
            "metric": "attainment",
            "tickets": key[1],
        }
    if made.warned is not None:
        metric, day = made.warned
        named = metric_words(language, metric)
        raised = formats.day(language, day)
        seen = t(language, "problem.proposed.warning", metric=named, day=raised)
        is_late = unit(metric) == "duration" or metric == "attainment"
        kind = "delay" if is_late else "other"
        return {"kind": kind, "seen": seen, "metric": metric}
    return {"seen": made.text}


def basis(problem: AnyEntry, step: AnyStep, language: str) -> str | None:
    """Return what became of a problem's actions, above the form that closes it."""
    if step.name != "close":
        return None
    states = acted_on(problem)
    if not states:
        return t(language, "problem.basis.none")
    verified, left = (states.count(state) for state in ("verified", "open"))
    words = t(language, "problem.basis", n=len(states), verified=verified)
    if left:
        words = f"{words}\n{t(language, 'problem.basis.open', n=left)}"
    return words if verified else f"{words}\n{t(language, 'problem.basis.why')}"


def report(
    shown: ProblemCard,
    value: ids.ProblemFormValue,
    reader: Reader,
    present: ProblemReportFacts,
    last: ProblemReportFacts | None,
    channels: Sequence[tuple[int, str]],
) -> Payload:
    """Return what was posted and when, what would be posted now, and the teams to choose from.

    Without `channels` nothing can be posted.
    """
    language, problem = reader.language, shown.problem
    blocks: list[Block | None] = []
    if last is not None:
        posted = posted_words(shown.reports[0], problem, language)
        blocks += [context(posted, "posted"), *report_blocks(last, language, "last")]
    if channels:
        if last is None or not says_the_same(last, present):
            key = "problem.form.now" if last else "problem.form.preview"
            blocks += [
                section(f"*{t(language, key)}*", "now"),
                *report_blocks(present, language, "now"),
            ]
        else:
            blocks.append(context(t(language, "problem.form.same"), "same"))
        options = [(name, str(team_id)) for team_id, name in channels[:_MOST_TEAMS]]
        own = str(problem.team_id) if last is None else ""
        held = {"teams": own}
        blocks.append(Fields(_ROOM, {}, language, held, value.turn).several("teams", options))
    submit = t(language, "problem.form.report.submit") if channels else None
    heading = t(language, "problem.form.report", n=problem.number)
    return form(heading, blocks, language, ids.PROBLEM_REPORT_FORM, value, submit=submit)
