"""What is wrong with blocks is told with its place, asked of ``blocks.validate``."""

import pytest

from tests.workspace.shapes import (
    Json,
    actions,
    button,
    card,
    cells,
    container,
    data_table,
    field,
    icon,
    image,
    mrkdwn,
    option,
    plain,
    rich,
    section,
    select,
    table,
    tasks,
)

WRONG: dict[str, tuple[list[Json], str, str]] = {
    "an unknown block": ([{"type": "marquee"}], "/0/type", "unsupported type: marquee"),
    "no type": ([{"text": plain(1)}], "/0", "missing required field: type"),
    "a block of modals": ([{"type": "alert", "text": plain(1)}], "/0/type", "unsupported type"),
    "an empty section": ([{"type": "section"}], "/0", "missing required field"),
    "an empty text": ([{"type": "header", "text": plain(0)}], "/0/text/text", "more than 0"),
    "markup in a header": ([{"type": "header", "text": mrkdwn(1)}], "/0/text/type", "one of"),
    "no text in a button": (actions({"type": "button"}), "/0/elements/0", "field: text"),
    "an odd style": (actions(button(style="loud")), "/0/elements/0/style", "danger, primary"),
    "an input in actions": (
        actions({"type": "plain_text_input"}),
        "/0/elements/0/type",
        "unsupported type",
    ),
    "no options": (actions(select(options=[])), "/0/elements/0/options", "no fewer than 1"),
    "markup in an option": (
        actions(select(options=[option(text=mrkdwn(1))])),
        "/0/elements/0/options/0/text/type",
        "plain_text",
    ),
    "an unknown first option": (
        actions(select(initial_option=option(value="other"))),
        "/0/elements/0/initial_option",
        "one of the options",
    ),
    "a date in words": (
        actions({"type": "datepicker", "initial_date": "tomorrow"}),
        "/0/elements/0/initial_date",
        "YYYY-MM-DD",
    ),
    "an hour too late": (
        actions({"type": "timepicker", "initial_time": "25:00"}),
        "/0/elements/0/initial_time",
        "HH:mm",
    ),
    "a number without its kind": (
        field(type="number_input"),
        "/0/element",
        "field: is_decimal_allowed",
    ),
    "more at least than at most": (
        field(type="plain_text_input", min_length=3, max_length=2),
        "/0/element/min_length",
        "max_length",
    ),
    "nothing to select": (
        actions({"type": "multi_users_select", "max_selected_items": 0}),
        "/0/elements/0/max_selected_items",
        "at least 1",
    ),
    "an unknown kind of conversation": (
        actions({"type": "conversations_select", "filter": {"include": ["secret"]}}),
        "/0/elements/0/filter/include/0",
        "one of",
    ),
    "an unknown icon": (icon(icon="rocket"), "/0/elements/0/icon", "trash"),
    "a workflow without trigger": (
        actions({"type": "workflow_button", "text": plain(1)}),
        "/0/elements/0/workflow/trigger",
        "field: url",
    ),
    "half a pair of buttons": (
        [{"type": "context_actions", "elements": [{"type": "feedback_buttons"}]}],
        "/0/elements/0",
        "field: positive_button",
    ),
    "two sources of an image": ([image(slack_file={"id": "F1"})], "/0", "exactly one"),
    "an image that nobody uploaded": (
        [{"type": "image", "alt_text": "a", "slack_file": {"id": "F1"}}],
        "/0/slack_file",
        "invalid slack file",
    ),
    "an unknown list": (rich(style="roman"), "/0/elements/0/style", "bullet, ordered"),
    "a card in a container": (
        container(child_blocks=[card()]),
        "/0/child_blocks/0/type",
        "unsupported type",
    ),
    "a container without title": (container(title=None), "/0", "field: title"),
    "a card that says nothing": ([{"type": "card"}], "/0", "at least one"),
    "a task that waits alone": (
        [{"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}],
        "/0/status",
        "one of",
    ),
    "the same task twice": (
        [{"type": "plan", "title": "p", "tasks": tasks(1) * 2}],
        "/0/tasks",
        "unique",
    ),
    "a local file": ([{"type": "file", "external_id": "x", "source": "local"}], "/0/source", "rem"),
    "the same block id": ([section(block_id="a"), section(block_id="a")], "", "block_id"),
    "the same value in a select": (
        actions(select(options=[option(), option()])),
        "/0/elements/0/options",
        "unique",
    ),
    "the same value in two groups": (
        actions(
            select(
                options=None,
                option_groups=[{"label": plain(1), "options": [option()]} for _ in range(2)],
            )
        ),
        "/0/elements/0/option_groups",
        "unique",
    ),
    "the same value in an overflow": (
        actions({"type": "overflow", "options": [option(), option()]}),
        "/0/elements/0/options",
        "unique",
    ),
    "the same value in radio buttons": (
        actions({"type": "radio_buttons", "options": [option(), option()]}),
        "/0/elements/0/options",
        "unique",
    ),
    "the same value in checkboxes": (
        actions({"type": "checkboxes", "options": [option(), option()]}),
        "/0/elements/0/options",
        "unique",
    ),
    "the same action id": (
        actions(button(action_id="a"), button(action_id="a")),
        "/0/elements",
        "action_id",
    ),
    "an uneven data table": (
        data_table(rows=[*cells(1, 1), *cells(1, 2)]),
        "/0/rows",
        "same number",
    ),
    "an empty cell": (
        data_table(rows=cells(2, 1, "")),
        "/0/rows/0/0/text",
        "more than 0",
    ),
    "a table of nothing": ([table(0)], "/0/rows", "no fewer than 1"),
    "an odd alignment": (
        [table(1, column_settings=[{"align": "up"}])],
        "/0/column_settings/0/align",
        "center",
    ),
}


@pytest.mark.parametrize(("blocks", "pointer", "said"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_wrong_is_told_with_its_place(validate, blocks, pointer, said) -> None:
    answer = await validate("blocks", blocks)
    assert answer["error"] == "invalid_blocks"
    found = [one["message"] for one in answer["errors"] if one["pointer"] == pointer]
    assert any(said in message for message in found), answer["errors"]
