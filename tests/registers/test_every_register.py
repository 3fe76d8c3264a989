"""Whatever a register is of: each step by its form, bad input, history, erasure, files, help."""

from functools import partial

import pytest

from bot import ids
from bot.metrics.registers import Choice, Day, Number, Text
from bot.registers import REGISTERS
from bot.store.people.texts import TEXTS
from tests.registers.samples import form_of, number_of, rows, typed
from tests.scenarios.office import everything, words_of

STEPS = [
    (name, step.name) for name, kind in REGISTERS.items() for step in kind.steps if not step.hidden
]
BAD = {
    Text: [" ", "\u200b\u200b", "x" * 3_001],
    Number: ["-1", "1e9", "twelve", "1.2.3", "١٢"],
    Choice: [],
    Day: [],
}


async def keep(desk, kind, holder="U01NOAH"):
    async with desk.office.database.write() as session:
        session.add_all(rows(kind, holder))


@pytest.mark.parametrize(("name", "step"), STEPS)
async def test_every_step_does_what_it_says(desk, name, step):
    kind = REGISTERS[name]
    taken = kind.step(step)
    await keep(desk, kind)
    number = number_of(kind, taken.of[0])
    shown = await desk.show("emma", number, name)
    before = await desk.row(number, kind.model)
    done = await desk.step("emma", shown, step, name, **form_of(kind, taken))
    assert not done["errors"]
    row = await desk.row(number, kind.model)
    assert row.version == before.version + 1
    assert row.status == (taken.to or before.status)
    for field in set(taken.asks) & set(kind.fields):
        held = partial(getattr, row)
        assert kind.kind(field).text(held(field), held) == typed(kind.kind(field)), field
    history = await desk.press("emma", await desk.show("emma", number, name), ids.HISTORY_OPEN)
    assert "<@U01EMMA> · " in words_of(history)
    assert await desk.events(name) == [step]


@pytest.mark.parametrize("name", REGISTERS)
async def test_an_entry_is_made_by_its_form_and_stands_in_the_list(desk, name):
    kind = REGISTERS[name]
    assert not (await desk.add("emma", name, **form_of(kind, kind.make)))["errors"]
    page = words_of(await desk.office.type("emma", name))
    assert "*1* · " in page
    for word in kind.words["zh"]:
        assert "*1* · " in words_of(await desk.office.type("emma", word))


@pytest.mark.parametrize("name", REGISTERS)
async def test_bad_input_is_told_beside_its_field_and_changes_nothing(desk, name):
    kind = REGISTERS[name]
    good = form_of(kind, kind.make)
    for field in kind.make.asks:
        for text in bad(kind, field):
            done = await desk.add("emma", name, **{**good, field: text})
            assert set(done["errors"] or {}) == {field}, (field, text)
            view = await desk.office.modal("emma")
            await desk.office.slack.client.close("emma", view)
    assert await desk.events(name) == []


def bad(kind, field):
    """Return what a field does not take, as far as Slack lets it be typed."""
    held = kind.kind(field)
    if isinstance(held, Day):
        return ["2026-11-01"] if held.ahead else ["2026-12-31"] if held.past else []
    for one, texts in BAD.items():
        if isinstance(held, one):
            blank = [] if held.needed else [" ", "\u200b\u200b"]
            most = getattr(held, "most", 0)
            return [t for t in texts if t not in blank and not (one is Text and len(t) > most)]
    return []


@pytest.mark.parametrize("name", REGISTERS)
def test_every_text_can_have_a_name_taken_out(name):
    kind = REGISTERS[name]
    texts = {field for field, held in kind.fields.items() if isinstance(held, Text)}
    assert set(TEXTS[kind.model]) == texts


@pytest.mark.parametrize("name", REGISTERS)
async def test_the_help_runs_its_words(desk, name):
    page = await everything(desk.office, "emma")
    words = [
        one["accessory"]["value"]
        for one in page["blocks"]
        if one.get("accessory", {}).get("action_id") == ids.HELP_RUN
    ]
    assert any(REGISTERS[name].words["en"][0] in one for one in words)
