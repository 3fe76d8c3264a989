"""The faults panel: what goes wrong at present, and what can be made to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace.entities import Channel, Json
from bot.workspace.faults import EVERY_CALL, OPTIONS, TO_APP, Fault, Faults
from bot.workspace.people.desk import Desk
from bot.workspace.web_api.call import METHODS

OTHERS = (EVERY_CALL, TO_APP, "response_url", "upload")


@dataclass(frozen=True)
class Switches:
    """The fault switches of a workspace, as the panel shows them."""

    desk: Desk

    @property
    def held(self) -> Faults:
        """The faults that are on, and what was taken from the app."""
        return self.desk.workspace.faults

    @property
    def kinds(self) -> dict[str, Json]:
        """What can go wrong, with its options."""
        return OPTIONS

    @property
    def methods(self) -> list[str]:
        """Which calls something can happen to."""
        return [*OTHERS, *sorted(METHODS)]

    @property
    def rooms(self) -> list[Channel]:
        """The channels that can be archived."""
        channels = self.desk.workspace.channels.values()
        return [one for one in channels if one.kind in {"channel", "private"}]

    @property
    def sockets(self) -> int:
        """How many websockets the app holds."""
        return self.desk.courier.sockets.connected

    def details(self, rule: Fault) -> str:
        """Return the options of a fault that is on, in short."""
        return ", ".join(f"{name} {value}" for name, value in rule.options.items())
