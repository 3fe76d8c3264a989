"""What there is in English there is in Chinese: README and guide, part by part."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAIRS = {
    "readme": (ROOT / "README.md", ROOT / "README.zh.md"),
    "guide": (ROOT / "docs" / "guide.md", ROOT / "docs" / "guide.zh.md"),
}
pairs = pytest.mark.parametrize("pages", PAIRS.values(), ids=PAIRS)


def shape(text: str) -> list[str]:
    """Return headings by level, rows, points, steps, pictures and commands of a page, in order."""
    marks = re.findall(r"^(#+ |\||- |\d\. |!\[| {4,}\S+ [\w.-]*)", text, re.MULTILINE)
    return [mark.strip() for mark in marks]


def codes(text: str) -> set[str]:
    """Return what both languages write alike: options, settings, fields and commands in code."""
    inline = re.findall(r"`([^`\n]+)`", text)
    return {
        one for code in inline for one in re.findall(r"--[\w-]+|FRT_\w+|(?<!/)\bfrt [a-z]+", code)
    }


def targets(text: str) -> set[str]:
    """Return where the links lead, whatever the language of it."""
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", text)
    return {re.sub(r"\.(?:zh|en)(?=\.)", "", one) for one in found}


@pairs
def test_the_parts_follow_each_other_alike(pages: tuple[Path, Path]) -> None:
    english, chinese = (shape(page.read_text()) for page in pages)
    assert english
    assert chinese == english


@pairs
def test_the_same_commands_options_and_settings(pages: tuple[Path, Path]) -> None:
    english, chinese = (codes(page.read_text()) for page in pages)
    assert english
    assert chinese == english


@pairs
def test_the_same_links(pages: tuple[Path, Path]) -> None:
    english, chinese = (targets(page.read_text()) - {page.name for page in pages} for page in pages)
    assert english
    assert chinese == english


@pairs
def test_each_leads_to_the_other(pages: tuple[Path, Path]) -> None:
    english, chinese = pages
    assert f"]({chinese.name})" in english.read_text()
    assert f"]({english.name})" in chinese.read_text()
