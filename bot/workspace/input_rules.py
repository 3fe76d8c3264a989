"""The rules of elements that hold a value: selects, choices, pickers and fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.workspace import limits
from bot.workspace.checks import (
    Report,
    each,
    integer,
    is_object,
    items,
    one_of,
    optional_text,
    string,
    text,
)
from bot.workspace.entities import Json

DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
KINDS = frozenset({"im", "mpim", "private", "public"})
Check = Callable[[Report, str, Json], None]


def _static(report: Report, at: str, value: Json) -> None:
    groups = value.get("option_groups")
    if groups is not None and value.get("options") is not None:
        report.fault(at, "must provide only one of options or option_groups")
    if groups is None:
        _options(report, at, value, limits.SELECT_OPTIONS)
    elif items(groups, report, f"{at}/option_groups", limits.OPTION_GROUPS):
        each(report, f"{at}/option_groups", groups, _group)
        listed = [one.get("options") for one in groups if is_object(one)]
        values = [one for options in listed if isinstance(options, list) for one in options]
        _different(report, f"{at}/option_groups", values)
    _most(report, at, value)


def _group(report: Report, at: str, value: Json) -> None:
    text(report, f"{at}/label", value.get("label"), limits.GROUP_LABEL, plain=True)
    _options(report, at, value, limits.SELECT_OPTIONS)


def _options(
    report: Report, at: str, value: Json, most: int, *, least: int = 1, plain: bool = True
) -> None:
    options = value.get("options")
    if items(options, report, f"{at}/options", most, least=least):
        each(report, f"{at}/options", options, lambda r, a, o: _option(r, a, o, plain=plain))
        _initial(report, at, value, options)
        _different(report, f"{at}/options", options)


def _different(report: Report, at: str, options: list[object]) -> None:
    values = [str(one["value"]) for one in options if is_object(one) and one.get("value")]
    if len(values) != len(set(values)):
        report.fault(at, "option values must be unique")


def _option(report: Report, at: str, value: Json, *, plain: bool) -> None:
    text(report, f"{at}/text", value.get("text"), limits.OPTION_TEXT, plain=plain)
    string(report, f"{at}/value", value.get("value"), limits.OPTION_VALUE, required=True)
    described = value.get("description")
    optional_text(report, f"{at}/description", described, limits.OPTION_DESCRIPTION, plain=plain)
    string(report, f"{at}/url", value.get("url"), limits.OPTION_URL)


def _initial(report: Report, at: str, value: Json, options: list[object]) -> None:
    known = [one.get("value") for one in options if is_object(one)]
    single, several = value.get("initial_option"), value.get("initial_options")
    if is_object(single) and single.get("value") not in known:
        report.fault(f"{at}/initial_option", "must be one of the options")
    for index, one in enumerate(several if isinstance(several, list) else []):
        if not is_object(one) or one.get("value") not in known:
            report.fault(f"{at}/initial_options/{index}", "must be one of the options")


def _most(report: Report, at: str, value: Json) -> None:
    integer(report, f"{at}/max_selected_items", value.get("max_selected_items"), 1)


def _external(report: Report, at: str, value: Json) -> None:
    integer(report, f"{at}/min_query_length", value.get("min_query_length"), 0)
    _most(report, at, value)


def _conversations(report: Report, at: str, value: Json) -> None:
    _most(report, at, value)
    wanted = value.get("filter")
    if is_object(wanted) and wanted.get("include") is not None:
        include = wanted["include"]
        if items(include, report, f"{at}/filter/include", len(KINDS)):
            for index, kind in enumerate(include):
                one_of(report, f"{at}/filter/include/{index}", kind, KINDS)


def _overflow(report: Report, at: str, value: Json) -> None:
    _options(report, at, value, limits.OVERFLOW_OPTIONS)


def _choice(report: Report, at: str, value: Json) -> None:
    _options(report, at, value, limits.CHOICE_OPTIONS, plain=False)


def _matching(name: str, pattern: re.Pattern[str], form: str) -> Check:
    def check(report: Report, at: str, value: Json) -> None:
        given = value.get(name)
        if given is not None and not (isinstance(given, str) and pattern.fullmatch(given)):
            report.fault(f"{at}/{name}", f"must be in the format {form}")

    return check


def _moment(report: Report, at: str, value: Json) -> None:
    integer(report, f"{at}/initial_date_time", value.get("initial_date_time"), 10**9, 10**10 - 1)


def _typed(report: Report, at: str, value: Json) -> None:
    config = value.get("dispatch_action_config")
    if is_object(config):
        on, where = config.get("trigger_actions_on"), f"{at}/dispatch_action_config"
        if items(on, report, f"{where}/trigger_actions_on", limits.DISPATCH_TRIGGERS):
            for index, one in enumerate(on):
                allowed = {"on_enter_pressed", "on_character_entered"}
                one_of(report, f"{where}/trigger_actions_on/{index}", one, allowed)


def _plain(report: Report, at: str, value: Json) -> None:
    _typed(report, at, value)
    string(report, f"{at}/initial_value", value.get("initial_value"), limits.INPUT_TEXT)
    least, most = value.get("min_length"), value.get("max_length")
    integer(report, f"{at}/min_length", least, 0, limits.INPUT_TEXT)
    integer(report, f"{at}/max_length", most, 1, limits.INPUT_TEXT)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        report.fault(f"{at}/min_length", "must not be more than max_length")


def _number(report: Report, at: str, value: Json) -> None:
    _typed(report, at, value)
    if not isinstance(value.get("is_decimal_allowed"), bool):
        report.missing(f"{at}/is_decimal_allowed")
    for name in ("initial_value", "min_value", "max_value"):
        try:
            float(value.get(name) or 0)
        except (TypeError, ValueError):
            report.fault(f"{at}/{name}", "must be a number")


def _rich(report: Report, at: str, value: Json) -> None:
    _typed(report, at, value)
    for name in ("min_lines", "max_lines"):
        integer(report, f"{at}/{name}", value.get(name), 1, limits.INPUT_LINES)


def _files(report: Report, at: str, value: Json) -> None:
    integer(report, f"{at}/max_files", value.get("max_files"), 1, limits.INPUT_FILES)


INPUTS: dict[str, Check] = {
    "static_select": _static,
    "multi_static_select": _static,
    "external_select": _external,
    "multi_external_select": _external,
    "conversations_select": _conversations,
    "multi_conversations_select": _conversations,
    "multi_users_select": _most,
    "multi_channels_select": _most,
    "overflow": _overflow,
    "radio_buttons": _choice,
    "checkboxes": _choice,
    "datepicker": _matching("initial_date", DATE, "YYYY-MM-DD"),
    "timepicker": _matching("initial_time", TIME, "HH:mm"),
    "datetimepicker": _moment,
    "plain_text_input": _plain,
    "email_text_input": _typed,
    "url_text_input": _typed,
    "number_input": _number,
    "rich_text_input": _rich,
    "file_input": _files,
}
"""What is checked of each element that holds a value, beyond its id, placeholder and dialogue."""
