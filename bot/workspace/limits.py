"""Every limit that the workspace enforces, in one table.

Sources: docs.slack.dev reference pages of each block, element and method (November 2026).
Where two published sources disagree (number of chart series), the stricter one is used.
"""

from __future__ import annotations

from typing import Final

ACK_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60.0
RESPONSE_URL_USES: Final = 5
MODAL_STACK: Final = 3
EVENT_RETRY_SECONDS: Final = (0.0, 60.0, 300.0)
SOCKET_CONNECTIONS: Final = 10
SOCKET_SECONDS: Final = 18_060.0
SOCKET_DEBUG_SECONDS: Final = 360.0
SOCKET_WARNING_SECONDS: Final = 10.0
MIN_QUERY_LENGTH: Final = 3

MESSAGE_TEXT: Final = 40_000
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_CHARTS: Final = 2
MESSAGE_TABLES: Final = 1
MARKDOWN_TOTAL: Final = 12_000

SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3000
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
ALERT_TEXT: Final = 200
IMAGE_URL: Final = 3000
IMAGE_ALT: Final = 2000
IMAGE_TITLE: Final = 2000
INPUT_LABEL: Final = 2000
INPUT_HINT: Final = 2000
CAROUSEL_ELEMENTS: Final = 10
CARD_ACTIONS: Final = 3
CARD_TEXTS: Final = {"title": 150, "subtitle": 150, "body": 200, "subtext": 200}
CONTAINER_BLOCKS: Final = 10
PLAN_TASKS: Final = 50

BLOCK_ID: Final = 255
ACTION_ID: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
PLACEHOLDER: Final = 150
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHOICE_OPTIONS: Final = 10
INPUT_TEXT: Final = 3000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
DATA_TABLE_ROWS: Final = 201
DATA_TABLE_CHARACTERS: Final = 20_000

CHART_TITLE: Final = 50
CHART_LABEL: Final = 20
CHART_AXIS_LABEL: Final = 50
CHART_SERIES: Final = 6
CHART_SEGMENTS: Final = 6
CHART_POINTS: Final = 20

VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3000
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
