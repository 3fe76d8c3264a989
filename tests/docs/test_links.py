"""Every link in the papers leads to what is there, down to the heading."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
)
LINK = re.compile(r"\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)")


def prose(page: Path) -> str:
    """Return a page without its code."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^    .*$|`[^`\n]*`", "", text, flags=re.MULTILINE)


def anchor(heading: str) -> str:
    """Return what a heading is linked by: small letters and digits, hyphens for spaces."""
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading).strip().casefold()
    kept = (c for c in shown if c in " -_" or unicodedata.category(c)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def anchors(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return [anchor(one) for one in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]


def test_the_papers_are_found() -> None:
    names = {str(page.relative_to(ROOT)) for page in PAGES}
    assert names >= {"README.md", "README.zh.md", "docs/guide.zh.md", "CONTRIBUTING.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, place in LINK.findall(prose(page)):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        assert not place or place in anchors(there), f"{target}#{place}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_heading_stands_once(page: Path) -> None:
    found = anchors(page)
    assert len(set(found)) == len(found)


def test_every_paper_is_reached_from_the_readme() -> None:
    reached, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        ahead += [(page.parent / one).resolve() for one, _ in LINK.findall(prose(page)) if one]
    assert set(PAGES) - reached == set()
