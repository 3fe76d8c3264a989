"""A problem: its card with what came of it, and the no to who may not change it."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element, RichText, RichTextBlock, RichTextList, RichTextSection

from bot import ids
from bot.ids import register_step
from bot.metrics.actions import ActionFacts
from bot.metrics.problems.lists import PostedReport, ProblemCard, ReportPlace
from bot.metrics.problems.problems import ProblemFacts
from bot.registers.problems import PROBLEM, PROBLEMS
from bot.text import formats, t
from bot.views.actions import due_words as action_due
from bot.views.actions import make_button, status_words
from bot.views.blocks import (
    Payload,
    actions,
    button,
    capital,
    context,
    fields,
    history_button,
    literal,
    made_from,
    markup,
    message,
    metric_title,
    modal,
    person,
    section,
    ticket_link,
)
from bot.views.registers import words

SHORT = 120
_MOST_ACTIONS = 10
_MOST_REPORTS = 3
_LONGEST_FIELD = 1_500


def make_problem_button(language: str, value: ids.MakeProblem) -> Element:
    """Return *Make a problem*; only `commands/problems` answers it."""
    return button(t(language, "problem.button.make"), ids.PROBLEM_MAKE, value)


def card(shown: ProblemCard, language: str, now: datetime, above: str | None = None) -> Payload:
    """Return the card with the buttons that its state leaves; `above` is a `mrkdwn` sentence."""
    said = section(above, "above") if above else None
    return message(summary(shown.problem, language), [said, *_card(shown, language, now)])


def _card(shown: ProblemCard, language: str, now: datetime) -> list[Block | None]:
    problem = shown.problem
    return [
        context(f"{title(problem, language)} · {status(problem, language)}", "title"),
        section(f"*{markup(problem.seen, PROBLEMS.most('seen'))}*", "seen"),
        fields(_facts(problem, language, now), "facts"),
        *whys(problem.whys, language, "whys"),
        _text(cause_words(problem.cause, problem.root_cause, language), language, "root_cause"),
        _text(_escaped(problem.direction, "direction"), language, "direction"),
        _text(_escaped(problem.verification, "verification"), language, "verification"),
        _actions(shown, language, now),
        _reports(shown.reports, problem, language),
        context(_small_print(problem, language), "origin"),
        actions(_buttons(shown, language), "buttons"),
    ]


def card_modal(shown: ProblemCard, language: str, now: datetime) -> Payload:
    """Return the card in a modal, for where no message can be answered."""
    blocks = _card(shown, language, now)
    value = value_of(shown.problem)
    name = t(language, "problem.modal", number=shown.problem.number)
    close = t(language, "notice.close")
    return modal(name, blocks, close=close, callback_id=ids.PROBLEM_SHOW, metadata=value)


def title(problem: ProblemFacts, language: str) -> str:
    """Return what a problem is called, with its team, as `mrkdwn`."""
    team = markup(problem.team_name, 40)
    return t(language, "problem.title", number=problem.number, team=team)


def status(problem: ProblemFacts, language: str) -> str:
    """Return how a problem stands, with a mark."""
    return words.status_words(PROBLEMS, problem.status, language)


def summary(problem: ProblemFacts, language: str) -> str:
    """Return a problem in one sentence of `mrkdwn`, for notifications and screen readers."""
    return t(
        language,
        "problem.text",
        number=problem.number,
        state=t(language, f"problem.status.{problem.status}"),
        kind=t(language, f"problem.kind.{problem.kind}"),
        seen=markup(problem.seen, SHORT),
    )


def whys(answers: Sequence[str], language: str, block_id: str) -> list[Block | None]:
    """Return the answers to *why* as a numbered list in which nothing is read as markup."""
    if not answers:
        return []
    heading = RichTextSection([RichText(t(language, "problem.label.whys"), bold=True)])
    lines = [RichTextSection([RichText(literal(why, PROBLEMS.most("why1")))]) for why in answers]
    return [RichTextBlock([heading, RichTextList("ordered", lines)], block_id=block_id)]


def cause_words(cause: str | None, root_cause: str | None, language: str) -> str | None:
    """Return a root cause with its class as `mrkdwn`, None while none is named."""
    if not root_cause:
        return None
    named = t(language, f"cases.cause.{cause}") if cause else t(language, "problem.no_cause")
    text = markup(root_cause, PROBLEMS.most("root_cause"))
    return t(language, "problem.root_cause", cause=named, text=text)


def due_words(problem: ProblemFacts, language: str, now: datetime) -> str:
    """Return the date by which a problem is to be solved."""
    if problem.due_on is None:
        return t(language, "checklist.no_date")
    return formats.near_day(language, problem.due_on, problem.today(now))


def wrong_state(language: str, problem: ProblemFacts) -> str:
    """Return that a problem has to be reopened first, or is open already."""
    if not problem.is_closed:
        return t(language, "problem.not_closed", number=problem.number)
    return t(language, "problem.closed", number=problem.number, done=_closed(problem, language))


def value_of(problem: ProblemFacts) -> ids.ProblemValue:
    """Return what a button on a problem carries."""
    return ids.ProblemValue(team_id=problem.team_id, number=problem.number, version=problem.version)


def posted_words(report: PostedReport, problem: ProblemFacts, language: str) -> str:
    """Return who posted a report when, and where it stands."""
    comma = t(language, "action.comma")
    return t(
        language,
        "problem.reported",
        at=formats.instant(language, report.made_at, problem.zone),
        who=person(report.made_by, language),
        channels=comma.join(_place(place, language) for place in report.places) or "–",
    )


def _place(place: ReportPlace, language: str) -> str:
    channel = f"<#{place.channel_id}>"
    if place.status == "posted":
        return channel
    failed = place.status in {"skipped", "ambiguous"}
    key = "problem.place.failed" if failed else "problem.place.waiting"
    return t(language, key, channel=channel)


def _facts(problem: ProblemFacts, language: str, now: datetime) -> list[str]:
    shown = [("kind", capital(t(language, f"problem.kind.{problem.kind}")))]
    if problem.metric:
        shown.append(("metric", metric_title(language, problem.metric)))
    shown.append(("owner", person(problem.owner_id, language)))
    shown.append(("due", due_words(problem, language, now)))
    if problem.tickets:
        comma = t(language, "action.comma")
        addresses, ids_of = problem.addresses, [one for _, one in problem.tickets]
        named = [ticket_link(one, addresses.of(source)) for source, one in problem.tickets]
        if len(comma.join(named)) > _LONGEST_FIELD:
            named = [markup(one, 40) for one in ids_of]
        while len(comma.join(named)) > _LONGEST_FIELD:
            named.pop()
        shown.append(("tickets", comma.join(named)))
    return [f"*{t(language, f'problem.label.{name}')}*\n{value}" for name, value in shown]


def _escaped(text: str | None, name: str) -> str | None:
    return markup(text, PROBLEMS.most(name)) if text else None


def _text(text: str | None, language: str, name: str) -> Block | None:
    if not text:
        return None
    return section(f"*{t(language, f'problem.label.{name}')}*\n{text}", name)


def _actions(shown: ProblemCard, language: str, now: datetime) -> Block | None:
    if not shown.actions:
        key = "problem.actions.none"
        return None if shown.problem.is_closed else context(t(language, key), "actions")
    lines = [f"*{t(language, 'problem.label.actions')}*"]
    lines += [_action(one, language, now) for one in shown.actions[:_MOST_ACTIONS]]
    left = len(shown.actions) - _MOST_ACTIONS
    if left > 0:
        lines.append(t(language, "problem.actions.more", n=left))
    return section("\n".join(lines), "actions")


def _action(action: ActionFacts, language: str, now: datetime) -> str:
    return t(
        language,
        "problem.action",
        number=action.number,
        state=status_words(action, language),
        measure=markup(action.measure, 80),
        owner=person(action.owner_id, language),
        due=action_due(action, language, now),
    )


def _reports(reports: Sequence[PostedReport], problem: ProblemFacts, language: str) -> Block | None:
    lines = [posted_words(one, problem, language) for one in reports[:_MOST_REPORTS]]
    return context("\n".join(lines), "reports")


def _small_print(problem: ProblemFacts, language: str) -> str:
    at = formats.instant(language, problem.created_at, problem.zone)
    made = t(language, "action.made", who=person(problem.created_by, language), at=at)
    origin = (problem.origin, problem.origin_ref, language, problem.addresses)
    lines = [f"{made_from('problem', *origin)} · {made}"]
    if problem.analysis_started_at is not None:
        at = formats.instant(language, problem.analysis_started_at, problem.zone)
        who = person(problem.analysis_started_by, language)
        lines.append(t(language, "problem.started", who=who, at=at))
    if problem.is_closed:
        lines.append(_closed(problem, language))
        if problem.closed_why:
            lines.append(markup(problem.closed_why, PROBLEMS.most("close")))
    return "\n".join(lines)


def _closed(problem: ProblemFacts, language: str) -> str:
    if problem.closed_at is None:
        return ""
    at = formats.instant(language, problem.closed_at, problem.zone)
    return t(language, "problem.closed_by", who=person(problem.closed_by, language), at=at)


def _buttons(shown: ProblemCard, language: str) -> list[Element]:
    problem = shown.problem
    if problem.is_closed:
        offered = ["report", "reopen"]
    else:
        started = problem.analysis_started_at is not None
        offered = [*([] if started else ["start"]), "whys", "change", "report", "close"]
    likely = _likely(shown)
    made = [
        button(
            t(language, f"problem.step.{name}"),
            register_step(PROBLEM, name),
            value_of(problem),
            "primary" if name == likely else None,
        )
        for name in offered
    ]
    made.append(history_button(language, problem.team_id, PROBLEM, str(problem.number)))
    if not problem.is_closed:
        ref = str(problem.number)
        act = make_button(language, "problem", ref, problem.team_id)
        made.insert(1 + offered.index("whys"), act)
    return made


def _likely(shown: ProblemCard) -> str:
    if shown.verified and shown.verified == len(shown.actions):
        return "close"
    return "whys" if shown.problem.status in {"open", "reopened"} else ""
