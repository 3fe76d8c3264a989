"""Files that are brought in Slack: of tickets, and of days off."""

from typing import Literal

from pydantic import Field

from bot.ids.values import Number, Value

IMPORT_OPEN = "imports.open"
IMPORT_FORM = "imports.form"
IMPORT_COLUMNS = "imports.columns"
IMPORT_SET = "imports.set"
IMPORT_TAKE = "imports.take"
DAYS_OFF_OPEN = "days_off.open"
DAYS_OFF_FORM = "days_off.form"


class FileValue(Value):
    """A file that was sent to the bot."""

    file: str | None = None


class ImportValue(Value):
    """A file for a team, and what was said of how it is read; in a modal's metadata.

    `name` is what the file is called. `columns` has by field the places of its columns in the
    header, `stood` those that stood in the form before.
    """

    team_id: Number
    file: str
    name: str = ""
    columns: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    stood: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    order: Literal["dmy", "mdy", "ymd"] | None = None
    zone: str | None = None
    sheet: str | None = None
    header_row: Number | None = None
