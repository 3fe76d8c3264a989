"""Warnings to draw, in every state and unit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import ids
from bot.metrics.history import Edit
from bot.metrics.warnings.report import (
    Acknowledgement,
    ChangeLine,
    ClearedNote,
    DayLine,
    NoDataNote,
    WarningCard,
    Watch,
    WatchLine,
)
from bot.metrics.warnings.watched import Rule, RuleForm
from bot.views.blocks import Late
from bot.views.warnings import card as warning
from bot.views.warnings import form as forms
from bot.views.warnings import watch as warning_watch
from tests.views import samples as s

Case = Callable[[str], dict[str, Any]]

FRT = Rule("frt_median", None, 720.0, 900.0)
TARGETED = Rule("frt_p90", 1_200.0, 2_400.0, 3_000.0)
ATTAINMENT = Rule("attainment", 0.95, 0.9, 0.85)
CSAT = Rule("csat_mean", 4.5, 4.2, 4.0)
THU = date(2026, 11, 5)
ENDS = datetime(2026, 11, 5, 10, tzinfo=UTC)
EMMA = Acknowledgement("U0EMMA", ENDS + timedelta(minutes=5))

VALUES = (None, 610.0, 655.5, 590.0, 700.0, 640.0, 530.0, None, 610.0, 690.0, 750.0, 780.0)
DAYS = [date(2026, 10, 19) + timedelta(days=at) for at in (*range(5), *range(7, 12), 14, 15)]


def day(at: date, value: float | None, warning_value: float, kind: str | None = None) -> DayLine:
    reason = {"near": "value_at_or_past_warning", "good": "value_within_warning"}.get(kind or "")
    reason = "not_covered" if kind == "no_data" else reason
    return DayLine(at, value, 0 if value is None else 9, kind, reason, warning_value)


def run(*values: float, warning_value: float = 720.0) -> tuple[DayLine, ...]:
    mon, tue, thu = values
    return (
        day(THU - timedelta(days=3), mon, warning_value, "near"),
        day(THU - timedelta(days=2), tue, warning_value, "near"),
        day(THU - timedelta(days=1), None, warning_value, "no_data"),
        day(THU, thu, warning_value, "near"),
    )


def made(language: str, **changes: Any) -> WarningCard:
    card = WarningCard(
        team=s.TEAMS[language],
        rule=FRT,
        clock="business",
        run=run(750.0, 780.0, 720.0),
        raised_on=THU,
        shown=THU,
        judged_at=ENDS,
        mentions=("U0EMMA", "U0OPS"),
        acknowledged=None,
        cleared_on=None,
    )
    return replace(card, **changes)


def card(**changes: Any) -> Case:
    return lambda language: warning.posted(made(language, **changes))


def watch(language: str, **changes: Any) -> Watch:
    shown = made(language)
    before = [day(at, value, 720.0) for at, value in zip(DAYS[:-2], VALUES[:-2], strict=True)]
    line = WatchLine(FRT, "acknowledged", 3, 0, shown.run[-1], THU, EMMA)
    value = Watch(
        team=shown.team,
        clock="business",
        lines=(line,),
        chosen=FRT,
        days=(*before, *shown.run),
        changes=(
            ChangeLine("acknowledged", EMMA.at, "U0EMMA", None, None),
            ChangeLine("warning_raised", ENDS, None, THU, 720.0),
            ChangeLine("near_started", ENDS, None, THU - timedelta(days=3), 750.0),
        ),
        next_at=ENDS + timedelta(days=1),
        is_default=True,
        unknown_years=(),
    )
    return replace(value, **changes)


def watched(**changes: Any) -> Case:
    return lambda language: warning_watch.answer(watch(language, **changes), s.READERS[language])


def several(language: str) -> dict[str, Any]:
    good = day(THU, 0.967, 0.9, "good")
    rated = day(THU, 4.33, 4.2, "good")
    unknown = day(THU, None, 0.95, "no_data")
    none = replace(unknown, reason="no_complaint")
    lines = (
        WatchLine(FRT, "recovering", 0, 1, day(THU, 540.0, 720.0, "good"), THU, None),
        WatchLine(TARGETED, "near", 2, 0, day(THU, 2_500.0, 2_400.0, "near"), None, None),
        WatchLine(ATTAINMENT, "normal", 0, 0, good, None, None),
        WatchLine(
            CSAT, "no_data", 0, 0, replace(rated, value=None, reason="nothing_rated"), THU, EMMA
        ),
        WatchLine(Rule("art_mean", None, 720.0, 900.0), "normal", 0, 0, None, None, None),
        *(
            WatchLine(Rule(metric, None, 0.95, 0.9), "normal", 0, 0, last, None, None)
            for metric, last in (("complaint_resolved", none), ("fcr", unknown))
        ),
    )
    reasons = ("near_ended", "warning_restored", "recovering", "cleared", "no_data_notice")
    changes = tuple(
        ChangeLine(reason, ENDS, None, THU, 0.91) for reason in (*reasons, "data_resumed")
    )
    days = tuple(day(at, 0.9 + 0.005 * n, 0.9) for n, at in enumerate(DAYS))
    value = watch(
        language,
        lines=lines,
        chosen=ATTAINMENT,
        days=days,
        changes=changes,
        is_default=False,
        unknown_years=(2027,),
    )
    return warning_watch.answer(value, s.READERS[language])


def rule_form(metric: str | None, late: Late | None = None, **changes: Any) -> Case:
    def drawn(language: str) -> dict[str, Any]:
        texts = {"limit": "15m", "warning": "12m", "target": ""} if metric else {}
        made = RuleForm(s.TEAMS[language], metric, ("attainment", "csat_mean"), texts, 2, True)
        made = replace(made, may_stop=metric is not None, **changes)
        value = ids.WarningRuleFormValue(team_id=1, metric=metric, was=tuple(texts.values()))
        more = (late,) if late else ()
        return forms.rule_form(made, value, s.READERS[language], *more)

    return drawn


SET = {"metric": "frt_median", "target": None, "warning_value": 720.0, "limit_value": 900.0}
OTHERS = (
    Edit("set", "U0LI", ENDS, {}, SET, None),
    Edit("removed", "U0LI", ENDS + timedelta(hours=1), SET, {}, None),
)


def hostile(language: str) -> dict[str, Any]:
    return warning.posted(made(language, team=replace(s.TEAMS[language], name=s.HOSTILE)))


def no_data(reason: str, covered_until: datetime | None = ENDS) -> Case:
    days = tuple(
        replace(day(THU - timedelta(days=back), None, 720.0, "no_data"), reason=reason)
        for back in (1, 0)
    )
    return lambda language: warning.posted(
        NoDataNote(s.TEAMS[language], FRT, days, ENDS, ("U0OPS",), covered_until)
    )


def cleared(language: str) -> dict[str, Any]:
    days = (
        day(THU + timedelta(days=1), 540.0, 720.0, "good"),
        day(THU + timedelta(days=4), 510.0, 720.0, "good"),
    )
    return warning.posted(ClearedNote(s.TEAMS[language], FRT, "business", THU, days))


WARNING_CASES: dict[str, Case] = {
    "warning": card(),
    "warning_acknowledged": card(acknowledged=EMMA),
    "warning_cleared_card": card(acknowledged=EMMA, cleared_on=THU + timedelta(days=4)),
    "warning_to_nobody": card(mentions=()),
    "warning_at_night": card(mentions=(), quiet=True),
    "warning_share": card(
        rule=ATTAINMENT,
        run=run(0.9, 0.884, 0.87, warning_value=0.9),
    ),
    "warning_rating": card(
        rule=CSAT,
        run=run(4.2, 4.0, 3.91, warning_value=4.2),
    ),
    "warning_hours_unanswered": card(
        rule=TARGETED,
        clock="calendar",
        run=(
            *run(40_000.0, 2_500.0, 38_000.0, warning_value=2_400.0)[:3],
            replace(day(THU, None, 2_400.0, "near"), reason="waited_past_warning"),
        ),
    ),
    "warning_hostile": hostile,
    "warning_cleared": cleared,
    "warning_no_data": no_data("not_covered"),
    "warning_no_data_opened": no_data("nothing_opened"),
    "warning_no_data_rated": no_data("nothing_rated"),
    "warning_no_data_measured": no_data("not_measured", None),
    "warning_watch": watched(),
    "warning_watch_new": watched(
        lines=(WatchLine(FRT, "normal", 0, 0, None, None, None),), days=(), changes=(), next_at=None
    ),
    "warning_watch_unacknowledged": watched(
        lines=(WatchLine(FRT, "warning", 3, 0, made("en").run[-1], THU, None),)
    ),
    "warning_watch_several": several,
    "warning_taken": lambda language: warning.taken(EMMA, s.READERS[language]),
    "warning_over": lambda language: warning.over(s.READERS[language]),
    "warnings_lead": watched(may_set=True),
    "warning_rule_form": rule_form("frt_median"),
    "warning_rule_form_another": rule_form(None),
    "warning_rule_form_late": rule_form("frt_median", Late({"limit": "20m"}, OTHERS)),
    "warning_rule_form_hostile": rule_form("csat_mean", team=replace(s.TEAM, name=s.HOSTILE)),
}
