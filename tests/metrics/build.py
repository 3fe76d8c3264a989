"""Short ways to write instants and tickets in these tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.metrics.clocks.instants import SECOND, Micros, to_micros
from bot.metrics.tickets.tickets import TicketFacts

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
UTC_ZONE = ZoneInfo("UTC")


def moment(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def at(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> Micros:
    return to_micros(moment(text, zone, fold))


OPENED = at("2026-11-16 10:00")


def ticket(
    opened: Micros = OPENED,
    *,
    answered_after: float | None = None,
    solved_after: float | None = None,
    **facts: object,
) -> TicketFacts:
    fields: dict[str, object] = {
        "source": "test",
        "external_id": "1",
        "opened_at": opened,
        "waits_from": opened,
    }
    if answered_after is not None:
        fields["first_response_at"] = opened + round(answered_after * SECOND)
    if solved_after is not None:
        fields["solved_at"] = opened + round(solved_after * SECOND)
        fields["first_solved_at"] = fields["solved_at"]
    return TicketFacts(**{**fields, **facts})
