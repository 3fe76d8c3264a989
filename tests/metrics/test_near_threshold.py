import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.metrics.warnings.near_threshold import (
    WarningState,
    acknowledge,
    default_warning_value,
    judge_day,
    step,
)

SHORT = {"n": "near", "g": "good", "-": "no_data"}


def run(days, state=None):
    """Play days written as n, g, - and ! (acknowledged); return the last state and all changes."""
    state = state or WarningState()
    changes = []
    for day in days:
        state, change = acknowledge(state) if day == "!" else step(state, SHORT[day])
        changes.append(change and change.reason)
    return state, changes


def posted(days):
    state = WarningState()
    reasons = []
    for day in days:
        state, change = acknowledge(state) if day == "!" else step(state, SHORT[day])
        if change and change.posts:
            reasons.append(change.reason)
    return reasons


def test_the_warning_value_is_80_percent_of_the_limit():
    assert default_warning_value(900) == 720


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [
        (719.9, "lower_is_better", ("good", "value_within_warning")),
        (720, "lower_is_better", ("near", "value_at_or_past_warning")),
        (721, "lower_is_better", ("near", "value_at_or_past_warning")),
        (721, "higher_is_better", ("good", "value_within_warning")),
        (720, "higher_is_better", ("near", "value_at_or_past_warning")),
    ],
)
def test_a_day_with_a_value(value, direction, expected):
    assert judge_day(value, 720, direction, opened=3, longest_wait=9_999) == expected


def test_a_day_without_an_answer():
    def judged(**facts):
        return judge_day(None, 720, "lower_is_better", **{"opened": 3, **facts})

    assert judged(longest_wait=721) == ("near", "waited_past_warning")
    assert judged(longest_wait=720) == ("good", "nothing_late")
    assert judged() == ("good", "nothing_late")
    assert judged(opened=0, longest_wait=None) == ("no_data", "nothing_opened")
    assert judged(covered=False, longest_wait=9_999) == ("no_data", "not_covered")
    share = judge_day(None, 0.9, "higher_is_better", opened=3, longest_wait=9_999)
    assert share == ("good", "nothing_late")


@pytest.mark.parametrize(
    ("days", "posts"),
    [
        ("nn", []),
        ("nnn", ["warning_raised"]),
        ("nngn", []),
        ("nngnnn", ["warning_raised"]),
        ("n-n-n", ["warning_raised"]),
        ("nnnnnnn", ["warning_raised"]),
        ("nnngg", ["warning_raised", "cleared"]),
        ("nnng-g", ["warning_raised", "cleared"]),
        ("nnngngg", ["warning_raised", "cleared"]),
        ("nnngngn", ["warning_raised"]),
        ("nnn!ngg", ["warning_raised", "cleared"]),
        ("nnnggnnn", ["warning_raised", "cleared", "warning_raised"]),
        ("-", []),
        ("--", ["no_data_notice"]),
        ("-----", ["no_data_notice"]),
        ("--g--", ["no_data_notice", "no_data_notice"]),
        ("-g-", []),
        ("nn--n", ["no_data_notice", "warning_raised"]),
        ("gggg", []),
    ],
)
def test_what_is_posted(days, posts):
    assert posted(days) == posts


def test_every_change_has_a_name():
    state, changes = run("nng" + "nnn" + "gn" + "!" + "gn" + "--" + "gg")
    assert changes == [
        "near_started", None, "near_ended",
        "near_started", None, "warning_raised",
        "recovering", "warning_restored",
        "acknowledged",
        "recovering", "warning_restored",
        None, "no_data_notice",
        "recovering", "cleared",
    ]  # fmt: skip
    assert state == WarningState()


@pytest.mark.parametrize(
    ("days", "name"),
    [
        ("", "normal"),
        ("n", "near"),
        ("nnn", "warning"),
        ("nnn!", "acknowledged"),
        ("nnng", "recovering"),
        ("nnng!", "recovering"),
        ("nnng!n", "acknowledged"),
        ("nnn!gn", "acknowledged"),
        ("nnngn", "warning"),
        ("nnn-", "warning"),
        ("nnn--", "no_data"),
        ("nnn--n", "warning"),
    ],
)
def test_the_state_shown(days, name):
    assert run(days)[0].name == name


def test_data_that_comes_back_is_a_change():
    assert run("--g")[1] == [None, "no_data_notice", "data_resumed"]


def test_there_is_nothing_to_acknowledge_without_a_warning_or_twice():
    assert acknowledge(WarningState()) == (WarningState(), None)
    state = run("nnn!")[0]
    assert acknowledge(state) == (state, None)


@given(st.text("ng-!", max_size=60))
def test_warnings_and_clearings_alternate(days):
    told = [reason for reason in posted(days) if reason != "no_data_notice"]
    assert told == ["warning_raised", "cleared"] * (len(told) // 2) + ["warning_raised"] * (
        len(told) % 2
    )


@given(st.text("ng-", max_size=60))
def test_single_days_without_data_change_nothing(days):
    def told(text):
        return [reason for reason in posted(text) if reason != "no_data_notice"]

    assert told(days) == told(days.replace("-", ""))
