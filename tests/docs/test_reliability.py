"""What the page on reliability names as a proof is a test that there is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
PAGE = (ROOT / "docs" / "reliability.md").read_text()
AS_IT_IS = re.compile(r"^(\w+(?:/\w+)*?)/(?:(test_\w+)(?:::(test_\w+))?)?$")


def proofs() -> list[str]:
    """Return what stands as code in the last cell of each row of the page's tables."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[-2])]


def test_every_proof_is_a_test_that_there_is() -> None:
    found = proofs()
    assert len(found) > 80
    for name in found:
        read = AS_IT_IS.match(name)
        assert read, name
        folder, module, function = read.groups()
        path = TESTS / folder / (f"{module}.py" if module else "")
        assert path.exists(), name
        assert not function or f"def {function}(" in path.read_text(), name


def test_thirty_guards_were_taken_out_at_least() -> None:
    guards = [name for name in proofs() if "::" in name]
    assert len(guards) >= 30
