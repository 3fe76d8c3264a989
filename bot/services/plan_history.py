"""What plans and items are called in a history."""

PLAN, ITEM, CHECKLIST = "plan", "item", "checklist"
"""CHECKLIST is the order of a plan's items."""
