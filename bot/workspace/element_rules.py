"""The rules of elements: which belong where, buttons and images; inputs have their own file."""

from __future__ import annotations

import re

from bot.workspace import limits
from bot.workspace.checks import (
    Report,
    confirm,
    is_object,
    items,
    one_of,
    optional_text,
    string,
    text,
)
from bot.workspace.entities import Json
from bot.workspace.input_rules import INPUTS

SELECTS = frozenset(
    f"{multi}{kind}_select"
    for multi in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
CHOICES = frozenset({"radio_buttons", "checkboxes"})
PICKERS = frozenset({"datepicker", "timepicker"})
BUTTONS = frozenset({"button", "overflow", "workflow_button"})
IN_ACTIONS = SELECTS | CHOICES | PICKERS | BUTTONS | {"datetimepicker"}
IN_SECTION = SELECTS | CHOICES | PICKERS | BUTTONS | {"image"}
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
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif"})


def element(report: Report, at: str, value: Json, allowed: frozenset[str] | set[str]) -> None:
    """Check one element against the types allowed at its place and against its limits."""
    kind = value.get("type")
    if kind is None:
        report.missing(f"{at}/type")
        return
    if not isinstance(kind, str) or kind not in allowed:
        report.fault(f"{at}/type", f"unsupported type: {kind}")
        return
    string(report, f"{at}/action_id", value.get("action_id"), limits.ACTION_ID)
    optional_text(report, f"{at}/placeholder", value.get("placeholder"), limits.PLACEHOLDER)
    confirm(report, f"{at}/confirm", value.get("confirm"))
    check = RULES.get(kind)
    if check is not None:
        check(report, at, value)


def image(report: Report, at: str, value: Json) -> None:
    """Check an image element or block: an address or an uploaded file, and its alt text."""
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        report.fault(at, "must provide exactly one of image_url or slack_file")
    string(report, f"{at}/image_url", value.get("image_url"), limits.IMAGE_URL)
    string(report, f"{at}/alt_text", value.get("alt_text"), limits.IMAGE_ALT, required=True)
    if value.get("slack_file") is not None:
        _slack_file(report, f"{at}/slack_file", value["slack_file"])


def file_in(address: str) -> str:
    """Return the id of the file that an address is of: its permalink or its private one."""
    named = re.search(r"/files(?:-pri/\w+-|/)(\w+)", address)
    return named[1] if named else ""


def _slack_file(report: Report, at: str, given: object) -> None:
    found = None
    if is_object(given) and (given.get("id") is None) != (given.get("url") is None):
        found = report.files.get(str(given.get("id") or file_in(str(given["url"]))))
    if found is None or not found.shared or found.content_type not in IMAGES:
        report.fault(at, "invalid slack file")


def _button(report: Report, at: str, value: Json) -> None:
    text(report, f"{at}/text", value.get("text"), limits.BUTTON_TEXT, plain=True)
    string(report, f"{at}/value", value.get("value"), limits.BUTTON_VALUE)
    string(report, f"{at}/url", value.get("url"), limits.BUTTON_URL)
    one_of(report, f"{at}/style", value.get("style"), {"primary", "danger"})
    _label(report, at, value)
    string(report, f"{at}/agent_prompt", value.get("agent_prompt"), limits.AGENT_PROMPT)


def _label(report: Report, at: str, value: Json) -> None:
    label = value.get("accessibility_label")
    string(report, f"{at}/accessibility_label", label, limits.ACCESSIBILITY_LABEL)


def _workflow_button(report: Report, at: str, value: Json) -> None:
    _button(report, at, value)
    workflow = value.get("workflow")
    trigger = workflow.get("trigger") if is_object(workflow) else None
    if not is_object(trigger) or not trigger.get("url"):
        report.missing(f"{at}/workflow/trigger/url")


def _feedback_buttons(report: Report, at: str, value: Json) -> None:
    for name in ("positive_button", "negative_button"):
        button = value.get(name)
        if is_object(button):
            _button(report, f"{at}/{name}", button)
            string(report, f"{at}/{name}/value", button.get("value"), 10**9, required=True)
        else:
            report.missing(f"{at}/{name}")


def _icon_button(report: Report, at: str, value: Json) -> None:
    one_of(report, f"{at}/icon", value.get("icon"), {"trash"}, required=True)
    text(report, f"{at}/text", value.get("text"), limits.BUTTON_TEXT, plain=True)
    string(report, f"{at}/value", value.get("value"), limits.BUTTON_VALUE)
    _label(report, at, value)
    viewers = value.get("visible_to_user_ids")
    if viewers is not None:
        items(viewers, report, f"{at}/visible_to_user_ids", limits.ICON_BUTTON_VIEWERS)


def _context_text(report: Report, at: str, value: Json) -> None:
    string(report, f"{at}/text", value.get("text"), limits.CONTEXT_TEXT, required=True)


RULES = {
    **INPUTS,
    "button": _button,
    "workflow_button": _workflow_button,
    "feedback_buttons": _feedback_buttons,
    "icon_button": _icon_button,
    "image": image,
    "mrkdwn": _context_text,
    "plain_text": _context_text,
}
