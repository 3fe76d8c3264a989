"""Which daily reports somebody should look at: those of days that were not good."""

from bot.metrics.daily.report import DailyReport


def needs_somebody(report: DailyReport) -> bool:
    """Return whether a ticket was not met, or response times or the share in time miss theirs.

    A good day needs nobody, nor does one of which nothing is known.
    """
    headline = f"frt_{report.team.statistic}"
    reached = ((headline, report.now["frt"]), ("attainment", report.figures.attainment))
    missed = [
        metric
        for metric, value in reached
        if value is not None
        and (target := report.targets.get(metric)) is not None
        and not target.reached_by(value)
    ]
    return bool(report.not_met or missed)
