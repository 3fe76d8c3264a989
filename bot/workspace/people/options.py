"""Asking the app which options a menu offers, and uploading files into an input."""

from __future__ import annotations

import base64
import binascii
import mimetypes

from bot.workspace import limits, payloads
from bot.workspace.checks import Report
from bot.workspace.delivery.envelope import Answer, Envelope
from bot.workspace.element_rules import element
from bot.workspace.element_values import options_of
from bot.workspace.entities import File, Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.people.clicking import Used, used
from bot.workspace.people.desk import Desk, ack
from bot.workspace.web_api.files import file_json
from bot.workspace.words import say

EXTERNAL = {"external_select", "multi_external_select"}
NAMES = ("options", "option_groups")


async def options(desk: Desk, given: Json) -> Json:
    """Ask the app for options: ``user``, ``action_id``, ``value`` (what is typed so far).

    The menu is found as in ``click``. Returns ``options`` or ``option_groups`` as the app gave
    them; before ``min_query_length`` characters the app is not asked, and ``ack`` is null. When
    the app does not answer, ``notice`` says so. Raises SlackError ``not_external`` for other
    elements and ``invalid_options`` for an answer that Slack would not show.
    """
    user = desk.person(given.get("user"))
    found = used(desk, user, given)
    if found.element["type"] not in EXTERNAL:
        raise SlackError("not_external")
    typed = str(given.get("value") or "")
    least = found.element.get("min_query_length", limits.MIN_QUERY_LENGTH)
    if len(typed) < least:
        return {"ack": None, "options": [], "min_query_length": least}
    payload = payloads.suggestion(desk.workspace, user.id, found.place, found.named, typed)
    answer = await desk.courier.deliver(Envelope("interactive", payload))
    if answer.status != "ok":
        return {**ack(answer), "options": [], "notice": say(user.locale, "app_silent")}
    return {**ack(answer), **_offered(found, answer)}


def upload(desk: Desk, given: Json) -> Json:
    """Upload a file as ``user``: ``name`` and ``content`` in base64; returns it as ``file``.

    That object is what goes into the value of a ``file_input``, in a list. With ``size`` it is
    said to be so long, whatever it holds. Raises SlackError ``invalid_arguments`` for what is not
    base64 and for more than Slack takes there.
    """
    workspace = desk.workspace
    user = desk.person(given.get("user"))
    name = str(given.get("name") or "file")
    try:
        content = base64.b64decode(str(given.get("content") or ""), validate=True)
    except binascii.Error:
        raise invalid_arguments("content must be base64") from None
    if len(content) > limits.INPUT_FILE_BYTES:
        raise invalid_arguments("a file input takes files of up to 10 MB")
    size = max(len(content), int(given.get("size") or 0))
    file = File(workspace.new_id("F"), name, size, content, shared=True, user=user.id)
    file.content_type = mimetypes.guess_type(name)[0] or file.content_type
    workspace.files[file.id] = file
    return {"file": file_json(workspace, file)}


def _offered(found: Used, answer: Answer) -> Json:
    body = {name: answer.json[name] for name in NAMES if answer.json.get(name) is not None}
    report = Report()
    if len(body) != 1:
        report.fault("", f"must provide exactly one of {' or '.join(NAMES)}")
    elif any(body.values()):
        element(report, "", {"type": "static_select", **body}, {"static_select"})
    if report.faults:
        raise SlackError("invalid_options", response_metadata={"messages": report.messages()})
    known = {one["value"]: one for one in options_of(body)}
    found.offered[found.key] = found.offered.get(found.key, {}) | known
    return body
