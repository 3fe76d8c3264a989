"""Where the watched metrics stand (`/frt warnings`)."""

from slackblocks import Element

from bot import ids
from bot.metrics.figures import METRICS
from bot.metrics.team import Reader
from bot.metrics.warnings.near_threshold import (
    GOOD_DAYS_TO_CLEAR,
    NEAR_DAYS_TO_WARN,
    SAYS_NOTHING,
)
from bot.metrics.warnings.report import ChangeLine, DayLine, Watch, WatchLine
from bot.text import formats, t
from bot.views.blocks import (
    Payload,
    actions,
    button,
    context,
    header,
    literal,
    markup,
    message,
    metric_title,
    metric_words,
    section,
    select,
    value_words,
)
from bot.views.warnings.chart import chart_blocks
from bot.views.warnings.words import day_words, samples_words, values_words


def answer(watch: Watch, reader: Reader) -> Payload:
    """Return the states, one metric's chart and its last changes, for the one who asked."""
    language, team = reader.language, watch.team
    chosen = next(line for line in watch.lines if line.rule == watch.chosen)
    text = t(
        language,
        "warning.watch.text",
        team=markup(team.name, 60),
        metric=metric_words(language, chosen.rule.metric),
        state=_state(chosen, language),
    )
    blocks = [
        header(t(language, "warning.watch.title", team=literal(team.name, 60)), "title"),
        *(
            section(_line(watch, line, language), f"state_{line.rule.metric}")
            for line in watch.lines
        ),
        *chart_blocks(language, watch.chosen, watch.days),
        section(_changes(watch, reader), "changes", _choice(watch, language)),
        context(_basis(watch, language), "basis"),
        actions(_settings(watch, language), "settings") if watch.may_set else None,
    ]
    return message(text, blocks)


def _settings(watch: Watch, language: str) -> list[Element]:
    """Return what sets the values of the metric that is shown, and what watches one more."""
    team_id, metric = watch.team.id, watch.chosen.metric
    change = ids.WarningRuleValue(team_id=team_id, metric=metric)
    made = [button(t(language, "warning.rule.change"), ids.WARNING_RULE, change)]
    if len(watch.lines) < len(METRICS):
        another = ids.WarningRuleValue(team_id=team_id)
        made.append(button(t(language, "warning.rule.another"), ids.WARNING_RULE_ANOTHER, another))
    return made


def _line(watch: Watch, line: WatchLine, language: str) -> str:
    last = day_words(language, line.rule, line.last) if line.last else None
    values = values_words(language, line.rule, watch.clock)
    return f"{state_line(line, language)}\n{' · '.join(filter(None, (last, values)))}"


def state_line(line: WatchLine, language: str) -> str:
    """Return where a metric stands, as one line of `mrkdwn`."""
    metric = metric_title(language, line.rule.metric)
    return t(language, "warning.watch.line", metric=metric, state=_state(line, language))


def _state(line: WatchLine, language: str) -> str:
    state, recovering = line.state, line.state == "recovering"
    if state == "normal":
        state = _normal(line.last)
    elif state == "no_data" and line.raised_on:
        state = "no_data_warned"
    who = line.acknowledged.user_id if line.acknowledged else ""
    return t(
        language,
        f"warning.watch.state.{state}",
        n=line.good_days if recovering else line.near_days,
        of=GOOD_DAYS_TO_CLEAR if recovering else NEAR_DAYS_TO_WARN,
        since=formats.day(language, line.raised_on) if line.raised_on else "",
        who=f"<@{who}>",
    )


def _normal(last: DayLine | None) -> str:
    """Return what a metric is that nothing is known to be wrong with: good only if it is known."""
    if last is None:
        return "not_judged"
    if last.kind != "no_data":
        return "normal"
    return "nothing" if last.reason in SAYS_NOTHING else "no_data"


def _choice(watch: Watch, language: str) -> Element | None:
    if len(watch.lines) < 2:
        return None
    options = [
        (
            metric_title(language, line.rule.metric),
            ids.WarningShowValue(team_id=watch.team.id, metric=line.rule.metric).dump(),
        )
        for line in watch.lines
    ]
    shown = ids.WarningShowValue(team_id=watch.team.id, metric=watch.chosen.metric).dump()
    placeholder = t(language, "warning.watch.choose")
    return select(ids.WARNING_SHOW, options, placeholder=placeholder, initial=shown)


def _changes(watch: Watch, reader: Reader) -> str:
    language, metric = reader.language, watch.chosen.metric
    name = metric_words(language, metric)
    if not watch.changes:
        return t(language, "warning.watch.no_changes", metric=name)
    lines = [_change(change, metric, reader) for change in watch.changes]
    return "\n".join([t(language, "warning.watch.changes", metric=name), *lines])


def _change(change: ChangeLine, metric: str, reader: Reader) -> str:
    language = reader.language
    at = (
        formats.day(language, change.day)
        if change.day
        else formats.instant(language, change.at, reader.zone)
    )
    value = value_words(language, metric, change.value) if change.value is not None else None
    return t(
        language,
        "warning.watch.change.value" if value else "warning.watch.change",
        at=at,
        change=t(language, f"warning.change.{change.reason}", who=f"<@{change.user_id}>"),
        value=value,
    )


def _basis(watch: Watch, language: str) -> str:
    zone, n_of = watch.team.zone, samples_words(language, watch.chosen)
    notes = [t(language, "warning.watch.rule", n=NEAR_DAYS_TO_WARN, n_of=n_of)]
    if watch.next_at is not None:
        at = formats.weekday_time(language, watch.next_at, zone)
        notes.append(t(language, "warning.watch.next", at=at, zone=zone.key))
    if watch.is_default:
        notes.append(t(language, "warning.watch.default"))
    if watch.unknown_years:
        years = t(language, "report.comma").join(map(str, watch.unknown_years))
        notes.append(t(language, "report.quality.unknown_years", years=years))
    return "\n".join(notes)
