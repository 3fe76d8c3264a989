"""Small checks of JSON from an app, reporting in the way Slack does (with a JSON pointer)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeGuard

from bot.workspace import limits
from bot.workspace.entities import File, Json


class Report:
    """Collects what is wrong, each with the place where; knows the files that images may show."""

    def __init__(self, files: Mapping[str, File] | None = None) -> None:
        self.files = files or {}
        self.faults: list[tuple[str, str]] = []

    def fault(self, at: str, what: str) -> None:
        """Note a fault at a JSON pointer."""
        self.faults.append((at, what))

    def missing(self, at: str) -> None:
        """Note that the field at a JSON pointer is missing, where Slack looks for it."""
        parent, _, name = at.rpartition("/")
        self.fault(parent, f"missing required field: {name}")

    def lines(self) -> list[str]:
        """Return the faults as one line each."""
        return [f"{what} [json-pointer:{at}]" for at, what in self.faults]

    def messages(self) -> list[str]:
        """Return the faults as Slack words them in ``response_metadata``."""
        return [f"[ERROR] {line}" for line in self.lines()]

    def details(self) -> list[Json]:
        """Return the faults as ``blocks.validate`` lists them."""
        return [
            {"code": "failed_constraint", "message": what, "pointer": at}
            for at, what in self.faults
        ]


def is_object(value: object) -> TypeGuard[Json]:
    """Return whether the value is a JSON object."""
    return isinstance(value, dict)


def string(report: Report, at: str, value: object, longest: int, *, required: bool = False) -> None:
    """Check an optional string and its length."""
    if value is None:
        if required:
            report.missing(at)
    elif not isinstance(value, str):
        report.fault(at, "must be a string")
    elif len(value) > longest:
        report.fault(at, f"must be less than {longest + 1} characters")
    elif required and not value:
        report.fault(at, "must be more than 0 characters")


def integer(report: Report, at: str, value: object, least: int, most: int | None = None) -> None:
    """Check an optional whole number and its bounds."""
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        report.fault(at, "must be an integer")
    elif value < least or (most is not None and value > most):
        bounds = f"at least {least}" if most is None else f"between {least} and {most}"
        report.fault(at, f"must be {bounds}")


def one_of(
    report: Report, at: str, value: object, allowed: Collection[str], *, required: bool = False
) -> None:
    """Check an optional word against those allowed."""
    if value is None:
        if required:
            report.missing(at)
    elif not isinstance(value, str) or value not in allowed:
        report.fault(at, f"must be one of {', '.join(sorted(allowed))}")


def items(
    value: object, report: Report, at: str, most: int, *, least: int = 1
) -> TypeGuard[list[object]]:
    """Check that a list has between ``least`` and ``most`` items; returns whether it is a list."""
    if value is None:
        report.missing(at)
        return False
    if not isinstance(value, list):
        report.fault(at, "must be an array")
        return False
    if len(value) > most:
        report.fault(at, f"no more than {most} items allowed [input:{len(value)}]")
    if len(value) < least:
        report.fault(at, f"no fewer than {least} items allowed [input:{len(value)}]")
    return True


def text(report: Report, at: str, value: object, longest: int, *, plain: bool = False) -> None:
    """Check a required text object; ``plain`` where Slack draws no markup."""
    if value is None:
        report.missing(at)
        return
    if not is_object(value):
        report.fault(at, "must be an object")
        return
    before = len(report.faults)
    allowed = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    one_of(report, f"{at}/type", value.get("type"), allowed, required=True)
    string(report, f"{at}/text", value.get("text"), longest, required=True)
    if not plain and len(report.faults) > before:
        report.faults.insert(before, (at, "failed to match all allowed schemas"))


def optional_text(
    report: Report, at: str, value: object, longest: int, *, plain: bool = True
) -> None:
    """Check a text object that may be left out."""
    if value is not None:
        text(report, at, value, longest, plain=plain)


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
    one_of(report, f"{at}/style", value.get("style"), {"primary", "danger"})
