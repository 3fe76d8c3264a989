"""What people read when a post did not arrive: every word of Slack's, and what it says to them."""

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.answers.clicks import apology
from bot.metrics.deliveries.refusals import MEANING, REFUSALS
from bot.slack.failures import post_failed
from bot.text import LANGUAGES, catalogue

SAYS = {
    "I am not in the channel": "not_in_channel channel_not_found",
    "is archived": "is_archived is_inactive",
    "rules don’t let me": "restricted_action restricted_action_read_only_channel "
    "restricted_action_thread_only_channel restricted_action_non_threadable_channel",
    "slow down": "ratelimited rate_limited message_limit_exceeded",
    "my token": "invalid_auth not_authed token_revoked token_expired account_inactive "
    "access_denied org_login_required team_access_not_granted ekm_access_denied accesslimited",
    "lacks a permission": "missing_scope no_permission",
    "refused what the post says": "invalid_blocks invalid_blocks_format invalid_attachments "
    "invalid_metadata_format invalid_metadata_schema metadata_too_large msg_blocks_too_long "
    "msg_too_long no_text too_many_attachments",
    "could not be reached": "unreachable",
    "did not say whether": "internal_error fatal_error service_unavailable request_timeout",
    "could not be posted (`a_new_word`)": "a_new_word",
}
TABLE = {code: words for words, codes in SAYS.items() for code in codes.split()}


def answered(code: str, status: int = 200) -> Exception:
    data = {"ok": False, "error": code} if code else ""
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", answer)


@pytest.mark.parametrize("code", TABLE)
def test_a_word_of_slack_s_and_what_it_says(code: str) -> None:
    assert TABLE[code] in apology(post_failed(answered(code)), "en")


def test_the_table_has_every_word_that_is_known() -> None:
    assert TABLE.keys() - {"a_new_word"} == MEANING.keys()


UNSURE = [
    answered("", 503),
    answered("service_unavailable", 503),
    answered("something_else", 500),
    TimeoutError(),
    aiohttp.ServerDisconnectedError(),
    aiohttp.ClientPayloadError(),
    ConnectionResetError(),
]


@pytest.mark.parametrize("error", UNSURE, ids=repr)
def test_where_nobody_knows_it_says_so(error: Exception) -> None:
    assert "did not say whether the post arrived" in apology(post_failed(error), "en")


def test_a_connection_that_was_never_made_posted_nothing() -> None:
    key = ConnectionKey(
        "slack.com",
        443,
        is_ssl=True,
        ssl=True,
        proxy=None,
        proxy_auth=None,
        proxy_headers_hash=None,
    )
    error = aiohttp.ClientConnectorError(key, OSError("unreachable"))
    assert "so nothing was posted" in apology(post_failed(error), "en")


def test_429_is_slow_down_whatever_it_says() -> None:
    assert "slow down" in apology(post_failed(answered("", 429)), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_a_sentence_of_its_own(language: str) -> None:
    said = {str(catalogue(language)[f"error.post.{one}"]) for one in REFUSALS}
    assert len(said) == len(REFUSALS)
