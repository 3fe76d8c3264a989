"""Whether Slack takes what this version draws, asked with one of each view.

The views are data of this package: drawn from samples, so nothing of a team is in them. The people
and teams in them are made up.
"""

import gzip
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from importlib.resources import files
from typing import Any

from bot.services.doctor.checks import Finding, Probe, SlackRefusalError

Payload = dict[str, Any]
FILE = "views.json.gz"

_UNANSWERED = 3
_PLACES = 3


def shipped() -> Mapping[str, Mapping[str, Payload]]:
    """Return the views by name and language: a modal or Home tab has a `type`, a message none."""
    found: dict[str, dict[str, Payload]] = json.loads(packed())
    return found


def packed() -> str:
    """Return the text of the file with the views: JSON."""
    return gzip.decompress((files(__package__) / FILE).read_bytes()).decode()


async def validated(probe: Probe | None) -> AsyncIterator[Finding]:
    """Yield each view that Slack refuses and where, how many it takes, how many nobody knows of.

    Without a probe, which is without a token, nothing is asked. Nor is any more once three were
    not answered.
    """
    asked = [(name, one, view) for name, both in shipped().items() for one, view in both.items()]
    if probe is None:
        yield _unchecked(len(asked), ["FRT_SLACK_BOT_TOKEN"])
        return
    taken, refused, codes = Counter[str](), 0, list[str]()
    for name, language, view in asked:
        try:
            refusals = await probe.validate("view" if "type" in view else "message", view)
        except SlackRefusalError as error:
            codes.append(error.code)
            if len(codes) == _UNANSWERED:
                break
            continue
        taken[language] += not refusals
        refused += bool(refusals)
        if refusals:
            places = "; ".join(f"{one.pointer}: {one.message}" for one in refusals[:_PLACES])
            params = {"view": name, "spoken": language, "places": places}
            yield Finding("fault", "doctor.views.refused", params)
    if taken.total():
        yield Finding("ok", "doctor.views", {"en": taken["en"], "zh": taken["zh"]})
    if codes:
        yield _unchecked(len(asked) - taken.total() - refused, codes)


def _unchecked(n: int, codes: Iterable[str]) -> Finding:
    params = {"n": n, "codes": ", ".join(sorted(set(codes)))}
    return Finding("warning", "doctor.views.unchecked", params)
