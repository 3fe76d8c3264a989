"""Everything that slackblocks can build is drawn as itself, on the surface it belongs to."""

import inspect

import pytest
import slackblocks as sb

from bot.workspace.page.blocks import DRAWN as BLOCKS
from bot.workspace.page.blocks import blocks
from bot.workspace.page.elements import DRAWN as ELEMENTS
from bot.workspace.page.look import Look
from bot.workspace.page.place import Place
from bot.workspace.state import Workspace
from tests.workspace import gallery
from tests.workspace.gallery import wire


@pytest.fixture
def place() -> Place:
    workspace = Workspace()
    return Place(Look(workspace, workspace.users["U01EMMA"]), "m1")


def in_actions():
    return [(sb.ActionsBlock([one]), shown) for one, shown in gallery.elements()]


def in_forms():
    return [(sb.InputBlock("A label", one), shown) for one, shown in gallery.inputs()]


ALERT = (sb.AlertBlock("Mind this", level="warning"), "Mind this")
EVERYTHING = [
    *in_actions(),
    *in_forms(),
    *gallery.texts(),
    *gallery.message_blocks(),
    ALERT,
]


@pytest.mark.parametrize(("built", "shown"), EVERYTHING, ids=lambda one: type(one).__name__)
def test_it_is_drawn_as_itself(place, built, shown):
    drawn = str(blocks(place, [wire(built)]))
    assert shown in drawn
    assert "unsupported" not in drawn


def built_kinds() -> set[str]:
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            found.add(str(value.get("type")))
            [walk(one) for one in value.values()]
        elif isinstance(value, list):
            [walk(one) for one in value]

    walk([wire(built) for built, _ in EVERYTHING])
    return found


def kinds(base: type) -> set[str]:
    enum = {sb.Block: "BlockType", sb.Element: "ElementType"}[base]
    module = inspect.getmodule(base)
    return {one.value for one in getattr(module, enum)}


@pytest.mark.parametrize("base", [sb.Block, sb.Element])
def test_nothing_that_slackblocks_has_is_left_out(base):
    assert kinds(base) - built_kinds() == set()


def test_every_class_of_slackblocks_is_in_the_gallery():
    every = {*sb.Block.__subclasses__(), *sb.Element.__subclasses__()}
    source = inspect.getsource(gallery) + inspect.getsource(inspect.getmodule(in_forms))
    assert {one.__name__ for one in every if f"sb.{one.__name__}(" not in source} == set()


def test_every_kind_has_a_drawing_of_its_own():
    read = {"image", "url"}
    typed = {one.type.value for one, _ in gallery.inputs()} - {"file_input"}
    assert kinds(sb.Block) - BLOCKS.keys() == set()
    assert kinds(sb.Element) - ELEMENTS.keys() - typed - read == set()
