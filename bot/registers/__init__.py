"""What teams keep lists of: one file for each register, and nothing but its definition."""

from bot.errors import BotError
from bot.metrics.registers import AnyRegister
from bot.registers.actions import ACTIONS
from bot.registers.benchmarks import BENCHMARKS
from bot.registers.problems import PROBLEMS
from bot.registers.resources import RESOURCES
from bot.registers.training import TRAINING

REGISTERS: dict[str, AnyRegister] = {one.name: one for one in (TRAINING, RESOURCES, BENCHMARKS)}
"""Every register by its name, in the order in which people find them."""

_OWN_LISTS: dict[str, AnyRegister] = {one.name: one for one in (ACTIONS, PROBLEMS)}
"""What has the steps of a register, but lists and cards of its own."""


def stepped() -> dict[str, AnyRegister]:
    """Return everything that has the steps of a register, by its name."""
    return {**REGISTERS, **_OWN_LISTS}


def register_of(name: str, *, is_listed: bool = False) -> AnyRegister:
    """Return a register, or only one of `REGISTERS`, by its name.

    Raises BotError for another: only a forged button has one.
    """
    found = (REGISTERS if is_listed else stepped()).get(name)
    if found is None:
        raise BotError("error.button")
    return found
