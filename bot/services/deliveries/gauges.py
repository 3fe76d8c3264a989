"""The delivery ledger as figures for Prometheus, counted when they are asked for."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.db import Database
from bot.metrics.deliveries.posts import LATE_AFTER
from bot.services.deliveries.listed import in_force
from bot.store import imports
from bot.store.deliveries import holds, ledger

_UNSETTLED = ("unsure", "ambiguous")


async def exposition(database: Database, now: datetime) -> bytes:
    """Return the ledger's gauges at `now` in Prometheus' text format; raises what the driver does.

    Ages are seconds by the bot's clock, never negative. A kind that was never posted has no age.
    """
    async with database.read() as session:
        last = await ledger.last_successes(session)
        oldest = await ledger.oldest_open(session, now)
        counts = await ledger.counts(session, _UNSETTLED)
        counts["late"] = await ledger.late(session, now - LATE_AFTER)
        teams = await ledger.teams_with_channel(session)
        tickets = await imports.last_ends(session)
        held = Counter(one.reason for one in in_force(await holds.every(session), now).values())
    registry = CollectorRegistry()
    _gauge(
        registry,
        "frt_delivery_last_success_age_seconds",
        "Seconds since a post of this kind last succeeded",
        "kind",
        {kind: _age(at, now) for kind, at in last.items()},
    )
    _gauge(
        registry,
        "frt_deliveries",
        "Posts that are unsure, ambiguous, or planned and late",
        "status",
        counts,
    )
    _gauge(
        registry,
        "frt_holds",
        "Channels that nothing is posted to for now, or the workspace",
        "reason",
        held,
    )
    _gauge(
        registry,
        "frt_team_tickets_last_import_timestamp_seconds",
        "When an import of a team last ended that took tickets in, by the team's number",
        "team",
        {str(team_id): at.timestamp() for team_id, at in tickets.items()},
    )
    queue = Gauge(
        "frt_delivery_queue_age_seconds",
        "Seconds since the oldest post fell due that has not ended; 0 when all have",
        registry=registry,
    )
    queue.set(_age(oldest, now) if oldest else 0)
    planning = Gauge(
        "frt_planning_age_seconds",
        "Seconds since the instant that every team is planned up to; under 330 when all is well",
        registry=registry,
    )
    planning.set(max((_age(one.planned_until or one.created_at, now) for one in teams), default=0))
    return generate_latest(registry)


def _gauge(
    registry: CollectorRegistry, name: str, help_: str, label: str, values: Mapping[str, float]
) -> None:
    gauge = Gauge(name, help_, [label], registry=registry)
    for value, figure in values.items():
        gauge.labels(value).set(figure)


def _age(since: datetime, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)
