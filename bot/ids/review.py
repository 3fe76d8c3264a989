"""The weekly review."""

from typing import Literal

from bot.ids.values import Day, Number, Value

REVIEW_DECIDE = "review.decide"
REVIEW_DECIDE_FORM = "review.decide.form"
REVIEW_FINISH = "review.finish"
REVIEW_FINISH_FORM = "review.finish.form"
REVIEW_OPEN = "review.open"
REVIEW_DETAILS = "review.details"
REVIEW_CASE = "review.case"
REVIEW_CASE_FORM = "review.case.form"


class ReviewValue(Value):
    """A team's weekly review, by the Monday of its week."""

    team: Number
    week: Day


class ReviewFinishValue(ReviewValue):
    """A review to be finished; `asks`: first whether to do so with tickets without a cause."""

    asks: bool = False


class ReviewCaseValue(ReviewValue):
    """A case that a review learns from, as it stood when its form was drawn."""

    kind: Literal["waited", "solved"]
    version: Number = 0
