"""Improvement plans and their checklists."""

from bot.services.plans import checklists, files, words
from bot.services.plans.checklists import progress_of
from bot.services.plans.history import CHECKLIST, ITEM, PLAN
from bot.services.plans.sighting import sightings

__all__ = ["CHECKLIST", "ITEM", "PLAN", "checklists", "files", "progress_of", "sightings", "words"]
