"""What the eye falls on first: how fast, how much in time, who is waiting."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from bot.metrics.clocks import SECOND, Period, to_micros
from bot.metrics.figures import METRICS, Figures, Headline, Report, Told, rows, wilson
from bot.metrics.team import TeamView
from bot.metrics.tickets import Freshness
from bot.text import t
from bot.text.formats import duration, number, share
from bot.views.blocks import before_words, short_value

_SIGNS = "▼▲✓✗= "
"""What the eye catches and a screen reader would spell out."""


class Tile(NamedTuple):
    """A figure or None, its name, and notes below it; the first note goes into notifications."""

    value: str | None
    label: str
    notes: tuple[str, ...]

    def markup(self, language: str) -> str:
        """Return the tile as `mrkdwn`, the figure in bold."""
        figure = self._figure(language, "tile")
        return "\n".join((figure, *self.notes))

    def sentence(self, language: str) -> str:
        """Return the tile for notifications and screen readers."""
        figure = self._figure(language, "text")
        if not self.notes:
            return figure
        note = self.notes[0].lstrip(_SIGNS)
        return t(language, "report.text.note", sentence=figure, note=note)

    def _figure(self, language: str, form: str) -> str:
        if self.value is None:
            return t(language, f"report.{form}.none", label=self.label)
        return t(language, f"report.{form}.value", label=self.label, value=self.value)


def headline_value(figures: Figures | Headline, statistic: str) -> float | None:
    """Return the first response time in seconds by the team's statistic: median, mean or p90."""
    value: float | None = getattr(figures, f"frt_{statistic}_seconds")
    return value


class Compared(NamedTuple):
    """A team's figures beside those of the same part of the period before.

    `told` is what the change says, by metric, where there is enough to tell. Of a person's figures
    it is told how sure a share is.
    """

    team: TeamView
    figures: Figures
    before: Figures | Headline
    before_period: Period
    told: Mapping[str, Told]
    is_person: bool = False


def compared_of(report: Report) -> Compared:
    """Return the figures of an answer beside those before."""
    return Compared(
        report.team,
        report.figures,
        report.before,
        report.before_period,
        report.told,
        report.person is not None,
    )


def response_tile(language: str, compared: Compared) -> Tile:
    """Return the first response time with what it was before and n.

    It is called faster or slower only where chance does not explain it.
    """
    team, figures = compared.team, compared.figures
    label = t(language, f"report.frt.{team.statistic}")
    value = headline_value(figures, team.statistic)
    answered = answered_words(language, figures)
    hoped = expected_words(language, team, figures)
    if value is None:
        return Tile(None, label, (answered, *hoped))
    change = _change(language, compared, value)
    return Tile(duration(language, value), label, (change, answered, *hoped))


def _change(language: str, compared: Compared, now: float) -> str:
    statistic, before = compared.team.statistic, compared.before
    former, named = (
        headline_value(before, statistic),
        before_words(language, compared.before_period),
    )
    if former is None:
        return t(language, "report.frt.no_before", before=named)
    told, change = compared.told.get(f"frt_{statistic}"), round(now) - round(former)
    if told is None:
        was = duration(language, former)
        return t(language, "report.frt.was", before=named, value=was, n=before.answered)
    if change and (told == "better") == (change < 0) and told != "unclear":
        key = "report.frt.faster" if change < 0 else "report.frt.slower"
        return t(language, key, size=duration(language, abs(change)), before=named)
    return t(language, "report.frt.unclear", before=named, value=duration(language, former))


def expected_words(language: str, team: TeamView, figures: Figures) -> tuple[str, ...]:
    """Return what is to be expected once all are answered, where many still wait; else nothing.

    Nor where it is what was answered already.
    """
    found = figures.expected_p90 if team.statistic == "p90" else figures.expected_median
    if team.statistic == "mean" or found is None or not figures.many_wait:
        return ()
    key = "report.frt.expected_more" if found.is_more else "report.frt.expected"
    value, now = duration(language, found.seconds), headline_value(figures, team.statistic)
    if not found.is_more and now is not None and value == duration(language, now):
        return ()
    return (t(language, key, value=value, n=figures.open_waits or 0),)


def answered_words(language: str, figures: Figures) -> str:
    """Return how many of the tickets of which it is known were answered."""
    if figures.is_untold:
        return t(language, "report.frt.untold")
    key = "report.frt.answered" if figures.answered else "report.frt.unanswered"
    return t(
        language,
        key,
        answered=number(language, figures.answered),
        tickets=number(language, figures.tickets - figures.untold),
    )


def attainment_tile(language: str, compared: Compared) -> Tile:
    """Return the share answered in time against the target, what it was before and the counts."""
    team, figures = compared.team, compared.figures
    counts = outcome_counts(language, figures)
    label = t(language, "report.attainment")
    if figures.attainment is None:
        return Tile(None, label, (counts,) if counts else ())
    key = "short" if figures.attainment < team.attainment_target else "reached"
    against = t(
        language, f"report.attainment.{key}", target=share(language, team.attainment_target)
    )
    changed = _points(language, compared)
    notes = (against, changed, counts) if changed else (against, counts)
    if compared.is_person:
        notes = (*notes, sure_words(language, figures))
    return Tile(in_time(language, figures), label, notes)


def in_time(language: str, figures: Figures) -> str:
    """Return the share answered in time; there must be one."""
    return share(language, figures.attainment or 0.0)


def sure_words(language: str, figures: Figures) -> str:
    """Return between which shares the one answered in time surely lies."""
    low, high = _between(language, figures)
    return t(language, "report.attainment.sure", low=low, high=high)


def in_time_between(language: str, figures: Figures) -> str:
    """Return the share answered in time and between which it surely lies: of people never less."""
    value, (low, high) = in_time(language, figures), _between(language, figures)
    return t(language, "report.attainment.between", value=value, low=low, high=high)


def _between(language: str, figures: Figures) -> tuple[str, str]:
    low, high = wilson(figures.met, figures.judged)
    return share(language, low), share(language, high)


def outcome_counts(language: str, figures: Figures) -> str:
    """Return `36 met · 5 missed`, with pending and closed unanswered where there are any."""
    counts = {"met": figures.met, "missed": figures.missed}
    if not figures.met + figures.missed:
        counts = {}
    key = "no_response_late" if figures.closed_late else "no_response"
    for outcome, n in (("pending", figures.pending), (key, figures.no_response)):
        if n:
            counts[outcome] = n
    late = number(language, figures.closed_late)
    return " · ".join(
        t(language, f"report.count.{outcome}", n=number(language, n), late=late)
        for outcome, n in counts.items()
    )


def waiting_tile(
    language: str,
    figures: Figures,
    data: Freshness,
    as_of: datetime,
    *,
    is_past: bool = False,
) -> Tile:
    """Return who waits for a first reply now, whenever they came, and for how long at most.

    Where the data do not live any more, it says how old they are instead. `is_past`: it is of then.
    """
    label = t(language, "report.waiting.then" if is_past else "report.waiting")
    if not data.is_live:
        return Tile(
            None, label, (t(language, "report.waiting.stale", ago=age(language, data, as_of)),)
        )
    oldest = figures.oldest_wait_seconds
    if figures.open_waits_now is None:
        return Tile(None, label, (t(language, "report.waiting.untold"),))
    if figures.open_waits_now and oldest is not None:
        note = t(language, "report.waiting.oldest", wait=duration(language, oldest))
        return Tile(number(language, figures.open_waits_now), label, (note,))
    if figures.open_waits_now:
        return Tile(number(language, figures.open_waits_now), label, ())
    none = t(language, "report.waiting.none_then" if is_past else "report.waiting.none")
    return Tile(number(language, 0), label, (none,))


def age(language: str, data: Freshness, as_of: datetime) -> str:
    """Return how old the data are at an instant, as a length of time."""
    return duration(language, (to_micros(as_of) - (data.until or 0)) / SECOND)


def spread_tile(language: str, statistic: str, figures: Figures) -> Tile | None:
    """Return how far the slow ones lie from the headline, and the mean; None without answers."""
    name = "median" if statistic == "p90" else "p90"
    value = headline_value(figures, name)
    other = "median" if statistic == "mean" else "mean"
    also = headline_value(figures, other)
    if value is None or also is None:
        return None
    note = t(language, f"report.more.{other}", value=duration(language, also))
    return Tile(duration(language, value), t(language, f"report.spread.{name}"), (note,))


def more_line(language: str, figures: Figures) -> str:
    """Return average response time, solved share and satisfaction on one line of `mrkdwn`."""
    art = figures.art_mean_seconds
    value = t(language, "report.no_data") if art is None else duration(language, art)
    parts = (
        t(language, "report.more.art", value=value),
        _resolved(language, figures),
        *(_event(language, metric, figures) for metric in rows("event")),
    )
    return " · ".join(parts)


def _resolved(language: str, figures: Figures) -> str:
    if figures.resolution_rate is None:
        return t(language, "report.more.no_resolved")
    value = share(language, figures.resolution_rate)
    return t(
        language, "report.more.resolved", value=value, tickets=number(language, figures.resolvable)
    )


def _event(language: str, metric: str, figures: Figures) -> str:
    value, n = METRICS[metric].value(figures), METRICS[metric].n(figures)
    if value is None:
        return t(language, f"figure.none.{metric}")
    shown = short_value(language, metric, value)
    return t(language, f"figure.more.{metric}", value=shown, n=n)


def _points(language: str, compared: Compared) -> str | None:
    now, before = compared.figures.attainment, compared.before.attainment
    if now is None or before is None:
        return None
    told, was = compared.told.get("attainment"), share(language, before)
    if told is None:
        return t(language, "report.attainment.was", before=was, n=compared.before.judged)
    points = round(100 * now) - round(100 * before)
    if points and (told == "better") == (points > 0) and told != "unclear":
        key = "higher" if points > 0 else "lower"
        return t(language, f"report.attainment.{key}", n=abs(points), before=was)
    return t(language, "report.attainment.unclear", before=was)
