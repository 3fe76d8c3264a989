"""From a file that was examined to the table in it."""

from bot.errors import BotError
from bot.sources.files.csv_file import CsvFile
from bot.sources.files.examine import FileFacts
from bot.sources.files.json_dump import JsonDump, shape_of
from bot.sources.files.json_lines import JsonLines
from bot.sources.files.outline import Outline
from bot.sources.files.table import Table
from bot.sources.files.workbook import Workbook


def open_table(facts: FileFacts, outline: Outline | None = None) -> Table:
    """Return the table; raises BotError when the file holds none that can be read.

    Neither does it take what is told of a file that has no such thing.
    """
    outline = outline or Outline()
    if outline.sheet is not None and facts.kind != "xlsx":
        raise BotError("import.no_sheets", path=facts.path.name)
    if outline.header_row is not None and facts.kind == "jsonl":
        raise BotError("import.no_lines", path=facts.path.name)
    if facts.kind == "xlsx":
        return Workbook(facts, outline)
    if facts.kind == "jsonl":
        shape = shape_of(facts, outline.named)
        return JsonLines(facts) if shape == "lines" else JsonDump(facts, in_pages=shape == "pages")
    return CsvFile(facts, outline)
