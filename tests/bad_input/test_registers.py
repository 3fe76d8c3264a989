"""Forms of registers that Slack would never send: each field of each step, and what they carry."""

import json
from typing import Any

import pytest

from bot import ids
from bot.ids import EntryFormValue
from bot.metrics.registers import (
    MAKE,
    AnyRegister,
    AnyStep,
    Choice,
    Day,
    Kind,
    Link,
    Measured,
    Money,
    Number,
    Person,
    Text,
)
from bot.registers import stepped
from tests.bad_input.forger import PING, Forger
from tests.registers.samples import form_of, number_of, rows
from tests.scenarios.office import Json

FORGED: dict[type[Kind], tuple[str, ...]] = {
    Choice: ("none.such", "<!channel>"),
    Day: ("2026-02-30", "tomorrow", "20261201"),
    Person: ("U0NOBODY", "<!channel>", "U01FRTBOT"),
    Money: ("1200", "1 CNY 2 USD", "-5 CNY"),
    Measured: ("140%", "soon", "NaN"),
    Number: ("NaN", "inf", "-1", "1e99"),
    Text: ("x" * 3_001,),
}
HOSTILE = "<!channel> <@U01NOAH> *now* \u202egpj.exe \u0000=1+1"
CARRIED: dict[str, Json] = {
    "a register that is none": {"of": "nothing"},
    "a step that is none": {"step": "nothing"},
    "a team that is none": {"team_id": 99},
    "an entry that is none": {"number": 99},
    "a version to come": {"version": 99},
    "an origin that is none": {"origin": "nowhere"},
}
STEPS = [(name, step.name) for name, one in stepped().items() for step in (one.make, *one.steps)]


def held(kind: Kind, text: str) -> Json:
    """Return a field of a form as Slack sends it."""
    if isinstance(kind, Person):
        return {"selected_user": text}
    if isinstance(kind, Day):
        return {"selected_date": text}
    return {"selected_option": {"value": text}} if isinstance(kind, Choice) else {"value": text}


def sent(register: AnyRegister, taken: AnyStep, typed: Json, **carried: Any) -> Json:
    """Return the view of a form of a step as Slack sends it."""
    number = number_of(register, taken.of[0]) if taken.of else 0
    value = EntryFormValue(
        of=register.name, team_id=1, number=number, version=1 if number else 0, step=taken.name
    )
    metadata = json.dumps(json.loads(value.dump()) | carried)
    fields = {name: {"value": held(register.kind(name), text)} for name, text in typed.items()}
    return {"id": "V1", "private_metadata": metadata, "state": {"values": fields}}


async def keep(forger: Forger, register: AnyRegister) -> None:
    async with forger.desk.database.write() as session:
        session.add_all(rows(register, "U01EMMA"))


@pytest.mark.parametrize(("name", "step"), STEPS)
async def test_a_field_that_no_form_sends_changes_nothing(forger, subtests, name, step):
    register = stepped()[name]
    taken = register.step(step)
    await keep(forger, register)
    before, good = await forger.kept(), form_of(register, taken)
    for field in taken.asks:
        kind = register.kind(field)
        for text in next((FORGED[one] for one in type(kind).__mro__ if one in FORGED), ("x",)):
            with subtests.test(field=field, text=text[:20]):
                view = sent(register, taken, {**good, field: text})
                heard = await forger.send(forger.submission(ids.REGISTER_FORM, view))
                assert heard.status == 200
                assert heard.words, "nothing was said"
                assert "went wrong on our side" not in heard.words
                assert not PING.search(heard.words)
    assert await forger.kept() == before


@pytest.mark.parametrize("name", stepped())
async def test_what_no_form_carries_changes_nothing(forger, subtests, name):
    register = stepped()[name]
    await keep(forger, register)
    before = await forger.kept()
    for what, carried in CARRIED.items():
        for step in (register.make, *register.steps):
            if step.name == MAKE and what in {"an entry that is none", "a version to come"}:
                continue
            with subtests.test(what, step=step.name):
                view = sent(register, step, form_of(register, step), **carried)
                heard = await forger.send(forger.submission(ids.REGISTER_FORM, view))
                assert heard.status == 200
                assert heard.words, "nothing was said"
                assert "went wrong on our side" not in heard.words
    assert await forger.kept() == before


@pytest.mark.parametrize("name", stepped())
async def test_what_people_write_never_pings(forger, name):
    register = stepped()[name]
    texts = {one: HOSTILE for one in register.make.asks if type(register.kind(one)) is Text}
    texts = {one: text[: getattr(register.kind(one), "most", 500)] for one, text in texts.items()}
    links = {one for one in register.make.asks if isinstance(register.kind(one), Link)}
    typed = {**form_of(register, register.make), **texts, **dict.fromkeys(links, "")}
    view = sent(register, register.make, typed)
    heard = await forger.send(forger.submission(ids.REGISTER_FORM, view))
    assert heard.status == 200
    assert len(heard.sent) > 0
    assert not PING.search(heard.words)
