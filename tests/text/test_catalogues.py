"""Every sentence exists in every language with the same placeholders, and is used."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.metrics.registers import AnyRegister, Choice, scopes
from bot.registers import REGISTERS, stepped
from bot.text import LANGUAGES, Sentence, catalogue

BOT = Path(bot.__file__).parent
NAMES = {path.stem for path in (BOT / "text").glob("*/*.po")}
KEY = re.compile(rf"(?:{'|'.join(sorted(NAMES))})(?:\.[a-z0-9_]+)+")


def placeholders(sentence: Sentence) -> set[str]:
    forms = (sentence,) if isinstance(sentence, str) else sentence
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


@cache
def used() -> tuple[tuple[str, str], ...]:
    """Return (where, pattern) of each string in the code that can be a key; holes are `.+`."""
    return tuple(_used())


def _used() -> Iterator[tuple[str, str]]:
    for path in BOT.rglob("*.py"):
        if path.parent.name == "ids" or path.is_relative_to(BOT / "workspace"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            where = f"{path.relative_to(BOT)}:{getattr(node, 'lineno', '')}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KEY.fullmatch(node.value):
                    yield where, re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                    for part in node.values
                )
                pattern = "".join(parts)
                if re.match(rf"(?:{'|'.join(NAMES)})\\\.", pattern):
                    yield where, pattern


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_files_and_keys(language: str) -> None:
    assert {path.stem for path in (BOT / "text" / language).glob("*.po")} == NAMES
    assert catalogue(language).keys() == catalogue("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_start_with_the_name_of_their_file(language: str) -> None:
    for path in (BOT / "text" / language).glob("*.po"):
        keys = re.findall(r'^msgid "(.+)"', path.read_text(), re.MULTILINE)
        assert [key for key in keys if not key.startswith(f"{path.stem}.")] == []
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_plurals_agree(language: str) -> None:
    for key, sentence in catalogue("en").items():
        other = catalogue(language)[key]
        assert placeholders(other) == placeholders(sentence), key
        assert isinstance(other, tuple) == isinstance(sentence, tuple), key
        forms = other if isinstance(other, tuple) else (other,)
        assert all(form.strip() for form in forms), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_words_stand_apart_from_letters(language: str) -> None:
    """Slack shows the asterisks of what touches a letter or a Chinese character."""
    touching = [
        key
        for key, sentence in catalogue(language).items()
        for form in ((sentence,) if isinstance(sentence, str) else sentence)
        for before, after in zip(form.split("*")[::2], form.split("*")[2::2], strict=False)
        if before[-1:].isalnum() or after[:1].isalnum()
    ]
    assert touching == []


def test_every_key_in_the_code_exists() -> None:
    keys = "\n".join(catalogue("en"))
    known = {
        pattern
        for pattern in {pattern for _, pattern in used()}
        if re.search(rf"^{pattern}$", keys, re.MULTILINE)
    }
    assert [(where, pattern) for where, pattern in used() if pattern not in known] == []


def test_every_sentence_is_used() -> None:
    one_of = re.compile("|".join({pattern for _, pattern in used()}))
    asked = {key for register in stepped().values() for key in asked_by_steps(register)}
    beside = ("action.event.measured", "problem.event.reported", "problem.refusal.report")
    asked |= set(beside)  # what is no step of a register
    left = [key for key in catalogue("en") if not one_of.fullmatch(key) and key not in asked]
    assert [key for key in left if key.partition(".")[0] not in {*REGISTERS, "register"}] == []


def test_every_sentence_of_registers_is_used() -> None:
    """Sentences of a register are those that its definition asks for; shared ones are some's."""
    any_of_them = r"register\..+"
    one_of = re.compile("|".join({pattern for _, pattern in used()} - {any_of_them}))
    asked = {key for register in REGISTERS.values() for key in asked_by(register)}
    asked |= {
        f"{register.name}.{key}"
        for register in REGISTERS.values()
        for key in (
            *(f"placeholder.{name}" for name in register.fields),
            *(f"scope.{scope}" for scope in scopes(register)),
        )
    }
    asked |= {key for register in REGISTERS.values() for key in asked_by_steps(register)}
    shared = {f"register.{key.partition('.')[2]}" for key in asked}
    known = {key for key in catalogue("en") if key.partition(".")[0] in {*REGISTERS, "register"}}
    assert {key for key in known - asked - shared if not one_of.fullmatch(key)} == set()


@pytest.mark.parametrize("name", REGISTERS)
def test_every_sentence_that_a_register_asks_for_exists(name: str) -> None:
    known = catalogue("en")
    shared = {key: f"register.{key.partition('.')[2]}" for key in asked_by(REGISTERS[name])}
    assert [key for key, other in shared.items() if key not in known and other not in known] == []


def asked_by_steps(register: AnyRegister) -> set[str]:
    """Return the keys of what is said of a register's steps, each in its own words if it has any.

    The form of a step, what the history says of it, and who may take it.
    """
    steps = (register.make, *register.steps)
    words = {
        *("form.present", "form.cut", "error.gone", "error.members_only"),
        *(f"told.{what}" for what in ("yours", "not_posted", "no_channel")),
        *(f"refusal{who}" for who in ("", ".member", ".nobody", ".holder", ".holder.or")),
        *(f"refusal.{step.name}" for step in steps),
        *(f"form.{step.name}.{part}" for step in steps for part in ("title", "submit", "hint")),
        *(
            f"{room}.{name}"
            for s in steps
            for room in ("step", "event")
            for name in (s.name, s.noted)
        ),
        *(f"{room}.{name}" for s in steps for room in ("label", "placeholder") for name in s.asks),
        *(
            f"{name}.{one}"
            for name, k in register.fields.items()
            if type(k) is Choice
            for one in k.of
        ),
    }
    return {f"{register.name}.{key}" for key in words}


@pytest.mark.parametrize("name", sorted(stepped().keys() - REGISTERS.keys()))
def test_every_step_has_its_words_where_lists_and_cards_are_its_own(name: str) -> None:
    register, known = stepped()[name], catalogue("en")
    words = {f"label.{field}" for step in register.steps for field in step.asks}
    words |= {f"step.{step.name}" for step in register.steps if not step.hidden}
    own = {word for word in words if f"{name}.{word}" not in known}
    assert {word for word in own if f"register.{word}" not in known} == set()
    for step in register.steps:
        assert {f"{name}.step.{step.noted}", f"{name}.event.{step.noted}"} & known.keys(), step.name


def asked_by(register: AnyRegister) -> set[str]:
    """Return the keys of what a register says in its own words, or in those that all share."""
    kinds = {**register.fields, "why": register.kind("why")}
    steps = (register.make, *register.steps)
    words = {
        *("title", "list", "none", "choose", "help"),
        *(f"step.{step.name}" for step in steps),
        *(f"status.{status}" for status in register.states),
        *(f"label.{name}" for name in {*register.columns, *(n for s in steps for n in s.asks)}),
        *(f"{name}.{one}" for name, k in kinds.items() if type(k) is Choice for one in k.of),
    }
    return {f"{register.name}.{key}" for key in words}
