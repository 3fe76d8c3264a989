"""Buttons that Slack would never send: refused with a sentence, and nothing is changed by them."""

import json

from pytest import Subtests  # noqa: PT013

from bot import ids
from bot.text import t
from tests.bad_input.forger import Forger

CLOCK = {"action_id": ids.REPORT_CLOCK, "value": '{"v":1}'}
OUT_OF_DATE = t("en", "error.button")
NAMES = sorted(
    {value for name, value in vars(ids).items() if name.isupper() and "." in str(value)}
    | {f"{ids.ACTION_LIST}.next", f"{ids.MEMBERS_LINK}.0", f"{ids.MEMBERS_TURN}.next"}
    | {"report.of_an_older_version"}
)
SHORTCUTS = {ids.ACTION_SHORTCUT, ids.PROBLEM_SHORTCUT}
BUTTONS = [name for name in NAMES if "form" not in name and name not in SHORTCUTS]
FORMS = [name for name in NAMES if "form" in name]

# What stands in place of the user, the actions and what surrounds them.
MALFORMED = {
    "user missing": {"user": ...},
    "user null": {"user": None},
    "user a string": {"user": "U01EMMA"},
    "user a list": {"user": []},
    "user without id": {"user": {}},
    "user id a number": {"user": {"id": 5}},
    "user id with markup": {"user": {"id": "<!channel>"}},
    "actions missing": {"actions": ...},
    "actions null": {"actions": None},
    "actions empty": {"actions": []},
    "actions a string": {"actions": "x"},
    "actions an object": {"actions": {}},
    "an action that is null": {"actions": [None]},
    "an action without id": {"actions": [{}]},
    "an action id that is null": {"actions": [{"action_id": None}]},
    "an action id that is a number": {"actions": [{"action_id": 5}]},
    "a channel that is a string": {"channel": "C01SUPPORT"},
    "a container that is a string": {"container": "x"},
    "a view that is a string": {"view": "x"},
    "a view without id": {"view": {}},
    "no response_url and no view": {"response_url": ...},
    "a response_url that is a number": {"response_url": 5},
    "no trigger": {"trigger_id": ...},
    "nothing to answer to": {"response_url": ..., "trigger_id": ...},
    "no type": {"type": ...},
    "a type that is a list": {"type": []},
}


async def test_a_payload_of_another_shape_changes_nothing(forger: Forger, subtests: Subtests):
    before = await forger.kept()
    for row, change in MALFORMED.items():
        with subtests.test(row):
            payload = forger.click(CLOCK) | change
            heard = await forger.send(
                {key: part for key, part in payload.items() if part is not ...}
            )
            assert heard.status in {200, 400, 404}
            assert heard.status != 200 or OUT_OF_DATE in heard.words
    assert await forger.kept() == before


LONG = json.dumps({"v": 1, "text": "today" + " " * 1_990})
BIG = 10**30

# What a value holds instead of what the bot wrote into it.
VALUES = {
    "missing": None,
    "empty": "",
    "not JSON": "{}x",
    "null": "null",
    "a list": "[]",
    "tampered: unknown field": '{"v":1,"admin":true}',
    "tampered: a number where text is": '{"v":1,"text":5,"team_id":"one","page":"x"}',
    "tampered: numbers beyond all": json.dumps(
        {"v": 1, "team_id": BIG, "number": BIG, "version": 1}
    ),
    "tampered: a team beyond all": json.dumps({"v": 1, "team_id": BIG}),
    "tampered: a team and day beyond": json.dumps({"v": 1, "team": BIG, "day": "2026-11-20"}),
    "tampered: a page beyond all": json.dumps({"v": 1, "page": BIG}),
    "tampered: a page below one": json.dumps({"v": 1, "page": -5}),
    "tampered: NUL": json.dumps({"v": 1, "team": "a\0b"}),
    "tampered: NUL in a metric": json.dumps({"v": 1, "team_id": 1, "metric": "a\0"}),
    "tampered: half a character": '{"v":1,"team":"\\ud800"}',
    "tampered: markup": json.dumps({"v": 1, "team": "<!channel> <@U01NOAH>"}),
    "tampered: words that ping": json.dumps({"v": 1, "text": "<!channel> <http://evil|trusted>"}),
    "tampered: year 1": json.dumps({"v": 1, "team": 1, "day": "0001-01-01"}),
    "tampered: year 9999": json.dumps({"v": 1, "team": 1, "week": "9999-12-31"}),
    "tampered: days of all times": json.dumps(
        {"v": 1, "team": 1, "first": "0001-01-01", "last": "9999-12-31",
         "as_of": "2026-11-20T11:00:00Z"}
    ),
    "foreign: another button's": '{"v":1,"origin":"dream","ref":"x"}',
    "foreign: of a member's row": json.dumps({"v": 1, "user": "U01NOAH", "role": "king"}),
    "foreign: an action that never was": '{"v":1,"team_id":1,"number":999,"version":1}',
    "foreign: a warning that never was": json.dumps(
        {"v": 1, "team_id": 1, "metric": "x", "raised": "2026-11-19", "shown": "2026-11-19"}
    ),
    "foreign: a review that never was": '{"v":1,"team":1,"week":"2025-11-17"}',
    "expired: another version": '{"v":2}',
    "expired: 401 days old": '{"v":1,"as_of":"2025-10-15T11:00:00Z"}',
    "value over 2,000": LONG,
}  # fmt: skip


async def test_a_value_of_another_kind_changes_nothing_whatever_the_button(
    forger: Forger, subtests: Subtests
):
    assert len(LONG) > 2_000
    before = await forger.kept()
    for row, value in VALUES.items():
        option = {"selected_option": None if value is None else {"value": value}}
        with subtests.test(row):
            for name in BUTTONS:
                heard = await forger.send(
                    forger.click({"action_id": name, "value": value} | option)
                )
                assert heard.status == 200, name
                assert "went wrong on our side" not in heard.words, name
                assert "<!" not in heard.words, name
    assert await forger.kept() == before


async def test_the_refusal_is_in_the_language_of_whoever_clicked(
    forger: Forger, subtests: Subtests
):
    for row, value in VALUES.items():
        for user, language in (("U01EMMA", "en"), ("U01WANG", "zh")):
            with subtests.test(row, language=language):
                action = {"action_id": ids.DAILY_POST, "value": value}
                heard = await forger.send(forger.click(action, user))
                assert t(language, "error.button") in heard.words


FIELDS = {
    "no view": None,
    "a view that is a string": "x",
    "an empty view": {},
    "no values": {"state": {}},
    "values that are null": {"state": {"values": None}},
    "fields that are none": {"state": {"values": {"due": None, "name": "x"}}},
    "a date that never was": {
        "state": {"values": {"due": {"value": {"selected_date": "2026-02-30"}}}}
    },
    "a text that is a list": {"state": {"values": {"why": {"value": {"value": []}}}}},
    "a team that is a word": {
        "state": {"values": {"team": {"value": {"selected_option": {"value": "one"}}}}}
    },
    "a team beyond all": {
        "state": {"values": {"team": {"value": {"selected_option": {"value": str(BIG)}}}}}
    },
    "metadata over 3,000": {"private_metadata": " " * 3_001},
    "metadata of another form": {"private_metadata": '{"v":1,"zone":"Mars"}'},
    "metadata of nothing that is": {
        "private_metadata": '{"v":1,"team_id":9,"number":9,"version":9,"kind":"done"}'
    },
}


async def test_a_form_of_another_shape_changes_nothing(forger: Forger, subtests: Subtests):
    before = await forger.kept()
    for row, view in FIELDS.items():
        for name in [*FORMS, "form.of_an_older_version"]:
            with subtests.test(row, form=name):
                heard = await forger.send(forger.submission(name, view))
                assert heard.status in {200, 400, 404}
                assert "went wrong on our side" not in heard.words
    assert await forger.kept() == before
