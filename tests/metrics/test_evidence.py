"""Better, worse, or can't tell: against scipy, by hand, and where nothing was done."""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.metrics.clocks import BusinessClock, to_micros
from bot.metrics.clocks.working_hours import WorkingHours
from bot.metrics.figures import METRICS, evidence
from bot.metrics.figures.cohort import days_of, figures
from bot.metrics.figures.evidence import (
    Block,
    Days,
    Interval,
    drawn,
    interval,
    more_days,
    smallest_change,
    wilson,
    working_spans,
)
from bot.metrics.figures.percentiles import percentile
from bot.metrics.tickets import Standards, TicketFacts
from bot.sources import sample
from bot.sources.sample import Desk
from bot.sources.sample_desks import global_support, support_china

ORACLE = json.loads((Path(__file__).parent / "evidence.json").read_text())
"""Made once with scipy and statsmodels, which calls `by` names; intervals hold 90 %."""
QUANTILES = {"median": 0.5, "p90": 0.9}
BEGAN = datetime(2026, 11, 18, 9, tzinfo=UTC)
STEADY = 60
"""For so many days a sample team works as it always does; before, it was slower."""
ONE_DAY = timedelta(days=1)


def of(samples: list[list[float]], kind: str = "mean") -> Days:
    quantile = QUANTILES.get(kind)
    return Days(
        tuple(Block(len(one), sum(one), sorted(one) if quantile else ()) for one in samples),
        quantile,
    )


@pytest.mark.parametrize(
    "case", ORACLE["cases"], ids=lambda case: f"{case['kind']}-{len(case['before'])}"
)
def test_the_draws_are_those_of_scipy(case):
    changes = drawn(of(case["before"], case["kind"]), of(case["after"], case["kind"]))
    for share, expected in ((0.05, case["low"]), (0.95, case["high"])):
        # Of 2,000 draws a twentieth is known to 5 % of the standard error.
        assert percentile(changes, share) == pytest.approx(expected, abs=0.2 * case["error"])


@pytest.mark.parametrize("case", ORACLE["student"], ids=lambda case: str(case["freedom"]))
def test_student_s_t_is_that_of_scipy(case):
    found = evidence._student(0.95, case["freedom"])
    assert found == pytest.approx(case["value"], rel=0.002)


@pytest.mark.parametrize(
    "case", ORACLE["wilson"], ids=lambda case: f"{case['part']}-of-{case['whole']}"
)
def test_wilson_s_interval_is_that_of_statsmodels(case):
    found = wilson(case["part"], case["whole"])
    assert found == pytest.approx((case["low"], case["high"]), abs=1e-9)


def test_there_is_no_share_of_nothing():
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


def test_a_change_of_every_day_is_told_whichever_way_the_metric_gets_better():
    slow, fast = of([[600.0] * 6] * 5), of([[300.0] * 6] * 5)
    assert interval(slow, fast) == Interval(-300, -300)
    assert Interval(-300, -300).told("lower_is_better") == "better"
    assert Interval(-300, -300).told("higher_is_better") == "worse"
    assert Interval(1, 2).told("lower_is_better") == "worse"
    assert Interval(1, 2).told("higher_is_better") == "better"
    assert Interval(-1, 2).told("lower_is_better") == "unclear"
    assert interval(slow, slow) == Interval(0, 0)
    assert Interval(0, 0).told("lower_is_better") == "unclear"


@pytest.mark.parametrize("quantile", ["mean", "median"])
def test_nothing_is_said_of_too_few_days_or_samples(quantile: str):
    enough = of([[600.0] * 6] * 5, quantile)
    for few in (
        of([[300.0] * 20] * 4, quantile),
        of([[300.0] * 20] * 4 + [[]] * 3, quantile),
        of([[300.0] * 5] * 4 + [[300.0] * 9], quantile),
        of([], quantile),
    ):
        assert interval(enough, few) is None
        assert interval(few, enough) is None
        assert smallest_change(few, 20) is None
    assert interval(enough, enough) is not None


def test_days_without_tickets_are_drawn_as_well():
    gaps = of([[float(n)] * 6 for n in range(8)] + [[]] * 20)
    found = interval(gaps, gaps)
    assert found is not None
    assert found.low < 0 < found.high


def test_a_bad_week_is_less_certain_than_as_many_bad_days_here_and_there():
    bad, good = [[900.0] * 8] * 5, [[600.0] * 8] * 5
    in_a_row = of([*bad, *good, *good, *good])
    spread = of([day for n in range(5) for day in (bad[n], good[n], good[n], good[n])])
    quiet = of([[580.0] * 8] * 20)
    wide, narrow = interval(in_a_row, quiet), interval(spread, quiet)
    assert wide is not None
    assert narrow is not None
    assert narrow.high < 0 < wide.high


def test_how_alike_neighbouring_days_are():
    # Away from their mean by -½, -½, ½ and ½: r = ¼ and its bias ¼, so √(1½ / ½).
    assert evidence._likeness(of([[1.0], [1.0], [2.0], [2.0]])) == math.sqrt(3)
    assert evidence._likeness(of([[1.0], [2.0]] * 4)) == 1


def test_of_few_days_it_is_not_surer_than_of_many():
    draw, told = random.Random(7), Counter[str | None]()  # noqa: S311
    for _ in range(300):
        before, after = (
            of([[600 * draw.lognormvariate(0, 0.4)] * 8 for _ in range(5)]) for _ in range(2)
        )
        found = interval(before, after)
        told[found and found.told("lower_is_better")] += 1
    assert told["unclear"] >= 0.9 * told.total(), told


def test_half_the_width_needs_four_times_the_days():
    assert more_days(Interval(-20, 20), 10, wanted=-10) == 30
    assert more_days(Interval(-20, 20), 10, wanted=10) == 30
    assert more_days(Interval(-20, 20), 10, wanted=-20) == 0
    assert more_days(Interval(-20, 20), 10, wanted=-40) == 0
    with pytest.raises(ValueError, match="no change"):
        more_days(Interval(-20, 20), 10, wanted=0)


def test_the_smallest_change_is_seen_in_four_of_five_cases():
    seen = of([[600.0 + 60 * (-1) ** n] * 8 for n in range(60)])
    found = smallest_change(seen, 20)
    # Days that lie 60 s away on either side: a window's error is 60 / √20, two windows' √2 of it.
    factor = 1.7291 * math.sqrt(20 / 19) + 0.8416
    assert found == pytest.approx(factor * math.sqrt(2) * 60 / math.sqrt(20), rel=0.05)
    assert smallest_change(seen, 4) is None
    larger = smallest_change(seen, 5)
    assert larger is not None
    assert larger > 2 * (found or 0)


def test_days_off_go_with_the_working_day_before_them():
    clock = BusinessClock(
        global_support().zone, [(None, WorkingHours.parse("Mon-Fri 09:00-18:00"))], None
    )
    found = working_spans(date(2026, 11, 7), date(2026, 11, 15), clock)
    days = [(first.day, last.day) for first, last in found]
    assert days == [(7, 9), (10, 10), (11, 11), (12, 12), (13, 15)]
    assert working_spans(date(2026, 11, 7), date(2026, 11, 8), clock) == []


def desk_tickets(desk: Desk) -> list[TicketFacts]:
    """Return the tickets of a sample team's steady days, as its messages tell them."""
    first = (BEGAN - STEADY * ONE_DAY).date()
    return [facts(one) for one in sample.tickets(desk, BEGAN, since=first)]


def facts(record: sample.Record) -> TicketFacts:
    def at(text: str) -> int:
        return to_micros(datetime.fromisoformat(text))

    told = [one for one in record.get("messages", ()) if one["kind"] == "agent"]
    opened = at(record["opened_at"])
    return TicketFacts(
        "sample",
        record["external_id"],
        opened,
        opened,
        at(told[0]["at"]) if told else None,
        excluded=record["status"] if record["status"] in {"spam", "merged"} else None,
    )


def placed(desk: Desk, metric: str, days: int) -> Iterator[tuple[Days, Days]]:
    """Yield every third pair of neighbouring spans of so many days of a sample team."""
    tickets = desk_tickets(desk)
    measured = {"clock": desk.clock, "standards": Standards(), "zone": desk.zone}
    start, end = (BEGAN - STEADY * ONE_DAY).date(), (BEGAN - ONE_DAY).date()
    day = start + days * ONE_DAY
    while day + (days - 1) * ONE_DAY <= end:
        spans = [
            working_spans(first, first + (days - 1) * ONE_DAY, desk.clock)
            for first in (day - days * ONE_DAY, day)
        ]
        made = [
            days_of(tickets, [metric], one, as_of=to_micros(BEGAN), **measured) for one in spans
        ]
        yield made[0][metric], made[1][metric]
        day += 3 * ONE_DAY


def steady(desk: Desk, seed: int) -> Desk:
    return replace(desk, strain=1.0, seed=desk.seed + seed)


@pytest.mark.parametrize("metric", ["frt_median", "attainment"])
@pytest.mark.parametrize("days", [14, 28])
def test_where_nothing_was_done_it_is_hardly_ever_better(metric: str, days: int):
    told: Counter[str | None] = Counter()
    for desk in (global_support(), support_china()):
        for seed in range(3):
            for before, after in placed(steady(desk, seed), metric, days):
                found = interval(before, after)
                told[found and found.told(METRICS[metric].direction)] += 1
    assert told["unclear"]
    assert told["better"] <= 0.1 * told.total(), told
    assert told["worse"] <= 0.1 * told.total(), told


def test_what_was_done_is_seen():
    told: Counter[str | None] = Counter()
    for seed in range(6):
        for before, after in placed(steady(global_support(), seed), "frt_median", 28):
            faster = [
                Block(one.n, 0.7 * one.total, [0.7 * value for value in one.ordered])
                for one in after.blocks
            ]
            found = interval(before, Days(tuple(faster), after.quantile))
            told[found and found.told("lower_is_better")] += 1
    assert told["better"] >= 0.8 * told.total(), told


@pytest.mark.parametrize("metric", METRICS)
def test_the_days_of_a_metric_make_up_its_value(metric: str):
    desk = steady(global_support(), 0)
    solved = [
        one._replace(
            solved_at=one.first_response_at,
            turns=((one.opened_at, one.first_response_at),),
            replies=1 + n % 3,
            bot_first_response_at=one.opened_at + 2_000_000 * (1 + n % 7),
            handed_off_at=one.opened_at + 15_000_000 if n % 3 else None,
            csat=1 + n % 5,
            kind=("complaint", "question")[n % 2],
            reopened=n % 4 == 0,
            came_back=n % 6 == 0,
            analysed=n % 5 == 0,
        )
        for n, one in enumerate(desk_tickets(desk)[:600])
        if one.first_response_at is not None and one.excluded is None
    ]
    as_of = to_micros(BEGAN)
    measured = {"as_of": as_of, "clock": desk.clock, "standards": Standards()}
    made = figures(solved, **measured)
    first = (BEGAN - STEADY * ONE_DAY).date()
    spans = working_spans(first, BEGAN.date(), desk.clock)
    days = days_of(solved, [metric], spans, zone=desk.zone, **measured)[metric]
    assert days.samples == METRICS[metric].n(made) > 0
    if days.quantile is None:
        value = sum(block.total for block in days.blocks) / days.samples
    else:
        value = percentile(sorted(v for b in days.blocks for v in b.ordered), days.quantile)
    assert value == pytest.approx(METRICS[metric].value(made))
