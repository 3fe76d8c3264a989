"""Every limit that the workspace enforces, in one table; each group names where Slack says so.

Where two published sources disagree (number of chart series), the stricter one is used.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Allowance(NamedTuple):
    """How often something may be done: steadily per minute, and at once after a pause."""

    per_minute: float
    burst: int


# docs.slack.dev/apis/web-api/rate-limits
# Slack promises at least the rate and does not publish its bursts: a minute's worth is let through
# at once, and ten posts to a channel.
TIERS: Final = {
    1: Allowance(1, 2),
    2: Allowance(20, 20),
    3: Allowance(50, 50),
    4: Allowance(100, 100),
    5: Allowance(600, 100),
}
"""Calls of one method by one app, by the tier that the method's page names; 5 is "special"."""
POSTS_PER_CHANNEL: Final = Allowance(60, 10)
POST_SECONDS: Final = 0.5
POSTS_PER_WORKSPACE: Final = Allowance(300, 100)

# docs.slack.dev/interactivity/handling-user-interaction, …/implementing-slash-commands
ACK_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60.0
RESPONSE_URL_USES: Final = 5

# docs.slack.dev/apis/events-api
EVENT_RETRY_SECONDS: Final = (0.0, 60.0, 300.0)

# docs.slack.dev/apis/events-api/using-socket-mode
SOCKET_CONNECTIONS: Final = 10
SOCKET_SECONDS: Final = 18_060.0
SOCKET_DEBUG_SECONDS: Final = 360.0
SOCKET_WARNING_SECONDS: Final = 10.0

# on no page of Slack's; seen in revelrylabs/slax#614 and slack-go/slack#1196
SOCKET_MESSAGE_BYTES: Final = 20_480

# docs.slack.dev/reference/block-kit/block-elements/select-menu-element
MIN_QUERY_LENGTH: Final = 3

# docs.slack.dev/reference/block-kit/block-elements/file-input-element
INPUT_FILE_BYTES: Final = 10 * 1024 * 1024

# docs.slack.dev/reference/methods/chat.postMessage, …/chat.update
MESSAGE_TEXT: Final = 40_000
# on no page of Slack's: slackapi/bolt-js#2509 (12,000 to 13,000), #2867 (from 11,341)
MESSAGE_BLOCK_TEXT: Final = 11_000
UPDATED_TEXT: Final = 4000
ATTACHMENTS: Final = 100

# docs.slack.dev/reference/methods/chat.scheduleMessage
SCHEDULE_DAYS: Final = 120
SCHEDULED_IN_WINDOW: Final = 30
SCHEDULE_WINDOW_SECONDS: Final = 5 * 60

# docs.slack.dev/reference/methods/conversations.list, …/conversations.history
PAGE: Final = 100
LONGEST_PAGE: Final = 999
REPLIES_PAGE: Final = 1000

# docs.slack.dev/reference/methods/conversations.create, …/conversations.open
CHANNEL_NAME: Final = 80
DIRECT_USERS: Final = 8

# docs.slack.dev/reference/methods/views.open, …/views.push; docs.slack.dev/surfaces/modals
VIEW_BYTES: Final = 250_000
MODAL_STACK: Final = 3

# docs.slack.dev/reference/block-kit/blocks (the limit of blocks), …/data-visualization-block,
# …/table-block, …/markdown-block
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_CHARTS: Final = 2
MESSAGE_TABLES: Final = 1
MARKDOWN_TOTAL: Final = 12_000
BLOCK_ID: Final = 255

# docs.slack.dev/reference/block-kit/blocks/: section-, header-, context-, actions-,
# context-actions-, image-, input- and video-block
SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3000
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
IMAGE_URL: Final = 3000
IMAGE_ALT: Final = 2000
IMAGE_TITLE: Final = 2000
INPUT_LABEL: Final = 2000
INPUT_HINT: Final = 2000
VIDEO_TITLE: Final = 200
VIDEO_STRINGS: Final = {
    "alt_text": 2000,
    "thumbnail_url": 3000,
    "video_url": 3000,
    "title_url": 2000,
    "provider_icon_url": 2000,
    "author_name": 50,
    "provider_name": 50,
}
VIDEO_DESCRIPTION: Final = 200

# docs.slack.dev/reference/block-kit/blocks/: alert-, card-, carousel-, container-, plan- and
# task-card-block
ALERT_TEXT: Final = 200
CARD_ACTIONS: Final = 3
CARD_TEXTS: Final = {"title": 150, "subtitle": 150, "body": 200, "subtext": 200}
CAROUSEL_CARDS: Final = 10
CONTAINER_BLOCKS: Final = 10
CONTAINER_TITLE: Final = 150
PLAN_TASKS: Final = 50

# docs.slack.dev/reference/block-kit/blocks/rich-text-block
RICH_TEXT_INDENT: Final = 8
RICH_TEXT_BORDER: Final = 1

# docs.slack.dev/reference/block-kit/block-elements/: button-, feedback-buttons-, icon-button-,
# workflow-button-element and the selects, inputs and pickers
ACTION_ID: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
ACCESSIBILITY_LABEL: Final = 75
AGENT_PROMPT: Final = 4000
ICON_BUTTON_VIEWERS: Final = 10
PLACEHOLDER: Final = 150
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHOICE_OPTIONS: Final = 10
INPUT_TEXT: Final = 3000
INPUT_LINES: Final = 100
INPUT_FILES: Final = 10

# docs.slack.dev/reference/block-kit/composition-objects/: option-, option-group- and
# confirmation-dialog-object
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
OPTION_URL: Final = 3000
GROUP_LABEL: Final = 75
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
DISPATCH_TRIGGERS: Final = 2

# docs.slack.dev/reference/block-kit/blocks/: table- and data-table-block
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
DATA_TABLE_ROWS: Final = 201
DATA_TABLE_CHARACTERS: Final = 20_000
DATA_TABLE_PAGE: Final = 100

# docs.slack.dev/reference/block-kit/blocks/data-visualization-block
CHART_TITLE: Final = 50
CHART_LABEL: Final = 20
CHART_AXIS_LABEL: Final = 50
CHART_SERIES: Final = 6
CHART_SEGMENTS: Final = 6
CHART_POINTS: Final = 20

# docs.slack.dev/reference/views
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3000
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
