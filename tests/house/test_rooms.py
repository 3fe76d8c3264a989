"""The shape of the house: few entries on a floor, and a subject entered through its front."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent
FLOORS = ("services", "views", "store", "metrics")
MODULES = {
    ".".join(("bot", *path.relative_to(ROOT).with_suffix("").parts)): path
    for path in ROOT.rglob("*.py")
}


def _entries(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.suffix == ".py" or _is_package(one))


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_has_few_entries(floor):
    assert len(_entries(ROOT / floor)) <= 25


def test_few_modules_lie_loose_at_the_root():
    assert len(list(ROOT.glob("*.py"))) <= 15


def _fronts() -> dict[str, set[str]]:
    """Return what each subject's package on a floor hands out, by its dotted name."""
    return {
        f"bot.{floor}.{folder.name}": _handed_out(folder / "__init__.py")
        for floor in FLOORS
        for folder in sorted((ROOT / floor).iterdir())
        if _is_package(folder)
    }


def _handed_out(front: Path) -> set[str]:
    for node in ast.parse(front.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, name) for each name that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@cache
def _all_imports() -> list[tuple[str, str, str]]:
    """Return (importer, module, name) for each name that a module of the program imports."""
    return [
        (importer, module, name)
        for importer, path in MODULES.items()
        for module, name in _imports(path)
    ]


def _past_the_front(
    importer: str, module: str, name: str, fronts: dict[str, set[str]]
) -> str | None:
    """Return what is taken from a subject although its front does not hand it out, else None.

    Whoever is named after the same subject, on whatever floor, is at home there.
    """
    package = ".".join(module.split(".")[:3])
    if package not in fronts or package.split(".")[-1] in importer.split(".")[1:]:
        return None
    if module == package and name in fronts[package]:
        return None
    return f"{importer}: {module} {name}"


def test_a_subject_is_entered_only_through_its_front():
    fronts = _fronts()
    taken = (_past_the_front(*one, fronts) for one in _all_imports())
    assert not [one for one in taken if one]


def test_a_front_hands_out_only_what_others_take():
    """What nobody takes any more leaves the front."""
    taken = {
        (module, name)
        for importer, module, name in _all_imports()
        if not importer.startswith(f"{module}.")
    }
    left = {
        package: sorted(name for name in names if (package, name) not in taken)
        for package, names in _fronts().items()
    }
    assert not {package: names for package, names in left.items() if names}


@pytest.mark.parametrize(
    ("importer", "module", "name", "is_past"),
    [
        ("bot.services.actions.life", "bot.store.plans.items", "item", True),
        ("bot.services.actions.life", "bot.store.plans", "hidden", True),
        ("bot.services.actions.life", "bot.store.plans", "items", False),
        ("bot.services.plans.life", "bot.store.plans.items", "item", False),
        ("bot.commands.plans", "bot.store.plans.items", "item", False),
        ("bot.services.actions.life", "bot.store.kept", "kept", False),
    ],
)
def test_who_is_at_home_where(importer, module, name, is_past):
    fronts = {"bot.store.plans": {"items"}}
    assert bool(_past_the_front(importer, module, name, fronts)) is is_past
