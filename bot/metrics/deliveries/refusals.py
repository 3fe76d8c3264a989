"""Slack's words for a post that did not arrive, and what each means: the only map of them."""

from typing import Literal, get_args

Refusal = Literal[
    "archived",
    "not_in_channel",
    "not_allowed",
    "busy",
    "token",
    "scope",
    "contents",
    "unreachable",
    "unsure",
    "other",
]
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)

_MEANS: dict[Refusal, tuple[str, ...]] = {
    "archived": ("is_archived", "is_inactive"),
    "not_in_channel": ("not_in_channel", "channel_not_found"),
    "not_allowed": (
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
    ),
    "busy": ("ratelimited", "rate_limited", "message_limit_exceeded"),
    "token": (
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "access_denied",
        "org_login_required",
        "team_access_not_granted",
        "ekm_access_denied",
        "accesslimited",
    ),
    "scope": ("missing_scope", "no_permission"),
    "contents": (
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    ),
    "unreachable": ("unreachable",),
    "unsure": ("internal_error", "fatal_error", "service_unavailable", "request_timeout"),
}
MEANING: dict[str, Refusal] = {code: kind for kind, codes in _MEANS.items() for code in codes}


def refusal(reason: str) -> Refusal:
    """Return what a reason means for a post: a word of Slack's, `http_…` or an error's class.

    After an answer that is none, and after a connection that broke off, nobody knows whether the
    post stands there: `unsure`. `other` is what Slack has a word for that is not known here.
    """
    broke_off = reason.startswith("http_") or reason[:1].isupper()
    return MEANING.get(reason, "unsure" if broke_off else "other")
