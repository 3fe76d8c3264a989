"""What 90 days of the largest team take elsewhere, on the rows that the bot has.

Chatwoot keeps an event for each first response and resolution, in a table with an index on account,
name and time, and asks it for averages by day and by agent (`app/builders/v2/reports`, without the
daily sums that it can keep too, of which no median can be made). The queries here are our own.
"""

import statistics
import time
from collections.abc import Callable

import duckdb
import polars as pl
import psycopg

from benchmarks import tickets
from benchmarks.bench import Bench

_DAYS = 90
_TURNS = 5
_LARGEST = tickets.LARGEST + 1
Held = dict[str, dict[str, float]]

_WAIT = "response - opened"
_FIGURES = f"""
    count(*), count(response), avg({_WAIT}), quantile_cont({_WAIT}, 0.5),
    quantile_cont({_WAIT}, 0.9), count(solved), avg(solved - opened),
    quantile_cont(solved - opened, 0.5)
"""
_POSTGRESQL = """
    count(*), count(first_response_at), avg(first_response_at - waits_from),
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY first_response_at - waits_from),
    count(solved_at), avg(solved_at - opened_at),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY solved_at - opened_at)
"""
_EVENTS = """
    CREATE TABLE reporting_events (
        id bigserial PRIMARY KEY, name text, value float, value_in_business_hours float,
        account_id int, inbox_id int, user_id int, conversation_id int, created_at timestamp,
        updated_at timestamp, event_start_time timestamp, event_end_time timestamp
    );
    INSERT INTO reporting_events
        (name, value, value_in_business_hours, account_id, user_id, conversation_id, created_at)
    SELECT name, seconds, seconds, team_id, agent, number, to_timestamp(at / 1e6) FROM (
        SELECT team_id, row_number() OVER () AS number, split_part(agent, '-', 2)::int AS agent,
            unnest(ARRAY['first_response', 'conversation_resolved']) AS name,
            unnest(ARRAY[first_response_at, solved_at]) AS at,
            unnest(ARRAY[first_response_at - opened_at, solved_at - opened_at]) / 1e6 AS seconds
        FROM tickets
    ) AS events WHERE at IS NOT NULL;
    CREATE INDEX ON reporting_events (account_id, name, created_at);
    CREATE INDEX ON reporting_events (account_id);
    CREATE INDEX ON reporting_events (created_at);
    CREATE INDEX ON reporting_events (name);
    CREATE INDEX ON reporting_events (user_id);
    ANALYZE reporting_events;
"""
_CHATWOOT = (
    "SELECT date_trunc('day', created_at + interval '8 hours') AS day, avg(value), count(*) "
    "FROM reporting_events WHERE account_id = %s AND name = %s "
    "AND created_at >= to_timestamp(%s) AND created_at < to_timestamp(%s) GROUP BY day"
)
_CHATWOOT_AGENTS = """
    SELECT user_id, count(CASE WHEN name = 'conversation_resolved' THEN 1 END),
        avg(CASE WHEN name = 'conversation_resolved' THEN value END),
        avg(CASE WHEN name = 'first_response' THEN value END),
        avg(CASE WHEN name = 'reply_time' THEN value END)
    FROM reporting_events WHERE account_id = %s
    AND created_at >= to_timestamp(%s) AND created_at < to_timestamp(%s) GROUP BY user_id
"""


def measured(made: Bench, size: int) -> Held:
    """Return the milliseconds that each peer takes: by question, then by peer."""
    made.prepare(("SQLite",), (size,))
    found: Held = {"90 days": {}, "90 days by agent": {}}
    for peer in (_duckdb, _polars, _postgresql):
        for question, taken in peer(made, size).items():
            found[question] |= taken
    return found


def _median(ask: Callable[[], object]) -> float:
    """Return the median after a first time, which counts for nothing."""
    taken = []
    for _ in range(_TURNS + 1):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[1:])


def _spans() -> tuple[int, int, int]:
    """Return where the 90 days before begin, where they end, and where the last end, in seconds."""
    start, end = tickets.last_days(_DAYS)
    return start - _DAYS * 86_400, start, end


def _duckdb(made: Bench, size: int) -> Held:
    before, start, end = _spans()
    path = made.tickets_of(tickets.LARGEST, size)
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE tickets AS FROM '{path}'")
        cut = f"FROM tickets WHERE opened >= {before} AND opened < {end}"
        which = f"opened >= {start}"

        def ask(*groups: str) -> Callable[[], object]:
            by = ", ".join((which, *groups))
            query = f"SELECT {by}, {_FIGURES} {cut} GROUP BY {by}"
            days = f"SELECT opened // 86400, {_FIGURES} {cut} AND {which} GROUP BY 1"
            asked = (query,) if groups else (query, days)
            return lambda: [database.execute(one).fetchall() for one in asked]

        name = "DuckDB on the rows"
        return {
            "90 days": {name: _median(ask())},
            "90 days by agent": {name: _median(ask("agent"))},
        }


def _polars(made: Bench, size: int) -> Held:
    before, start, end = _spans()
    frame = pl.read_parquet(made.tickets_of(tickets.LARGEST, size))
    wait, solving = pl.col("response") - pl.col("opened"), pl.col("solved") - pl.col("opened")
    figures = (
        pl.len(),
        wait.count().alias("answered"),
        wait.mean().alias("mean"),
        wait.median().alias("median"),
        wait.quantile(0.9).alias("p90"),
        solving.mean().alias("solving"),
        solving.median().alias("half_solved"),
    )
    lazy = frame.lazy().filter(pl.col("opened").is_between(before, end))
    which = (pl.col("opened") >= start).alias("which")

    def ask(*groups: str) -> Callable[[], object]:
        by = lazy.group_by(which, *groups).agg(*figures)
        day = (pl.col("opened") // 86_400).alias("day")
        days = lazy.filter(which).group_by(day).agg(*figures)
        return lambda: [one.collect() for one in ((by,) if groups else (by, days))]

    name = "polars on the rows"
    return {"90 days": {name: _median(ask())}, "90 days by agent": {name: _median(ask("agent"))}}


def _postgresql(made: Bench, size: int) -> Held:
    """Return PostgreSQL's own percentiles on the bot's table, and Chatwoot's averages."""
    url, (before, start, end) = made.database("PostgreSQL", size), _spans()
    chatwoot, ours = "Chatwoot's query, averages", "PostgreSQL, percentile_cont"
    with psycopg.connect(url) as connection:
        connection.execute(_EVENTS)
        which = f"opened_at >= {start * 1_000_000}"
        cut = (
            f"FROM tickets WHERE team_id = {_LARGEST} AND opened_at >= {before * 1_000_000} "
            f"AND opened_at < {end * 1_000_000}"
        )

        def percentiles(*groups: str) -> object:
            by = ", ".join((which, *groups))
            query = f"SELECT {by}, {_POSTGRESQL} {cut} GROUP BY {by}"
            return connection.execute(query.encode()).fetchall()

        def averages() -> None:
            for since, until in ((start, end), (before, start)):
                for name in ("first_response", "conversation_resolved"):
                    connection.execute(_CHATWOOT, (_LARGEST, name, since, until)).fetchall()

        def agents() -> None:
            connection.execute(_CHATWOOT_AGENTS, (_LARGEST, start, end)).fetchall()

        found = {
            "90 days": {ours: _median(percentiles), chatwoot: _median(averages)},
            "90 days by agent": {
                ours: _median(lambda: percentiles("agent")),
                chatwoot: _median(agents),
            },
        }
    made.drop(url)
    return found
