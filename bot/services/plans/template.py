"""What a plan starts with: the built-in template, or one of the team's own."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.metrics.plans.plans import TemplateItem
from bot.models import PlanTemplate

_DAYS = {"prepare": 7, "carry_out": 30, "review": 60}
_BUILT_IN: tuple[tuple[str, str, str], ...] = (
    ("prepare", "data_analysed", "operations"),
    ("prepare", "goals_set", "lead"),
    ("prepare", "team_formed", "lead"),
    ("prepare", "plan_confirmed", "operations"),
    ("carry_out", "process_drawn", "operations"),
    ("carry_out", "tools_live", "it"),
    ("carry_out", "daily_monitored", "operations"),
    ("carry_out", "weekly_review", "lead"),
    ("carry_out", "complaints_handled", "quality"),
    ("carry_out", "skills_trained", "quality"),
    ("carry_out", "incentive_running", "lead"),
    ("review", "effect_measured", "operations"),
    ("review", "experience_kept", "lead"),
    ("review", "rest_planned", "lead"),
    ("review", "kpis_updated", "lead"),
    ("review", "warning_in_force", "operations"),
    ("review", "customers_surveyed", "quality"),
)
KEYS = tuple(key for _, key, _ in _BUILT_IN)
BUILT_IN = tuple(
    TemplateItem(phase, key, role=role, days=_DAYS[phase]) for phase, key, role in _BUILT_IN
)
"""The execution checklist that the bot brings along: 17 items in 3 phases."""


def written(items: Sequence[TemplateItem]) -> str:
    """Return items as they are stored."""
    kept = [{name: value for name, value in asdict(item).items() if value} for item in items]
    return json.dumps(kept, ensure_ascii=False)


def read(row: PlanTemplate) -> tuple[TemplateItem, ...]:
    """Return the items of a stored template."""
    return tuple(TemplateItem(**item) for item in json.loads(row.items))
