"""The app manifest, against what Slack's published schema asks of the parts we use."""

import json
from typing import Any

import jsonschema
import pytest

from bot.errors import BotError
from bot.manifest import as_json, create_link, manifest


def text(low: int, high: int) -> dict[str, Any]:
    return {"type": "string", "minLength": low, "maxLength": high}


def closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


YES_OR_NO = {"type": "boolean"}
ENDPOINT = {"type": "string", "pattern": "^https://", "maxLength": 3000}
NAMES = {"type": "array", "maxItems": 100, "uniqueItems": True, "items": text(1, 50)}

OURS = closed(
    ("display_information", "features", "oauth_config", "settings"),
    _metadata=closed(major_version={"const": 1}),
    display_information=closed(
        ("name",),
        name=text(1, 35),
        description=text(1, 140),
        long_description=text(175, 4000),
        background_color={"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
    ),
    features=closed(
        app_home=closed(
            home_tab_enabled=YES_OR_NO,
            messages_tab_enabled=YES_OR_NO,
            messages_tab_read_only_enabled=YES_OR_NO,
        ),
        bot_user=closed(("display_name",), display_name=text(1, 80), always_online=YES_OR_NO),
        shortcuts={
            "type": "array",
            "minItems": 1,
            "maxItems": 10,
            "items": closed(
                ("name", "type", "callback_id", "description"),
                name=text(1, 24),
                type={"enum": ["message", "global"]},
                callback_id=text(1, 255),
                description=text(1, 150),
            ),
        },
        slash_commands={
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "items": closed(
                ("command", "description"),
                command={"type": "string", "pattern": "^/", "minLength": 2, "maxLength": 32},
                url=ENDPOINT,
                description=text(1, 2000),
                usage_hint=text(1, 1000),
                should_escape={"const": True},
            ),
        },
    ),
    oauth_config=closed(scopes=closed(bot=NAMES, bot_optional=NAMES)),
    settings=closed(
        interactivity=closed(("is_enabled",), is_enabled=YES_OR_NO, request_url=ENDPOINT),
        event_subscriptions=closed(request_url=ENDPOINT, bot_events=NAMES),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)


@pytest.mark.parametrize("url", [None, "https://frt.example.com"])
def test_it_is_valid(url: str | None) -> None:
    jsonschema.Draft7Validator(OURS).validate(json.loads(as_json(url)))


def test_what_a_first_install_needs_is_three_scopes_and_the_rest_may_be_left_out() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    needed = set(scopes["bot"]) - set(scopes["bot_optional"])
    assert needed == {"commands", "chat:write", "users:read"}
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_socket_mode_names_no_address() -> None:
    told = manifest()
    assert told["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(told)
    assert "url" not in told["features"]["slash_commands"][0]


@pytest.mark.parametrize(
    "url", ["https://a.example", "https://a.example/", "https://a.example/slack/events"]
)
def test_http_names_one_address_everywhere(url: str) -> None:
    told = manifest(url)
    endpoint = "https://a.example/slack/events"
    assert told["settings"]["socket_mode_enabled"] is False
    assert told["settings"]["interactivity"]["request_url"] == endpoint
    assert told["features"]["slash_commands"][0]["url"] == endpoint


@pytest.mark.parametrize("url", ["http://a.example", "a.example", "https://", "https://a/?b=c"])
def test_what_slack_cannot_call_is_refused(url: str) -> None:
    with pytest.raises(BotError, match=r"manifest\.bad_url"):
        manifest(url)


def test_both_languages_stand_in_every_text() -> None:
    told = manifest()
    command = told["features"]["slash_commands"][0]
    about = told["display_information"]
    for said in (about["description"], about["long_description"], *command.values()):
        if isinstance(said, str) and not said.startswith("/"):
            assert any("一" <= character <= "鿿" for character in said), said
            assert any(character.isascii() and character.isalpha() for character in said), said


def test_the_link_is_short_enough_for_a_browser() -> None:
    assert len(create_link()) < 8000
