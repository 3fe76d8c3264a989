"""A file given as evidence: taken out of a form, and shared where the team can open it."""

import structlog

from bot import filled
from bot.commands.plans.common import Body
from bot.deps import Deps
from bot.errors import BotError
from bot.metrics.evidence import EvidenceFile
from bot.services import evidence_file
from bot.services.evidence_file import Workplace
from bot.services.plan_items import ItemDecision
from bot.services.readers import Profile
from bot.services.text_checks import Errors
from bot.slack_clicks import answer_click, apology
from bot.slack_failures import PostFailed
from bot.text import t
from bot.views import evidence as view
from bot.views.mentions import file_words

log = structlog.get_logger()


def take(
    texts: dict[str, str], body: Body, who: str, api_url: str
) -> tuple[EvidenceFile | None, Errors]:
    """Put what a form says of the file into its `texts`; return the new file and what is wrong.

    Nothing chosen leaves the file as it is; only the tick at *Remove* takes it away.
    """
    texts.pop("file", None)
    if texts.pop(view.REMOVED, ""):
        texts["file"] = ""
    team = body.get("team") or {}
    workplace = Workplace(api_url, str(team.get("domain") or ""), bool(body.get("enterprise")))
    try:
        file = evidence_file.read(filled.files_in(body["view"], "file"), who, workplace)
    except BotError as error:
        return None, {"file": error}
    if file is not None:
        texts["file"] = file.text
    return file, {}


async def share(
    deps: Deps, found: ItemDecision, file: EvidenceFile, profile: Profile, body: Body
) -> None:
    """Post a file in the team's channel; tell the one who gave it when that can't be done.

    Slack shows a file that came with a form to its uploader alone. Once somebody who has it posts
    its address, all who are in that conversation can open it.
    """
    plan, item = found.facts
    language = profile.language
    why = t(language, "checklist.file.no_channel")
    if plan.channel_id is not None:
        try:
            text = view.shared(item, file, profile.user_id, plan.language)
            await deps.slack.share_file(plan.channel_id, text)
        except PostFailed as error:
            log.warning("file not shared", channel=plan.channel_id, reason=error.reason)
            why = apology(error, language)
        else:
            return
    said = t(language, "checklist.file.unshared", file=file_words(file), why=why)
    await answer_click(deps.slack, body, language, said)
