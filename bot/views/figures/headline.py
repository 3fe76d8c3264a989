"""What the eye falls on first: how fast, how much in time, who is waiting."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from bot.metrics.clocks import SECOND, Period, to_micros
from bot.metrics.figures import Figures, Headline, Report, Told, too_few, wilson
from bot.metrics.team import TeamView
from bot.metrics.tickets import Freshness
from bot.text import t
from bot.text.formats import duration, number, share
from bot.views.blocks import before_words

SIGNS = "▼▲✓✗= "
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

    def row(self, language: str) -> str:
        """Return the tile as a line of its own in `mrkdwn`."""
        return " · ".join((self._figure(language, "tile"), *self.notes))

    def line(self, language: str) -> str:
        """Return the tile as `mrkdwn` within a line, with its first note."""
        return self._noted(language, self._figure(language, "tile"))

    def sentence(self, language: str) -> str:
        """Return the tile for notifications and screen readers."""
        return self._noted(language, self._figure(language, "text"))

    def _noted(self, language: str, figure: str) -> str:
        if not self.notes:
            return figure
        note = self.notes[0].lstrip(SIGNS)
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

    `told` is what the change says, by metric, where there is enough to tell, `target` what the
    share in time is to reach. Of a person's figures it is told how sure a share is.
    """

    team: TeamView
    figures: Figures
    before: Figures | Headline
    before_period: Period
    told: Mapping[str, Told]
    target: float
    is_person: bool = False


def compared_of(report: Report) -> Compared:
    """Return the figures of an answer beside those before."""
    return Compared(
        report.team,
        report.figures,
        report.before,
        report.before_period,
        report.told,
        report.target.goal.value,
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
    change = _change(language, compared)
    return Tile(duration(language, value), label, (change, answered, *hoped))


def _change(language: str, compared: Compared) -> str:
    statistic, before = compared.team.statistic, compared.before
    former = headline_value(before, statistic)
    named = before_words(language, compared.before_period)
    if former is None:
        return t(language, "report.frt.no_before", before=named)
    was = duration(language, former)
    if f"frt_{statistic}" not in compared.told:
        return t(language, "report.frt.was", before=named, value=was, n=before.answered)
    claim = response_claim(language, compared)
    return claim or t(language, "report.frt.unclear", before=named, value=was)


def response_claim(language: str, compared: Compared) -> str | None:
    """Return how much faster or slower first responses are, None where that may be chance."""
    statistic = compared.team.statistic
    now = headline_value(compared.figures, statistic)
    former = headline_value(compared.before, statistic)
    told = compared.told.get(f"frt_{statistic}")
    if now is None or former is None or told in {None, "unclear"}:
        return None
    change = round(now) - round(former)
    if not change or (told == "better") != (change < 0):
        return None
    key = "report.frt.faster" if change < 0 else "report.frt.slower"
    named = before_words(language, compared.before_period)
    return t(language, key, size=duration(language, abs(change)), before=named)


def expected_words(language: str, team: TeamView, figures: Figures) -> tuple[str, ...]:
    """Return what is to be expected once all are answered, where many still wait; else nothing.

    Nor where it is what was answered already, or more than nothing.
    """
    found = figures.expected_p90 if team.statistic == "p90" else figures.expected_median
    if team.statistic == "mean" or found is None or not figures.many_wait or found.seconds < 1:
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
    """Return the share answered in time against the target, what it was before and the counts.

    Of too few tickets it is how many of them, held against nothing.
    """
    target, figures = compared.target, compared.figures
    counts = outcome_counts(language, figures)
    label = in_time_label(language, figures)
    if figures.attainment is None or too_few(figures.judged):
        value = None if figures.attainment is None else in_time(language, figures)
        return Tile(value, label, (counts,) if counts else ())
    key = "short" if figures.attainment < target else "reached"
    against = t(language, f"report.attainment.{key}", target=share(language, target))
    changed = _points(language, compared)
    notes = (against, changed, counts) if changed else (against, counts)
    if compared.is_person:
        notes = (*notes, sure_words(language, figures))
    return Tile(in_time(language, figures), label, notes)


def in_time_label(language: str, figures: Figures | Headline) -> str:
    """Return what `in_time` is called: where it is no share, it is not called one."""
    is_count = figures.attainment is not None and too_few(figures.judged)
    return t(language, "report.few.label" if is_count else "report.attainment")


def in_time(language: str, figures: Figures | Headline) -> str:
    """Return the share answered in time, or of too few tickets how many; there must be one."""
    found = figures.attainment or 0.0
    if not too_few(figures.judged):
        return share(language, found)
    met, judged = round(found * figures.judged), figures.judged
    return t(language, "report.few", met=met, judged=judged)


def sure_words(language: str, figures: Figures) -> str:
    """Return between which shares the one answered in time surely lies."""
    low, high = _between(language, figures)
    return t(language, "report.attainment.sure", low=low, high=high)


def in_time_between(language: str, figures: Figures) -> str:
    """Return the share answered in time and between which it surely lies: of people never less."""
    if too_few(figures.judged):
        return in_time(language, figures)
    value, (low, high) = in_time(language, figures), _between(language, figures)
    return t(language, "report.attainment.between", value=value, low=low, high=high)


def _between(language: str, figures: Figures) -> tuple[str, str]:
    low, high = wilson(figures.met, figures.judged)
    return share(language, low), share(language, high)


def outcome_counts(language: str, figures: Figures, *, judged: bool = True) -> str:
    """Return `36 met · 5 missed`, with pending and closed unanswered where there are any.

    Without those `judged` only the latter, for where the former stand beside it.
    """
    counts = {"met": figures.met, "missed": figures.missed} if judged else {}
    if not figures.judged:
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
        key = "report.waiting.oldest" if oldest >= 1 else "report.waiting.begun"
        note = t(language, key, wait=duration(language, oldest))
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


def _points(language: str, compared: Compared) -> str | None:
    now, before = compared.figures.attainment, compared.before.attainment
    if now is None or before is None:
        return None
    was, n = in_time(language, compared.before), compared.before.judged
    if too_few(n):
        return t(language, "report.was", before=was)
    if "attainment" not in compared.told:
        return t(language, "report.attainment.was", before=was, n=n)
    claim = points_claim(language, compared)
    return claim or t(language, "report.attainment.unclear", before=was)


def points_claim(language: str, compared: Compared) -> str | None:
    """Return by how many points the share in time rose or fell, None where that may be chance."""
    now, before = compared.figures.attainment, compared.before.attainment
    told = compared.told.get("attainment")
    if now is None or before is None or told in {None, "unclear"}:
        return None
    points = round(100 * now) - round(100 * before)
    if not points or (told == "better") != (points > 0):
        return None
    key = "report.attainment.higher" if points > 0 else "report.attainment.lower"
    return t(language, key, n=abs(points), before=in_time(language, compared.before))
