"""The tours lead somewhere: their links, their pictures, and the way to them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TOURS = {"en": DOCS / "tour.md", "zh": DOCS / "tour.zh.md"}
MOST_BYTES = 150_000


def targets(path: Path) -> list[str]:
    text = path.read_text()
    pictures = re.findall(r'src(?:set)?="(?!https?:)([^"]+)"', text)
    return [*re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text), *pictures]


@pytest.mark.parametrize("language", TOURS)
def test_links_and_pictures_are_there(language: str) -> None:
    found = targets(TOURS[language])
    assert found
    assert [one for one in found if not (DOCS / one).exists()] == []


def test_every_picture_is_shown_and_small() -> None:
    pages = (*ROOT.glob("*.md"), *DOCS.glob("*.md"))
    shown = {Path(one).name for page in pages for one in targets(page) if one.endswith(".png")}
    taken = list(DOCS.glob("images/**/*.png"))
    assert {one.name for one in taken} == shown
    assert [one.name for one in taken if one.stat().st_size > MOST_BYTES] == []


def test_both_tours_have_the_same_steps_and_pictures() -> None:
    texts = [path.read_text() for path in TOURS.values()]
    steps = [re.findall(r"^## (\d+)\.", text, re.MULTILINE) for text in texts]
    assert steps[0] == steps[1] == [str(number) for number in range(1, len(steps[0]) + 1)]
    pictures = [re.findall(r"tour/(\w+)\.\w+\.png", text) for text in texts]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_each_readme_leads_to_its_own(readme: str, language: str) -> None:
    assert f"docs/{TOURS[language].name}" in targets(ROOT / readme)
