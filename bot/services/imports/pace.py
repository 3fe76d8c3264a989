"""How many tickets a transaction holds: so many that it is over before a click has waited long."""

from dataclasses import dataclass

BESIDE_THE_BOT = 0.03
"""Seconds between two transactions while others wait: SQLite has who waits up to 100 ms try again
every 25 ms at the latest."""
_AIM = 0.04
_FIRST, _LEAST, _MOST = 2_000, 250, 10_000


@dataclass(slots=True)
class Pace:
    """Rows for the next transaction: `fixed`, or as many as the ones before let expect."""

    fixed: int | None = None
    _rows: int = _FIRST

    @property
    def rows(self) -> int:
        """Return how many rows the next transaction is to hold."""
        return self.fixed or self._rows

    def took(self, rows: int, seconds: float) -> None:
        """Note that so many rows took so long; no transaction is more than twice the one before."""
        aimed = rows * min(_AIM / max(seconds, _AIM / 2), 2)
        self._rows = min(max(round(aimed), _LEAST), _MOST)
