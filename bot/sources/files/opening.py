"""From a file that was examined to the table in it."""

from bot.sources.files.csv_file import CsvFile
from bot.sources.files.examine import FileFacts
from bot.sources.files.json_dump import JsonDump, is_dump
from bot.sources.files.json_lines import JsonLines
from bot.sources.files.outline import Outline
from bot.sources.files.table import Table
from bot.sources.files.workbook import Workbook


def open_table(facts: FileFacts, outline: Outline | None = None) -> Table:
    """Return the table; raises BotError when the file holds none that can be read."""
    if facts.kind == "xlsx":
        return Workbook(facts, outline or Outline())
    if facts.kind == "jsonl":
        return JsonDump(facts) if is_dump(facts) else JsonLines(facts)
    return CsvFile(facts, outline or Outline())
