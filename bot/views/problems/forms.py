"""The modals in which a problem is made, analysed, changed, closed, reopened and reported."""

from collections.abc import Mapping, Sequence

from slackblocks import Block

from bot import ids
from bot.metrics.daily import CAUSES
from bot.metrics.figures import METRICS, unit
from bot.metrics.problems.lists import ProblemCard, ProblemForm
from bot.metrics.problems.problems import KINDS, LIMITS, WHYS, ProblemFacts, tickets_text
from bot.metrics.problems.report import ProblemReportFacts, says_the_same
from bot.metrics.team import Reader
from bot.text import formats, t
from bot.views.blocks import (
    NEW,
    Fields,
    Late,
    Payload,
    above,
    capital,
    context,
    form,
    literal,
    markup,
    metric_title,
    metric_words,
    section,
    verdict_words,
)
from bot.views.problems.card import posted_words, status, title
from bot.views.problems.report import report_blocks

_ROOM = "problem"
_MOST_TEAMS = 100


def make(made: ProblemForm, value: ids.MakeProblem, language: str) -> Payload:
    """Return the form of a new problem, filled in from where it is made."""
    only = made.teams[0].id if len(made.teams) == 1 else None
    fields = Fields(_ROOM, LIMITS, language, _proposed(made, language), 0)
    teams = [(literal(team.name, 75), str(team.id)) for team in made.teams[:_MOST_TEAMS]]
    cut = t(language, "action.form.cut", most=LIMITS["seen"]) if made.is_cut else None
    blocks = [
        fields.chosen("team", teams) if only is None else None,
        *_about(fields, language),
        context(cut, "cut"),
    ]
    return form(
        t(language, "problem.form.make"),
        blocks,
        language,
        ids.PROBLEM_MAKE_FORM,
        value.model_copy(update={"team_id": only}),
        submit=t(language, "problem.form.make.submit"),
    )


def change(
    problem: ProblemFacts, value: ids.ProblemFormValue, reader: Reader, late: Late = NEW
) -> Payload:
    """Return what a problem is about, to be changed."""
    language = reader.language
    fields = _fields(problem, value, language, late)
    blocks = [*above(late, reader, _ROOM), *_about(fields, language)]
    return _form("change", problem, blocks, language, ids.PROBLEM_CHANGE_FORM, value)


def five_whys(
    problem: ProblemFacts, value: ids.ProblemFormValue, reader: Reader, late: Late = NEW
) -> Payload:
    """Return five answers to *why* in order, the root cause and its class."""
    language = reader.language
    fields = _fields(problem, value, language, late)
    causes = [(capital(t(language, f"cases.cause.{cause}")), cause) for cause in CAUSES]
    blocks = [
        *above(late, reader, _ROOM),
        _present(problem, language),
        *(fields.written(name, needed=name == WHYS[0]) for name in WHYS),
        fields.written("root_cause", multiline=True),
        fields.chosen("cause", causes, needed=False),
        fields.written("direction", multiline=True),
    ]
    return _form("whys", problem, blocks, language, ids.PROBLEM_WHYS_FORM, value)


def close(
    shown: ProblemCard, value: ids.ProblemFormValue, reader: Reader, late: Late = NEW
) -> Payload:
    """Return the form that closes a problem; without a verified action it needs a reason."""
    language, problem = reader.language, shown.problem
    fields = _fields(problem, value, language, late)
    blocks = [
        *above(late, reader, _ROOM),
        _present(problem, language),
        section(_basis(shown, language), "basis"),
        fields.written("close", needed=not shown.verified, multiline=True),
    ]
    return _form("close", problem, blocks, language, ids.PROBLEM_CLOSE_FORM, value)


def reopen(
    problem: ProblemFacts, value: ids.ProblemFormValue, reader: Reader, late: Late = NEW
) -> Payload:
    """Return the form that reopens a closed problem."""
    language = reader.language
    fields = _fields(problem, value, language, late)
    blocks = [
        *above(late, reader, _ROOM),
        _present(problem, language),
        fields.written("reopen", needed=True, multiline=True),
    ]
    return _form("reopen", problem, blocks, language, ids.PROBLEM_REOPEN_FORM, value)


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
        blocks.append(Fields(_ROOM, LIMITS, language, held, value.turn).several("teams", options))
    submit = t(language, "problem.form.report.submit") if channels else None
    heading = t(language, "problem.form.report", n=problem.number)
    return form(heading, blocks, language, ids.PROBLEM_REPORT_FORM, value, submit=submit)


def _proposed(made: ProblemForm, language: str) -> Mapping[str, str]:
    if made.case is not None:
        key, verdict = made.case
        what = verdict_words(language, verdict)
        seen = t(language, "problem.proposed.case", id=literal(key[1], 80), what=what)
        return {
            "kind": "delay",
            "seen": seen,
            "metric": "attainment",
            "tickets": tickets_text([key]),
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


def _about(fields: Fields, language: str) -> list[Block]:
    kinds = [(capital(t(language, f"problem.kind.{kind}")), kind) for kind in KINDS]
    metrics = [(metric_title(language, one), one) for one in METRICS]
    return [
        fields.chosen("kind", kinds),
        fields.written("seen", needed=True, multiline=True),
        fields.chosen("metric", metrics, needed=False),
        fields.written("tickets"),
        fields.written("direction", multiline=True),
        fields.person("owner", needed=False),
        fields.day("due", needed=False),
        fields.written("verification", multiline=True),
    ]


def _fields(
    problem: ProblemFacts, value: ids.ProblemFormValue, language: str, late: Late
) -> Fields:
    return Fields(_ROOM, LIMITS, language, problem.texts() | dict(late.texts), value.turn)


def _form(
    name: str,
    problem: ProblemFacts,
    blocks: Sequence[Block | None],
    language: str,
    callback_id: str,
    value: ids.ProblemFormValue,
) -> Payload:
    heading = t(language, f"problem.form.{name}", n=problem.number)
    submit = t(language, f"problem.form.{name}.submit")
    return form(heading, blocks, language, callback_id, value, submit=submit)


def _present(problem: ProblemFacts, language: str) -> Block:
    heading = f"*{title(problem, language)}* · {status(problem, language)}"
    return section(f"{heading}\n{markup(problem.seen, LIMITS['seen'])}", "present")


def _basis(shown: ProblemCard, language: str) -> str:
    if not shown.actions:
        return t(language, "problem.basis.none")
    words = t(language, "problem.basis", n=len(shown.actions), verified=shown.verified)
    left = sum(action.is_open for action in shown.actions)
    if left:
        words = f"{words}\n{t(language, 'problem.basis.open', n=left)}"
    return words if shown.verified else f"{words}\n{t(language, 'problem.basis.why')}"
