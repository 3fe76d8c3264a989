"""Images, files and videos drawn as HTML; nothing is fetched from outside."""

from __future__ import annotations

from markupsafe import Markup

from bot.workspace.element_rules import file_in
from bot.workspace.entities import File, Json
from bot.workspace.page.emoji import icon
from bot.workspace.page.html import link, tag
from bot.workspace.page.mrkdwn import text_object
from bot.workspace.page.place import Place
from bot.workspace.state import Workspace


def picture(place: Place, given: Json) -> Markup:
    """Return an image of the workspace, or a link to one from outside."""
    workspace = place.look.workspace
    alt = str(given.get("alt_text") or "")
    file = _file(workspace, given.get("slack_file") or {})
    address = f"/files/{file.id}" if file else str(given.get("image_url") or "")
    address = address.removeprefix(workspace.base_url)
    if address.startswith("/files/"):
        return tag("img", src=address, alt=alt, loading="lazy")
    label = place.look.words["show_image"].format(alt=alt)
    return tag("span", link(address, label), class_="outside-image")


def _file(workspace: Workspace, given: Json) -> File | None:
    return workspace.files.get(str(given.get("id") or file_in(str(given.get("url") or ""))))


def image(place: Place, given: Json) -> Markup:
    """Return an image block with its title."""
    title = given.get("title")
    caption = tag("figcaption", text_object(place.look, title)) if title else None
    return tag("figure", caption, picture(place, given), class_="block image")


def video(place: Place, given: Json) -> Markup:
    """Return a video: its title as a link, and who made it; it is not played here."""
    look = place.look
    address = str(given.get("title_url") or given.get("video_url") or "")
    described = given.get("description")
    credit = " · ".join(
        str(given[one]) for one in ("author_name", "provider_name") if given.get(one)
    )
    shown = tag("span", "▶", class_="video-still", role="img", aria_label=given.get("alt_text"))
    words = tag(
        "div",
        tag("strong", link(address, text_object(look, given.get("title")))),
        tag("p", credit, class_="credit") if credit else None,
        tag("p", text_object(look, described)) if described else None,
    )
    return tag("div", shown, words, class_="block video")


def remote_file(place: Place, given: Json) -> Markup:
    """Return a remote file by its id; where it lies only Slack knows."""
    label = place.look.words["remote_file"].format(id=given.get("external_id"))
    return tag("p", icon("📎"), " ", label, class_="block remote-file")
