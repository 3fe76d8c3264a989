"""Small checks of JSON from an app, reporting in the way Slack does (with a JSON pointer)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from bot.workspace import limits
from bot.workspace.entities import Json


class Report:
    """Collects what is wrong, each with the place where."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, at: str, what: str) -> None:
        """Note a fault at a JSON pointer."""
        self.faults.append(f"{what} [json-pointer:{at}]")

    def messages(self) -> list[str]:
        """Return the faults as Slack words them for developers."""
        return [f"[ERROR] {fault}" for fault in self.faults]


def is_object(value: object) -> TypeGuard[Json]:
    """Return whether the value is a JSON object."""
    return isinstance(value, dict)


def string(report: Report, at: str, value: object, longest: int, *, required: bool = False) -> None:
    """Check an optional string and its length."""
    if value is None:
        if required:
            report.fault(at, "missing required field")
    elif not isinstance(value, str):
        report.fault(at, "must be a string")
    elif len(value) > longest:
        report.fault(at, f"must be less than {longest + 1} characters")
    elif required and not value:
        report.fault(at, "must be more than 0 characters")


def items(
    value: object, report: Report, at: str, most: int, *, least: int = 1
) -> TypeGuard[list[object]]:
    """Check that a list has between ``least`` and ``most`` items; returns whether it is a list."""
    if not isinstance(value, list):
        report.fault(at, "missing required field" if value is None else "must be an array")
        return False
    if len(value) > most:
        report.fault(at, f"no more than {most} items allowed [input:{len(value)}]")
    if len(value) < least:
        report.fault(at, f"no fewer than {least} items allowed")
    return True


def text(report: Report, at: str, value: object, longest: int, *, plain: bool = False) -> None:
    """Check a required text object."""
    if not is_object(value):
        report.fault(at, "missing required field" if value is None else "must be an object")
        return
    allowed = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    if str(value.get("type")) not in allowed:
        report.fault(f"{at}/type", f"must be one of {', '.join(sorted(allowed))}")
    string(report, f"{at}/text", value.get("text"), longest, required=True)


def optional_text(report: Report, at: str, value: object, longest: int) -> None:
    """Check a plain text object that may be left out."""
    if value is not None:
        text(report, at, value, longest, plain=True)


def each(
    report: Report,
    at: str,
    values: list[object],
    check: Callable[[Report, str, Json], None],
) -> None:
    """Run a check on every item, which must be an object."""
    for index, value in enumerate(values):
        if is_object(value):
            check(report, f"{at}/{index}", value)
        else:
            report.fault(f"{at}/{index}", "must be an object")


def confirm(report: Report, at: str, value: object) -> None:
    """Check an optional confirmation dialogue."""
    if value is None:
        return
    if not is_object(value):
        report.fault(at, "must be an object")
        return
    text(report, f"{at}/title", value.get("title"), limits.CONFIRM_TITLE, plain=True)
    text(report, f"{at}/text", value.get("text"), limits.CONFIRM_TEXT)
    optional_text(report, f"{at}/confirm", value.get("confirm"), limits.CONFIRM_BUTTON)
    optional_text(report, f"{at}/deny", value.get("deny"), limits.CONFIRM_BUTTON)
