"""Deliveries of a team as a lead sees them, for golden files."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from bot.metrics.deliveries.posts import (
    TROUBLED,
    Missed,
    Notice,
    PostHold,
    PostLine,
    PostPage,
    PostRow,
    deeds_of,
    state_of,
)
from bot.text import t
from bot.views.blocks import notices as notice
from bot.views.deliveries import listed as view
from bot.views.deliveries import notices as delivery
from tests.views import samples as s

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


def row(
    kind: str,
    slot: str,
    status: str,
    reason: str | None = None,
    held: str | None = None,
    **more: Any,
) -> PostRow:
    day = date.fromisoformat(slot[:10])
    line = PostLine(
        id=f"{kind}{slot}".replace("-", "").ljust(32, "0")[:32],
        kind=kind,
        channel_id="C01SUPPORT",
        slot=slot,
        status=status,
        reason=reason,
        due_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        settled_at=None,
        message_ts=None,
        sent=bool(more.pop("sent", False)),
    )
    state = state_of(line, held, NOW)
    return PostRow(line, state, deeds_of(line, state, NOW.date()), **more)


ROWS = (
    row("daily", "2026-11-20", "planned", "is_archived", "is_archived", asked=1, by="U0EMMA"),
    row("warning", "2026-11-19:frt_median", "ambiguous", "history_unreadable:http_503"),
    row("weekly", "2026-11-16", "unsure", "TimeoutError"),
    row("daily", "2026-11-17", "skipped", "invalid_blocks", sent=True),
    row("minutes", "2026-11-13", "planned"),
    row("daily", "2026-11-19", "posted"),
    row("daily", "2026-11-18", "posted", "marked", asked=1, by="emma-in-the-shell"),
    row("daily", "2026-11-16", "skipped", "overtaken:not_running"),
)
HOLDS = (
    PostHold("C01SUPPORT", "is_archived", NOW - timedelta(hours=5)),
    PostHold("*", "missing_scope", NOW - timedelta(hours=2)),
)


def page(language: str, rows: tuple[PostRow, ...] = ROWS, **changes: Any) -> PostPage:
    team = s.TEAMS[language]
    counts = Counter(one.state for one in rows)
    made = PostPage(team.id, team.name, team.zone, 14, rows, HOLDS, dict(counts))
    return replace(made, **changes)


def answer(said: str | None = None, **changes: Any) -> Callable[[str], dict[str, Any]]:
    return lambda language: view.answer(page(language, **changes), language, said)


def hostile(language: str) -> dict[str, Any]:
    lines = [
        replace(
            one, by=s.HOSTILE, line=replace(one.line, channel_id="C01SUPPORT", reason=s.HOSTILE)
        )
        for one in ROWS[:3]
    ]
    held = (PostHold("C01SUPPORT", s.HOSTILE, NOW),)
    found = page(language, tuple(lines), team_name=s.HOSTILE, holds=held)
    return view.answer(found, language, view.done_words("done", "post", lines[0], language))


def noticed(
    what: Literal["paused", "unplanned", "skipped", "ambiguous"],
    reason: str,
    channel_id: str = "C01SUPPORT",
    **more: Any,
) -> Callable[[str], dict[str, Any]]:
    def draw(language: str) -> dict[str, Any]:
        team = s.TEAMS[language]
        made = Notice(what, team.name, team.zone, language, channel_id, reason, NOW, **more)
        return delivery.notice(made)

    return draw


def missed(kind: str, *slots: str) -> Callable[[str], dict[str, Any]]:
    def draw(language: str) -> dict[str, Any]:
        made = notice.notice(t(language, "report.none"))
        return delivery.with_missed(language, made, kind, Missed(slots, "overtaken:not_running"))

    return draw


FINE = tuple(one for one in ROWS if one.state not in TROUBLED)
DELIVERY_CASES: dict[str, Callable[[str], dict[str, Any]]] = {
    "deliveries": answer(page=2, pages=3),
    "deliveries_fine": answer(
        rows=FINE, holds=(), counts={"posted": 9, "overtaken": 1, "quiet": 9}
    ),
    "deliveries_none": answer(rows=(), holds=()),
    "deliveries_posted": lambda language: view.answer(
        page(language), language, view.done_words("done", "post", FINE[0], language)
    ),
    "deliveries_refused": lambda language: view.answer(
        page(language), language, view.done_words("done", "post", ROWS[0], language)
    ),
    "deliveries_changed": lambda language: view.answer(
        page(language), language, view.done_words("changed", "mark", ROWS[1], language)
    ),
    "deliveries_hostile": hostile,
    "deliveries_choose": lambda language: view.choose([(1, "Support"), (2, s.HOSTILE)], language),
    "delivery_notice_paused": noticed("paused", "is_archived"),
    "delivery_notice_everywhere": noticed("paused", "token_revoked", "*"),
    "delivery_notice_unplanned": noticed("unplanned", "failed", kind="daily"),
    "delivery_notice_skipped": noticed("skipped", s.HOSTILE, about=ROWS[0].line),
    "delivery_notice_ambiguous": noticed("ambiguous", "timeout", "U0EMMA", about=ROWS[1].line),
    "delivery_missed_daily": missed("daily", "2026-11-17", "2026-11-18"),
    "delivery_missed_weekly": missed("weekly", "2026-11-09"),
    "notice_modal": lambda language: notice.notice_modal(language, t(language, "report.none")),
}
