"""Plans and checklists as values."""

from bot.metrics.plans.plans import (
    ItemFacts,
    OwnItem,
    PlanFacts,
    PlanProgress,
    Sighting,
    phase_name,
)

__all__ = [
    "ItemFacts",
    "OwnItem",
    "PlanFacts",
    "PlanProgress",
    "Sighting",
    "phase_name",
]
