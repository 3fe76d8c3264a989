"""`frt plan export` and `import`: there and back in every kind of file, and bad files refused."""

import csv
from pathlib import Path

import pytest

from bot import ids
from bot.errors import BotError
from bot.metrics.plans.plans import TemplateItem
from bot.services.plans import files as plan_files
from bot.services.plans.template import BUILT_IN, read
from bot.store.plans import plans
from tests.plans.floor import GOAL, Floor
from tests.scenarios.office import words_of

TEAM = "Global support"
BY = ("shell", "en")


async def imported(floor: Floor, path: Path, name: str = "Ours") -> tuple[TemplateItem, ...]:
    database, now = floor.office.database, floor.office.clock.now
    await plan_files.import_template(database, TEAM, path, name, BY, now)
    async with database.read() as session:
        row = await plans.template(session, 1, name)
    return read(row)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_built_in_template_comes_back_as_it_was(
    floor: Floor, tmp_path: Path, kind: str, language: str
):
    path = tmp_path / f"list.{kind}"
    made = await plan_files.export(floor.office.database, TEAM, path, language)
    assert (made.plan, made.items) == (None, 17)
    assert await imported(floor, path) == BUILT_IN


@pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
async def test_a_checklist_with_everything_in_it_comes_back(
    floor: Floor, tmp_path: Path, kind: str
):
    await floor.start()
    form = await floor.press("emma", await floor.checklist(), ids.ITEM_ADD)
    title = "=1+1, \"quoted\"; 'x' 🎉 مرحبا"
    await floor.fill("emma", form, title=title, standard="- a\n- b", phase="review")
    path = tmp_path / f"list.{kind}"
    made = await plan_files.export(floor.office.database, TEAM, path, "zh")
    assert (made.plan, made.items) == (1, 18)
    back = await imported(floor, path)
    assert [item.key for item in back[:17]] == [item.key for item in BUILT_IN]
    assert (back[17].title, back[17].phase) == (title, "review")
    assert back[17].standard.splitlines() == ["- a", "- b"]


async def test_no_cell_is_a_formula(floor: Floor, tmp_path: Path):
    await floor.start()
    form = await floor.press("emma", await floor.checklist(), ids.ITEM_ADD)
    await floor.fill("emma", form, title="=HYPERLINK(1)", phase="review")
    path = tmp_path / "list.csv"
    await plan_files.export(floor.office.database, TEAM, path, "en")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    cells = [cell for row in csv.reader(lines) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


async def test_a_plan_starts_from_a_template_of_the_team_s_own(floor: Floor, tmp_path: Path):
    path = tmp_path / "ours.yaml"
    path.write_text(
        "items:\n- {phase: Night desk, title: Hire, role: lead, days: 5}\n- {title: Train}\n"
    )
    await imported(floor, path)
    answer = await floor.type("emma", "plan")
    form = await floor.press("emma", answer, ids.PLAN_START)
    await floor.fill("emma", form, **GOAL, template="Ours")
    items = await floor.items()
    assert [(item.phase, item.title) for item in items] == [
        ("Night desk", "Hire"),
        ("Night desk", "Train"),
    ]
    assert "Night desk" in words_of(await floor.checklist("emma", "night desk"))
    dates = await floor.press("emma", await floor.seen("emma", answer), ids.PLAN_DATES)
    assert [block["element"]["initial_value"] for block in dates["blocks"][1:]] == ["5"]


async def test_a_template_is_replaced_and_history_says_so(floor: Floor, tmp_path: Path):
    path = tmp_path / "ours.csv"
    for text in ("item\nA\n", "item\nA\nB\n"):
        path.write_text(text)
        await imported(floor, path)
    events = [(row.event, row.who) for row in await floor.history("template", "Ours")]
    assert events == [("created", "shell"), ("replaced", "shell")]


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.txt", "item\nA\n", "plan.error.kind"),
        ("a.csv", "thing\nA\n", "plan.error.no_items"),
        ("a.csv", "item,role\nA,boss\n", "plan.error.row"),
        ("a.csv", "item,role\n,lead\n", "plan.error.row"),
        ("a.csv", "item,days\nA,-3\n", "plan.error.row"),
        ("a.csv", "item\n" + "A\n" * 101, "plan.error.many_items"),
        ("a.csv", f"item\n{'x' * 201}\n", "plan.error.row"),
        ("a.yaml", "items: [1, {a: ", "plan.error.file"),
        ("a.yaml", "!!python/object/apply:os.system ['true']", "plan.error.file"),
        ("a.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nitems: [*b, *b]", "plan.error.file"),
        ("a.yaml", "items: [{title: !!binary YQ==}]", "plan.error.file"),
        ("a.yaml", "items: [{? [a] : b}]", "plan.error.file"),
        ("a.yaml", "items: [{title: A, days: " + "9" * 5000 + "}]", "plan.error.row"),
        ("a.yaml", "items: [{title: A, days: 2026-02-30}]", "plan.error.row"),
        ("a.csv", "item,days\nA," + "9" * 5000 + "\n", "plan.error.row"),
        ("a.yaml", "items: " + "[" * 5000, "plan.error.file"),
        ("a.yaml", "items: [1]", "plan.error.no_items"),
        ("a.yaml", "items: [{title: [a]}]", "plan.error.file"),
        ("a.xlsx", "PK\x03\x04 no workbook", "import.broken_workbook"),
    ],
)
async def test_bad_files_are_refused(floor: Floor, tmp_path: Path, name: str, text: str, key: str):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BotError) as refused:
        await imported(floor, path)
    assert refused.value.key == key
    async with floor.office.database.read() as session:
        assert await plans.templates(session, 1) == []


async def test_a_missing_file(floor: Floor, tmp_path: Path):
    with pytest.raises(BotError) as refused:
        await imported(floor, tmp_path / "none.csv")
    assert refused.value.key == "import.no_file"
