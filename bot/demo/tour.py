"""The first minute in the demo, as the workspace's tour wants it told."""

from bot import ids
from bot.services.samples import CHINA_CHANNEL, CHINA_PEOPLE, GLOBAL_CHANNEL, GLOBAL_PEOPLE
from bot.text import t

Json = dict[str, object]
_LANGUAGES = {"en": (GLOBAL_PEOPLE, GLOBAL_CHANNEL), "zh": (CHINA_PEOPLE, CHINA_CHANNEL)}


def tour() -> Json:
    """Return the tour: five steps in both languages, each ticked off by what the bot is sent."""
    steps = [
        _step("today", "composer", "agent", "channel"),
        _step("action", f"action:{ids.ACTION_DONE}", "agent", "app"),
        _step("lead", "people", None, None),
        _step("clock", "clock", "lead", "channel"),
        _step("home", "home", None, None),
    ]
    start = {language: _at(language, "agent", "channel") for language in _LANGUAGES}
    return {"start": start, "steps": steps}


def _step(name: str, point: str, who: str | None, place: str | None) -> Json:
    words = {language: _words(language, name, who, place) for language in _LANGUAGES}
    return {"id": name, "done_when": _done_when(name), "point": point, **words}


def _done_when(name: str) -> dict[str, list[str]]:
    leads = [_person(language, "lead") for language in _LANGUAGES]
    asked = [t(language, "demo.tour.today.type") for language in _LANGUAGES]
    return {
        "today": {"command": asked},
        "action": {"submit": [ids.REGISTER_FORM]},
        "lead": {"act_as": leads},
        "clock": {"clock": ["moved"]},
        "home": {"open": ["home"]},
    }[name]


def _words(language: str, name: str, who: str | None, place: str | None) -> Json:
    words: Json = {part: t(language, f"demo.tour.{name}.{part}") for part in ("title", "text")}
    if name == "today":
        words["type"] = t(language, "demo.tour.today.type")
    if who and place:
        words["at"] = _at(language, who, place)
    return words


def _at(language: str, who: str, place: str) -> dict[str, str]:
    channel = _LANGUAGES[language][1]
    return {"as": _person(language, who), "in": channel if place == "channel" else place}


def _person(language: str, role: str) -> str:
    return next(one.user_id for one in _LANGUAGES[language][0] if one.role == role)
