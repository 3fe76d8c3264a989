"""Entries of a register as rows of a file in the reader's language, and such rows read back."""

from collections.abc import Mapping, Sequence

from bot.metrics.registers import (
    STATUS,
    AnyEntry,
    AnyRegister,
    Choice,
    Day,
    Number,
    People,
    Person,
    people_in,
)
from bot.text import LANGUAGES, t
from bot.text.words import normalised
from bot.views.registers import words


def header(register: AnyRegister, language: str) -> list[str]:
    """Return the name of each column."""
    return [words.label(register, name, language) for name in register.columns]


def rows(entries: Sequence[AnyEntry], names: Mapping[str, str], language: str) -> list[list[str]]:
    """Return the cells of each entry: people by name, words translated, dates as ISO 8601."""
    return [_row(one, names, language) for one in entries]


def _row(entry: AnyEntry, names: Mapping[str, str], language: str) -> list[str]:
    register, texts = entry.register, entry.texts()
    status = _word(register, STATUS, entry.status, language)
    cells = [_cell(register, name, text, names, language) for name, text in texts.items()]
    return [str(entry.number), *cells, status]


def _cell(
    register: AnyRegister, name: str, text: str, names: Mapping[str, str], language: str
) -> str:
    kind = register.kind(name)
    if isinstance(kind, Person | People):
        return "; ".join(names.get(one, one) for one in people_in(kind, text))
    if isinstance(kind, Day | Number):
        return text
    return words.plain_words(register, name, text, language)


def read(
    register: AnyRegister, found: Sequence[Mapping[str, str]]
) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Return the rows of a file by field, as they are typed, and what is needed but no column.

    Headings and words are those of any language; a row of nothing is none. Other columns are left.
    """
    columns = {
        _folded(heading): name
        for language in LANGUAGES
        for name, heading in zip(register.columns, header(register, language), strict=True)
    } | {name: name for name in register.columns}
    meant = {heading: columns.get(_folded(heading)) for row in found for heading in row}
    rows = [
        {
            name: _typed(register, name, cell)
            for heading, cell in row.items()
            if (name := meant[heading])
        }
        for row in found
        if any(cell.strip() for cell in row.values())
    ]
    missing = [name for name in register.make.needs if name not in meant.values()]
    return rows, tuple(words.label(register, name, "en") for name in missing)


def _typed(register: AnyRegister, name: str, cell: str) -> str:
    """Return a cell as it is typed: a word of any language as what it stands for."""
    if name == STATUS:
        choices: Sequence[str] = tuple(register.states)
    elif name in register.fields and isinstance(kind := register.kind(name), Choice):
        choices = kind.of
    else:
        return cell.strip()
    for language in LANGUAGES:
        for one in choices:
            if _folded(cell) in {one, _folded(_word(register, name, one, language))}:
                return one
    return cell.strip()


def _word(register: AnyRegister, name: str, value: str, language: str) -> str:
    if name == STATUS:
        return t(language, words.key_of(register.name, f"{STATUS}.{value}", language))
    return words.choice_words(register, name, value, language)


def _folded(text: str) -> str:
    return normalised(text).casefold()
