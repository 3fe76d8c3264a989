"""Every sentence exists in every language with the same placeholders, and is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.text import LANGUAGES, Sentence, catalogue

BOT = Path(bot.__file__).parent
NAMES = {path.stem for path in (BOT / "text").glob("*/*.po")}
KEY = re.compile(rf"(?:{'|'.join(sorted(NAMES))})(?:\.[a-z0-9_]+)+")


def placeholders(sentence: Sentence) -> set[str]:
    forms = (sentence,) if isinstance(sentence, str) else sentence
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def used() -> Iterator[tuple[str, str]]:
    """Yield (where, pattern) of each string in the code that can be a key; holes are `.+`."""
    for path in BOT.rglob("*.py"):
        if path.parent.name == "ids" or "workspace" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            where = f"{path.relative_to(BOT)}:{getattr(node, 'lineno', '')}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KEY.fullmatch(node.value):
                    yield where, re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                    for part in node.values
                )
                pattern = "".join(parts)
                if re.match(rf"(?:{'|'.join(NAMES)})\\\.", pattern):
                    yield where, pattern


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_files_and_keys(language: str) -> None:
    assert {path.stem for path in (BOT / "text" / language).glob("*.po")} == NAMES
    assert catalogue(language).keys() == catalogue("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_start_with_the_name_of_their_file(language: str) -> None:
    for path in (BOT / "text" / language).glob("*.po"):
        keys = re.findall(r'^msgid "(.+)"', path.read_text(), re.MULTILINE)
        assert [key for key in keys if not key.startswith(f"{path.stem}.")] == []
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_plurals_agree(language: str) -> None:
    for key, sentence in catalogue("en").items():
        other = catalogue(language)[key]
        assert placeholders(other) == placeholders(sentence), key
        assert isinstance(other, tuple) == isinstance(sentence, tuple), key
        forms = other if isinstance(other, tuple) else (other,)
        assert all(form.strip() for form in forms), key


def test_every_key_in_the_code_exists() -> None:
    keys = list(catalogue("en"))
    unknown = [
        (where, pattern)
        for where, pattern in used()
        if not any(re.fullmatch(pattern, key) for key in keys)
    ]
    assert unknown == []


def test_every_sentence_is_used() -> None:
    one_of = re.compile("|".join({pattern for _, pattern in used()}))
    assert [key for key in catalogue("en") if not one_of.fullmatch(key)] == []
