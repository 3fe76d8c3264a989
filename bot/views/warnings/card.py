"""A warning in the channel, that it cleared, and that there is no data."""

from slackblocks import Block

from bot import ids
from bot.metrics.team import Reader
from bot.metrics.warnings.near_threshold import GOOD_DAYS_TO_CLEAR, TOLD
from bot.metrics.warnings.report import (
    Acknowledgement,
    ClearedNote,
    DayLine,
    NoDataNote,
    Note,
    WarningCard,
)
from bot.text import formats, t
from bot.views.actions import make_button
from bot.views.blocks import (
    Payload,
    actions,
    button,
    capital,
    context,
    header,
    history_button,
    literal,
    markup,
    mentions,
    message,
    metric_title,
    metric_words,
    notice,
    section,
)
from bot.views.problems import make_problem_button
from bot.views.warnings.words import day_words, passed_words, run_words, samples_words, values_words

_SHORT = 60


def posted(note: Note) -> Payload:
    """Return the message for the team's channel, in its language."""
    if isinstance(note, WarningCard):
        return card(note)
    return cleared(note) if isinstance(note, ClearedNote) else no_data(note)


def card(made: WarningCard) -> Payload:
    """Return a warning: what is near its limit and since when, who has taken it on."""
    language, rule = made.team.language, made.rule
    team = made.team.name
    metric = metric_title(language, rule.metric)
    key = "warning.title.cleared" if made.cleared_on else "warning.title"
    near = [line for line in made.run if line.kind == "near"]
    passed = passed_words(language, rule)
    lead = t(language, "warning.lead", metric=metric, passed=passed, n=len(near))
    if made.cleared_on is None and made.acknowledged is None:
        text_key = "warning.text"
    else:
        text_key = "warning.text.cleared" if made.cleared_on else "warning.text.acknowledged"
    text = t(
        language,
        text_key,
        to=mentions(made.mentions),
        team=markup(team, _SHORT),
        metric=metric_words(language, rule.metric),
        passed=passed,
        n=len(near),
    ).strip()
    blocks = [
        header(t(language, key, metric=metric, team=literal(team, _SHORT)), "title"),
        section(f"{_addressed(made)}\n{lead}", "lead"),
        section(run_words(language, rule, made.run), "days"),
        context(_state(made), "state"),
        _buttons(made),
        context(_basis(made), "basis"),
    ]
    return message(text, blocks)


def cleared(note: ClearedNote) -> Payload:
    """Return that a warning has cleared, for its thread."""
    language, rule = note.team.language, note.rule
    sentence = t(
        language,
        "warning.cleared",
        metric=metric_title(language, rule.metric),
        n=sum(line.kind == "good" for line in note.days),
        since=formats.day(language, note.raised_on),
    )
    blocks = [
        section(sentence, "lead"),
        section(run_words(language, rule, note.days), "days"),
        context(capital(values_words(language, rule, note.clock)), "basis"),
    ]
    return message(sentence, blocks)


def no_data(note: NoDataNote) -> Payload:
    """Return that working days passed without data, and what to do about it."""
    language, rule = note.team.language, note.rule
    count, reason = len(note.days), note.days[-1].reason
    sentence = t(
        language,
        "warning.no_data",
        n=count,
        team=markup(note.team.name, _SHORT),
        metric=metric_words(language, rule.metric),
    )
    todo_key = f"warning.no_data.{reason if reason in TOLD else 'not_covered'}"
    todo = t(
        language,
        todo_key,
        ends=formats.clock_time(note.ends_at, note.team.zone),
    )
    blocks = [
        section(f"{_addressed(note)}\n{sentence}", "lead"),
        section(_empty(language, note.days, note), "days"),
        section(todo, "todo"),
        context(_covered(note), "basis"),
    ]
    return message(f"{mentions(note.mentions)} {sentence}".strip(), blocks)


def taken(by: Acknowledgement, reader: Reader) -> Payload:
    """Return that somebody else has acknowledged a warning before."""
    at = formats.instant(reader.language, by.at, reader.zone)
    return notice(t(reader.language, "warning.taken", who=f"<@{by.user_id}>", at=at))


def over(reader: Reader) -> Payload:
    """Return that a warning has cleared, or another one been raised since."""
    return notice(t(reader.language, "warning.taken.over"))


def _empty(language: str, lines: tuple[DayLine, ...], note: NoDataNote) -> str:
    return "\n".join(f"• {day_words(language, note.rule, line)}" for line in lines)


def _covered(note: NoDataNote) -> str:
    language, zone = note.team.language, note.team.zone
    if note.covered_until is None:
        return t(language, "warning.no_data.never")
    at = formats.instant(language, note.covered_until, zone)
    return t(language, "warning.no_data.until", at=at, zone=zone.key)


def _addressed(note: WarningCard | NoDataNote) -> str:
    key = "warning.quiet" if note.quiet else "warning.nobody"
    return mentions(note.mentions) or t(note.team.language, key)


def _state(made: WarningCard) -> str:
    language, zone = made.team.language, made.team.zone
    states = []
    if made.acknowledged:
        at = formats.instant(language, made.acknowledged.at, zone)
        who = f"<@{made.acknowledged.user_id}>"
        states.append(t(language, "warning.state.acknowledged_by", who=who, at=at))
    if made.cleared_on:
        day = formats.day(language, made.cleared_on)
        states.append(t(language, "warning.state.cleared_on", day=day))
    else:
        states.append(t(language, "warning.state.clears", n=GOOD_DAYS_TO_CLEAR))
    return "\n".join(states)


def _buttons(made: WarningCard) -> Block | None:
    language, metric = made.team.language, made.rule.metric
    value = ids.WarningValue(
        team_id=made.team.id, metric=metric, raised=made.raised_on, shown=made.shown
    )
    ref = f"{metric}:{made.raised_on.isoformat()}"
    problem = ids.MakeProblem(origin="warning", ref=ref, team_id=made.team.id)
    shown = ids.WarningShowValue(team_id=made.team.id, metric=metric)
    rest = [
        make_button(language, "warning", ref, made.team.id),
        make_problem_button(language, problem),
        button(t(language, "report.button.chart"), ids.WARNING_SHOW, shown),
        history_button(language, made.team.id, "warning", ref),
    ]
    if made.acknowledged or made.cleared_on:
        return actions(rest, "buttons")
    label = t(language, "warning.button.acknowledge")
    return actions([button(label, ids.WARNING_ACKNOWLEDGE, value), *rest], "buttons")


def _basis(made: WarningCard) -> str:
    language = made.team.language
    judged = t(
        language,
        "warning.judged",
        at=formats.instant(language, made.judged_at, made.team.zone),
        zone=made.team.zone.key,
        n_of=samples_words(language, made.rule),
    )
    return f"{capital(values_words(language, made.rule, made.clock))}\n{judged}"
