"""What was said of files with a header, remembered for the next one."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.sources.cells import IdKind
from bot.sources.columns import ColumnMap
from bot.sources.values.date_order import Order


@dataclass(frozen=True, slots=True)
class Habit:
    """What was said of files with a header: columns (none for ()), order, zone, ids.

    `at` is when it was said last. `whole` is a mapping as earlier versions kept it, of all fields.
    """

    columns: ColumnMap
    date_order: Order | None = None
    zone: str = ""
    ids: IdKind = "told"
    at: datetime | None = None
    whole: ColumnMap | None = None

    def dump(self) -> str:
        """Return it as JSON."""
        columns = {field: list(names) for field, names in self.columns.items()}
        told: dict[str, object] = {"columns": columns, "date_order": self.date_order}
        told |= {"zone": self.zone, "ids": self.ids}
        if self.whole is not None:
            told["mapping"] = {field: list(names) for field, names in self.whole.items()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def load_habit(text: str, at: datetime) -> Habit:
    """Return what `Habit.dump` wrote, or an earlier version of it."""
    raw = json.loads(text)
    columns = {field: tuple(names) for field, names in raw.get("columns", {}).items()}
    mapping = raw.get("mapping")
    whole = mapping and {field: tuple(names) for field, names in mapping.items()}
    return Habit(columns, raw["date_order"], raw["zone"], raw.get("ids", "told"), at, whole)
