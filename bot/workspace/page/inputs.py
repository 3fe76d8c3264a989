"""Inputs drawn as HTML: typed text and numbers, dates and times, files."""

from __future__ import annotations

import json
from datetime import datetime

from markupsafe import Markup

from bot.workspace import limits
from bot.workspace.entities import Json
from bot.workspace.page.html import tag
from bot.workspace.page.place import Place, words_of

INPUT_TYPES = {
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "text",
}


def typed(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a box for text, an address, a number or rich text."""
    kind = str(given["type"])
    common = _common(place, block, given, data)
    held = text_of(place.chosen(block, given))
    longest = given.get("max_length") or limits.INPUT_TEXT
    common |= {"placeholder": words_of(given.get("placeholder")) or None}
    if given.get("multiline") or kind == "rich_text_input":
        return tag("textarea", held, rows=given.get("min_lines") or 4, maxlength=longest, **common)
    if kind == "number_input":
        return tag("input", type="text", inputmode="decimal", value=held, **common)
    type_ = INPUT_TYPES.get(kind, "text")
    return tag("input", type=type_, value=held, maxlength=longest, **common)


def date_or_time(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a picker, and beside it what is chosen, in the viewer's language and zone."""
    held = place.chosen(block, given)
    if given["type"] == "datetimepicker" and held:
        moment = datetime.fromtimestamp(int(str(held)), place.look.zone)
        held = moment.strftime("%Y-%m-%dT%H:%M")
    common = _common(place, block, given, data)
    if not common.get("aria_label") and block.get("type") != "input":
        common["aria_label"] = place.hint(given)
    picker = tag("input", type=INPUT_TYPES[given["type"]], value=str(held or ""), **common)
    zone = given.get("timezone") or place.look.viewer.tz
    said = tag("output", class_="picked-date", for_=common["id"], data_zone=zone)
    return tag("span", picker, said, class_="picker")


def files(place: Place, block: Json, given: Json, data: Json) -> Markup:
    """Return a button that takes files, named in the viewer's language, and those given."""
    held = place.chosen(block, given)
    kept = held if isinstance(held, list) else []
    most = given.get("max_files") or limits.INPUT_FILES
    accepted = ",".join(f".{one}" for one in given.get("filetypes") or [])
    box = tag(
        "input",
        type="file",
        id=place.id_of(block, given),
        multiple=most > 1,
        data_most=most,
        accept=accepted or None,
        **place.names(block, given),
    )
    words = place.look.words["choose_file" if most == 1 else "choose_files"].format(count=most)
    pick = tag("label", box, tag("span", words, class_="btn"), class_="pick-file")
    value = tag("input", type="hidden", value=json.dumps(kept), **data)
    names = [tag("li", one.get("name")) for one in kept if isinstance(one, dict)]
    listed = tag("ul", *names, class_="given-files", aria_live="polite")
    whole = f"{place.id_of(block, given)}-files"
    return tag("div", pick, value, listed, id=whole, class_="files", hx_morph_skip="true")


def _common(place: Place, block: Json, given: Json, data: Json) -> Json:
    return {
        "id": place.id_of(block, given),
        "autocomplete": "off",
        "data_focus": bool(given.get("focus_on_load")),
        **place.names(block, given),
        **data,
    }


def text_of(held: object) -> str:
    """Return what was typed; of rich text the words, a line per part."""
    if isinstance(held, dict):
        return "\n".join(text_of(one.get("elements")) for one in held.get("elements") or [])
    if isinstance(held, list):
        return "".join(str(one.get("text") or "") for one in held if isinstance(one, dict))
    return "" if held is None else str(held)
