"""The delivery ledger as figures for Prometheus, counted when they are asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.db import Database
from bot.metrics.deliveries.posts import LATE_AFTER
from bot.models import Feed
from bot.services.deliveries.listed import in_force
from bot.store import feeds, imports
from bot.store.deliveries import holds, ledger

_UNSETTLED = ("unsure", "ambiguous")


async def exposition(database: Database, now: datetime) -> bytes:
    """Return the ledger's gauges at `now` in Prometheus' text format; raises what the driver does.

    Instants are seconds since 1970-01-01T00:00Z. What is not, such as the last post of a kind of
    which there was none, is left out.
    """
    async with database.read() as session:
        last = await ledger.last_successes(session)
        oldest = await ledger.oldest_open(session, now)
        counts = await ledger.counts(session, _UNSETTLED)
        counts["late"] = await ledger.late(session, now - LATE_AFTER)
        teams = await ledger.teams_with_channel(session)
        tickets = await imports.last_ends(session)
        fed = await feeds.every(session)
        held = Counter(one.reason for one in in_force(await holds.every(session), now).values())
    registry = CollectorRegistry()
    _gauge(
        registry,
        "frt_delivery_last_success_timestamp_seconds",
        "When a post of this kind last succeeded",
        "kind",
        {kind: at.timestamp() for kind, at in last.items()},
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
    _fed(registry, fed)
    planned = [one.planned_until or one.created_at for one in teams]
    _instant(
        registry,
        "frt_delivery_oldest_open_timestamp_seconds",
        "When the oldest post fell due that has not ended; left out when all have",
        oldest,
    )
    _instant(
        registry,
        "frt_planned_until_timestamp_seconds",
        "Up to when every team is planned; at most 330 seconds ago when all is well",
        min(planned, default=None),
    )
    return generate_latest(registry)


def _fed(registry: CollectorRegistry, fed: Sequence[Feed]) -> None:
    """Add when each helpdesk answered last, by the number of its team and its own."""
    labels = ["team", "feed"]
    heard = GaugeMetricFamily(
        "frt_feed_heard_timestamp_seconds",
        "Up to when all that a helpdesk has came in, of those that are asked",
        labels=labels,
    )
    failing = GaugeMetricFamily(
        "frt_feed_failures",
        "How often in a row a helpdesk could not be asked, by why",
        labels=[*labels, "reason"],
    )
    for one in fed:
        which = [str(one.team_id), str(one.number)]
        if one.state == "on" and one.heard_at is not None:
            heard.add_metric(which, one.heard_at.timestamp())
        if one.state == "on" and one.failure is not None:
            failing.add_metric([*which, one.failure], one.failures)
    registry.register(_Told(heard))
    registry.register(_Told(failing))


def _gauge(
    registry: CollectorRegistry, name: str, help_: str, label: str, values: Mapping[str, float]
) -> None:
    gauge = Gauge(name, help_, [label], registry=registry)
    for value, figure in values.items():
        gauge.labels(value).set(figure)


def _instant(registry: CollectorRegistry, name: str, help_: str, at: datetime | None) -> None:
    told = GaugeMetricFamily(name, help_, None if at is None else at.timestamp())
    registry.register(_Told(told))


class _Told(Collector):
    """One figure, which may be none: a Gauge would be 0 then."""

    def __init__(self, told: Metric) -> None:
        self._told = told

    def collect(self) -> list[Metric]:
        """Return the figure."""
        return [self._told]
