"""The tickets that everything is measured on: a year of twenty teams, the same each time.

Whatever the size, every team's day so far has 1,000 tickets of which 44 wait, and one team, the
`STEADY` one, has 1,000 on each of the 14 days that `/frt today` draws: so its answer is the same
however much lies behind it. `LARGEST` has 30 % of all tickets.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from benchmarks.files import COLUMNS

TEAMS = 20
LARGEST, STEADY = 0, 1
DAYS = 365
TODAY, WAITING = 1_000, 44
CHART_DAYS = 14
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 20, 11, tzinfo=ZONE)
"""A Wednesday: the hour at which everything is asked, by the clock that the bot is told."""
_SHARE = 0.3
_AGENTS = 12
_DAY, _SO_FAR = 86_400, 11 * 3_600
_STAMP = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks: one of 32, half in each language, in the teams in turn."""

    number: int

    @property
    def user_id(self) -> str:
        return f"U0BENCH{self.number:02d}"

    @property
    def team(self) -> int:
        return self.number % TEAMS

    @property
    def locale(self) -> str:
        return "zh-CN" if self.number % 2 else "en-GB"

    @property
    def role(self) -> str:
        return "lead" if self.number < TEAMS else "agent"

    @property
    def channel(self) -> str:
        return channel(self.team)


READERS = tuple(Person(number) for number in range(32))


def team_name(team: int) -> str:
    return f"Desk {team + 1}"


def channel(team: int) -> str:
    return f"C0BENCH{team:02d}"


def per_day(size: int, team: int) -> list[int]:
    """Return how many tickets a team has on each day, today first."""
    largest = round(size * _SHARE)
    steady = CHART_DAYS * TODAY
    others = (size - largest) // (TEAMS - 1)
    if others < steady:
        others = max((size - largest - steady) // (TEAMS - 2), TODAY + DAYS)
    whole = {LARGEST: largest, STEADY: max(steady, others)}.get(team, others)
    fixed = CHART_DAYS if team == STEADY else 1
    even, more = divmod(max(0, whole - fixed * TODAY), DAYS - fixed)
    return [TODAY] * fixed + [even + (day < more) for day in range(DAYS - fixed)]


def of_team(size: int, team: int) -> pl.DataFrame:
    """Return a team's tickets, oldest first, times in seconds since 1970 and null where none is.

    They are made from the newest on, so that those of the last days are the same at every size.
    """
    days = pl.DataFrame({"ago": range(DAYS), "many": per_day(size, team)})
    midnight, now = round(NOW.replace(hour=0).timestamp()), round(NOW.timestamp())
    rows = days.select(pl.col("ago").repeat_by("many").explode()).with_row_index("n")
    length = pl.when(pl.col("ago") == 0).then(_SO_FAR - 60).otherwise(_DAY)
    opened = midnight - pl.col("ago") * _DAY + (_chance(team, 1) * length).cast(pl.Int64)
    frame = rows.select(opened=opened).sort("opened", descending=True).with_row_index("n")
    frame = frame.with_columns(
        n=pl.col("n").cast(pl.Int64),
        waits=pl.col("n") < WAITING,
        response=pl.min_horizontal(pl.col("opened") + _spread(team, 2, 480, 1.2), now - 5),
    )
    silent = (_chance(team, 4) < 0.01) & (pl.col("opened") < midnight) & ~pl.col("waits")
    solved = pl.col("response") + _spread(team, 5, 7_200, 1.0)
    unsolved = (_chance(team, 7) < 0.05) & ~silent
    agent = (_chance(team, 8) * _AGENTS).cast(pl.Int64) + 1
    return frame.select(
        pl.format("{}-{}", pl.lit(team + 1), pl.col("n") + 1).alias("id"),
        "n",
        "opened",
        response=pl.when(~pl.col("waits") & ~silent).then(pl.col("response")),
        solved=pl.when((solved < now) & ~pl.col("waits") & ~unsolved).then(solved),
        agent=pl.format("Agent {}-{}", pl.lit(team + 1), agent),
    ).reverse()


def _chance(team: int, which: int) -> pl.Expr:
    """Return numbers from 0 up to 1 that look like chance and are the same each time."""
    return pl.col("n").hash(team * 100 + which).cast(pl.Float64) / 2**64


def _spread(team: int, which: int, median: float, width: float) -> pl.Expr:
    """Return whole seconds, log-normal, one at least."""
    normal = (-2 * (1 - _chance(team, which)).log()).sqrt() * (
        2 * math.pi * _chance(team, which + 1)
    ).cos()
    return 1 + (median * (width * normal).exp()).cast(pl.Int64)


def write(folder: Path, size: int, team: int) -> Path:
    """Write a team's tickets as a helpdesk would export them, and as Parquet beside it."""
    path = folder / f"{size}-{team}.csv"
    frame = of_team(size, team)
    frame.write_parquet(path.with_suffix(".parquet"))
    exported(frame).write_csv(path)
    return path


def exported(frame: pl.DataFrame) -> pl.DataFrame:
    """Return tickets as 14 columns of text."""
    number = pl.col("n")
    return frame.select(
        pl.col("id").alias(COLUMNS[0]),
        _stamp("opened").alias(COLUMNS[1]),
        _stamp("response").alias(COLUMNS[2]),
        _stamp("solved").alias(COLUMNS[3]),
        pl.when(pl.col("solved").is_null())
        .then(pl.lit("Open"))
        .otherwise(pl.lit("Closed"))
        .alias(COLUMNS[4]),
        _one_of(("Email", "Chat", "Phone"), 5).alias(COLUMNS[5]),
        pl.col("agent").alias(COLUMNS[6]),
        pl.lit("1st line support").alias(COLUMNS[7]),
        _one_of(("Low", "Medium", "High"), 11).alias(COLUMNS[8]),
        _one_of(("gold", "silver", "regular"), 13).alias(COLUMNS[9]),
        _one_of(("Payment", "Logistics", "Product"), 17).alias(COLUMNS[10]),
        pl.format("customer-{}", number * 7_919 % 40_000).alias(COLUMNS[11]),
        pl.format("Question about order {}", number).alias(COLUMNS[12]),
        pl.when(pl.col("solved").is_not_null() & (number % 3 == 0))
        .then((1 + number * 7 % 5).cast(pl.String))
        .alias(COLUMNS[13]),
    )


def changed(parquet: Path, subject: str, later: int) -> str:
    """Return a file of two rows, of today and of two days ago: solved later, of another subject.

    So long periods are told anew of days that were over, too. `later` is in seconds.
    """
    found = []
    for days in (1, 3):
        start, _ = last_days(days)
        opened = pl.col("opened").is_between(start, start + _DAY, closed="left")
        solved = opened & pl.col("solved").is_not_null()
        found.append(pl.scan_parquet(parquet).filter(solved).head(1))
    rows = pl.concat(found).with_columns(pl.col("solved") + later)
    return exported(rows.collect()).with_columns(pl.lit(subject).alias(COLUMNS[12])).write_csv()


def last_days(days: int) -> tuple[int, int]:
    """Return where the last so many days, today among them, begin and end, in seconds."""
    start = NOW.replace(hour=0) - timedelta(days=days - 1)
    return round(start.timestamp()), round(NOW.timestamp())


def _stamp(name: str) -> pl.Expr:
    at = pl.from_epoch(pl.col(name), "s").dt.replace_time_zone("UTC")
    return at.dt.convert_time_zone(ZONE.key).dt.strftime(_STAMP)


def _one_of(values: tuple[str, ...], step: int) -> pl.Expr:
    which = pl.col("n") * step // 3 % len(values)
    return which.replace_strict(list(range(len(values))), list(values), return_dtype=pl.String)
