"""The views that `frt doctor --online` asks Slack about, drawn from the cases of the golden files.

Of each function that draws a view: the few cases that together hold every kind of block and element
which any case of it has, the short ones first.
"""

import importlib
import inspect
import json
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from types import CodeType, FrameType
from typing import Any

import bot.views
from tests.golden import LANGUAGES
from tests.views.everything import ALL

PARTS = ("blocks.inputs", "blocks.labels", "blocks.length", "blocks.parts")
"""What views are built of."""


@cache
def views() -> dict[CodeType, str]:
    """Return the names of all public functions that draw something to send."""
    found = {}
    for package in pkgutil.walk_packages(bot.views.__path__, "bot.views."):
        module, room = importlib.import_module(package.name), package.name.split(".", 2)[2]
        for name, function in inspect.getmembers(module, inspect.isfunction):
            draws = "dict[str, typing.Any]" in str(inspect.signature(function).return_annotation)
            is_own = function.__module__ == module.__name__ and room not in PARTS
            if draws and is_own and not name.startswith("_"):
                found[function.__code__] = f"{room}.{name}"
    return found


def drawn() -> dict[str, dict[str, dict[str, str]]]:
    """Return what each view drew, as JSON, by case and language."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for case in ALL:
        for language in LANGUAGES:
            for view, text in returned_by(case, language).items():
                found[view][case][language] = text
    return found


def returned_by(case: str, language: str) -> dict[str, str]:
    """Return what each view that a case needs has drawn, as JSON."""
    names, found, former = views(), {}, sys.getprofile()

    def look(frame: FrameType, event: str, made: Any) -> None:
        if event == "return" and frame.f_code in names and isinstance(made, dict):
            text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
            found[names[frame.f_code]] = text

    sys.setprofile(look)
    try:
        ALL[case](language)
    finally:
        sys.setprofile(former)
    return found


def chosen() -> str:
    """Return what is shipped: JSON, a view in both languages on each line."""
    lines = []
    for view, cases in sorted(drawn().items()):
        held = {case: set(kinds(json.loads(both["en"]))) for case, both in cases.items()}
        left, number = set().union(*held.values()), 0
        while left:
            best = max(held, key=lambda one: (len(held[one] & left), -len(cases[one]["en"]), one))
            left, number = left - held[best], number + 1
            both = ",".join(f'"{one}":{cases[best][one]}' for one in LANGUAGES)
            lines.append(f'"{view}{f" ({number})" if number > 1 else ""}":{{{both}}}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def kinds(node: Any) -> Iterator[str]:
    """Yield the type of every object that has one."""
    if isinstance(node, dict):
        if "type" in node:
            yield str(node["type"])
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from kinds(one)
