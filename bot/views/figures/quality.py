"""What was left out of the figures, what is not known, and how recent the data is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.metrics.clocks import from_micros
from bot.metrics.daily import DailyReport
from bot.metrics.figures.report import Report
from bot.metrics.review import Review
from bot.metrics.tickets import Freshness
from bot.text import t
from bot.text.formats import instant


def quality_line(report: Report | DailyReport | Review, language: str, zone: ZoneInfo) -> str:
    """Return the line on data quality; instants are written in `zone`."""
    figures = report.figures
    parts = [
        _excluded(language, figures.excluded, figures.excluded_reasons),
        figures.data_issues and t(language, "report.quality.impossible", n=figures.data_issues),
        figures.untold and t(language, "report.quality.untold", n=figures.untold),
        _unknown_years(language, report.unknown_years),
        report.hidden_groups and t(language, "report.quality.hidden", n=report.hidden_groups),
        _covered(language, report.covered_until, zone),
        _imported(language, report.data, zone),
    ]
    return " · ".join(part for part in parts if part)


def reach_parts(report: DailyReport | Review, language: str, zone: ZoneInfo) -> list[str]:
    """Return how far the data reach, and what else a reader has to know of them; in `zone`."""
    figures = report.figures
    parts = [
        figures.untold and t(language, "report.quality.untold", n=figures.untold),
        _unknown_years(language, report.unknown_years),
        _covered(language, report.covered_until, zone),
        None if report.data.is_live else _imported(language, report.data, zone),
    ]
    return [part for part in parts if part]


def _excluded(language: str, excluded: int, reasons: dict[str, int]) -> str | None:
    if not excluded:
        return None
    named = [t(language, f"report.excluded.{reason}", n=n) for reason, n in reasons.items()]
    listed = t(language, "report.comma").join(named)
    return t(language, "report.quality.excluded", n=excluded, reasons=listed)


def _unknown_years(language: str, years: tuple[int, ...]) -> str | None:
    if not years:
        return None
    listed = t(language, "report.comma").join(map(str, years))
    return t(language, "report.quality.unknown_years", years=listed)


def _imported(language: str, data: Freshness, zone: ZoneInfo) -> str | None:
    if data.until is None:
        return None
    at = instant(language, from_micros(data.until), zone)
    return t(language, "report.quality.imported", at=at)


def _covered(language: str, until: datetime | None, zone: ZoneInfo) -> str:
    if until is None:
        return t(language, "report.quality.empty")
    return t(language, "report.quality.covered", at=instant(language, until, zone))
