"""The rules of interactive elements: which belong where, and their limits."""

from __future__ import annotations

from bot.workspace import limits
from bot.workspace.checks import (
    Report,
    confirm,
    each,
    is_object,
    items,
    optional_text,
    string,
    text,
)
from bot.workspace.entities import Json

SELECTS = frozenset(
    {
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
    }
)
SINGLE_SELECTS = frozenset(name for name in SELECTS if not name.startswith("multi_"))
CHOICES = frozenset({"radio_buttons", "checkboxes"})
PICKERS = frozenset({"datepicker", "timepicker"})
IN_ACTIONS = (
    SINGLE_SELECTS
    | CHOICES
    | PICKERS
    | {"button", "overflow", "datetimepicker", "workflow_button"}
    | {name for name in SELECTS if name.startswith("multi_")}
)
IN_SECTION = SELECTS | CHOICES | PICKERS | {"button", "overflow", "image", "workflow_button"}
IN_INPUT = (
    SELECTS
    | CHOICES
    | PICKERS
    | {
        "plain_text_input",
        "rich_text_input",
        "datetimepicker",
        "email_text_input",
        "url_text_input",
        "number_input",
        "file_input",
    }
)
IN_CONTEXT = frozenset({"image", "mrkdwn", "plain_text"})
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})


def element(report: Report, at: str, value: Json, allowed: frozenset[str] | set[str]) -> None:
    """Check one element against the types allowed at its place and against its limits."""
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        report.fault(f"{at}/type", f"unsupported type: {kind}")
        return
    string(report, f"{at}/action_id", value.get("action_id"), limits.ACTION_ID)
    optional_text(report, f"{at}/placeholder", value.get("placeholder"), limits.PLACEHOLDER)
    confirm(report, f"{at}/confirm", value.get("confirm"))
    if kind == "button":
        _button(report, at, value)
    elif kind == "image":
        image(report, at, value)
    elif kind in {"mrkdwn", "plain_text"}:
        string(report, f"{at}/text", value.get("text"), limits.CONTEXT_TEXT, required=True)
    else:
        _choices(report, at, value, kind)


def image(report: Report, at: str, value: Json) -> None:
    """Check an image element or block: an address or an uploaded file, and its alt text."""
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        report.fault(at, "must provide exactly one of image_url or slack_file")
    string(report, f"{at}/image_url", value.get("image_url"), limits.IMAGE_URL)
    string(report, f"{at}/alt_text", value.get("alt_text"), limits.IMAGE_ALT, required=True)


def _button(report: Report, at: str, value: Json) -> None:
    text(report, f"{at}/text", value.get("text"), limits.BUTTON_TEXT, plain=True)
    string(report, f"{at}/value", value.get("value"), limits.BUTTON_VALUE)
    string(report, f"{at}/url", value.get("url"), limits.BUTTON_URL)
    if value.get("style") not in {None, "primary", "danger"}:
        report.fault(f"{at}/style", "must be one of primary, danger")


def _choices(report: Report, at: str, value: Json, kind: str) -> None:
    if kind in {"static_select", "multi_static_select"}:
        _static_options(report, at, value)
    elif kind == "overflow":
        _options(report, f"{at}/options", value.get("options"), limits.OVERFLOW_OPTIONS)
    elif kind in CHOICES:
        _options(report, f"{at}/options", value.get("options"), limits.CHOICE_OPTIONS)
    elif kind == "plain_text_input":
        string(report, f"{at}/initial_value", value.get("initial_value"), limits.INPUT_TEXT)


def _static_options(report: Report, at: str, value: Json) -> None:
    groups = value.get("option_groups")
    if groups is None:
        _options(report, f"{at}/options", value.get("options"), limits.SELECT_OPTIONS)
    elif items(groups, report, f"{at}/option_groups", limits.OPTION_GROUPS):
        each(report, f"{at}/option_groups", groups, _group)


def _group(report: Report, at: str, value: Json) -> None:
    text(report, f"{at}/label", value.get("label"), limits.OPTION_TEXT, plain=True)
    _options(report, f"{at}/options", value.get("options"), limits.SELECT_OPTIONS)


def _options(report: Report, at: str, value: object, most: int) -> None:
    if items(value, report, at, most):
        each(report, at, value, _option)


def _option(report: Report, at: str, value: Json) -> None:
    text(report, f"{at}/text", value.get("text"), limits.OPTION_TEXT)
    string(report, f"{at}/value", value.get("value"), limits.OPTION_VALUE, required=True)
    optional = value.get("description")
    if is_object(optional):
        text(report, f"{at}/description", optional, limits.OPTION_DESCRIPTION)
