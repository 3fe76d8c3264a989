"""Plans and checklists as values."""

from bot.metrics.plans.evidence import EvidenceFile, file_of
from bot.metrics.plans.plans import (
    ItemFacts,
    OwnItem,
    PlanFacts,
    PlanProgress,
    Sighting,
    phase_name,
)

__all__ = [
    "EvidenceFile",
    "ItemFacts",
    "OwnItem",
    "PlanFacts",
    "PlanProgress",
    "Sighting",
    "file_of",
    "phase_name",
]
