"""From a file that was examined to the table in it."""

from bot.sources.files.csv_file import CsvFile
from bot.sources.files.examine import FileFacts
from bot.sources.files.json_lines import JsonLines
from bot.sources.files.table import Table
from bot.sources.files.workbook import Workbook


def open_table(facts: FileFacts) -> Table:
    """Return the table; raises BotError when the file holds none that can be read."""
    if facts.kind == "xlsx":
        return Workbook(facts)
    return JsonLines(facts) if facts.kind == "jsonl" else CsvFile(facts)
