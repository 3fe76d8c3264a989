"""JSON that a program answered: one array of tickets, or an object around it."""

import json
from collections.abc import Iterator

from bot.errors import BotError
from bot.sources.dumps import understand
from bot.sources.files.csv_records import position
from bot.sources.files.examine import FileFacts
from bot.sources.files.flatten import flatten
from bot.sources.files.json_lines import JsonLines, Tickets
from bot.sources.files.json_stream import JsonStream, UnreadableJsonError
from bot.sources.files.table import bad_row

_SAMPLE = 1 << 20
_TICKETS = 1_000
_GOES_ON = ("{", "[", ",", ":")


class JsonDump(JsonLines):
    """A Table over the elements of an array, numbered from 1 on."""

    _nothing = "import.no_rows"

    def _tickets(self) -> Iterator[Tickets]:
        with self._facts.path.open(
            encoding=self._facts.encoding, errors="replace", newline=""
        ) as file:
            stream = JsonStream(file)
            if not stream.enter():
                raise BotError("import.not_json_lines", path=self._facts.path.name)
            read: Tickets = ([], [], [], 0)
            for number, element in enumerate(stream.elements(), start=1):
                rows, tickets, bad, _ = read
                if isinstance(element, dict):
                    rows.append(number)
                    tickets.append(flatten(element))
                else:
                    text = element.args[0] if isinstance(element, UnreadableJsonError) else element
                    bad.append(bad_row(number, "", text, "not_json"))
                if len(rows) + len(bad) >= _TICKETS:
                    yield rows, tickets, bad, position(file)
                    read = ([], [], [], 0)
            yield *read[:3], position(file)


def is_dump(facts: FileFacts) -> bool:
    """Tell whether JSON is one value with tickets in it, not one ticket a line."""
    with facts.path.open(encoding=facts.encoding, errors="replace", newline="") as file:
        text = file.read(_SAMPLE).lstrip("\ufeff \t\r\n")
        if text.startswith("["):
            return True
        line, _, rest = text.partition("\n")
        rest = rest.strip()
        try:
            ticket = json.loads(line)
        except (ValueError, RecursionError):
            if rest.startswith("{") and not line.rstrip().endswith(_GOES_ON):
                return False
        else:
            if rest or "opened_at" in understand(sorted(flatten(ticket))):
                return False
        file.seek(0)
        return JsonStream(file).enter()
