"""auth.test, apps.connections.open, bots.info, team.info, api.test, blocks.validate."""

from __future__ import annotations

from bot.workspace.block_rules import check_blocks
from bot.workspace.checks import Report, is_object
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.view_rules import check_view
from bot.workspace.web_api.call import Call, method


@method("api.test", tier=4, caller="anyone")
async def api_test(call: Call) -> Json:
    """Answer with the arguments, or with the error that was asked for."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


@method("auth.test", tier=5)
async def auth_test(call: Call) -> Json:
    """Say who the token belongs to."""
    workspace = call.workspace
    app = workspace.app
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.team.name,
        "user": workspace.user(app.bot_user).name,
        "team_id": workspace.team.id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", tier=3, caller="app")
async def connections_open(call: Call) -> Json:
    """Give the address for one websocket connection."""
    base = call.workspace.base_url.replace("http", "ws", 1)
    ticket = call.courier.sockets.new_ticket()
    return {"url": f"{base}/link/?ticket={ticket}&app_id={call.workspace.app.id}"}


@method("bots.info", "users:read", tier=3, json_body=False)
async def bots_info(call: Call) -> Json:
    """Describe the bot."""
    app = call.workspace.app
    if call.text("bot") not in {"", app.bot_id}:
        raise SlackError("bot_not_found")
    bot = {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "updated": call.workspace.started,
        "app_id": app.id,
        "user_id": app.bot_user,
        "icons": {},
    }
    return {"bot": bot}


@method("team.info", "team:read", tier=3)
async def team_info(call: Call) -> Json:
    """Describe the workspace."""
    team = call.workspace.team
    if call.text("team") not in {"", team.id}:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": team.domain,
            "url": f"{call.workspace.base_url}/",
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


@method("blocks.validate", tier=None, caller="anyone")
async def blocks_validate(call: Call) -> Json:
    """Check blocks, a message or a view and say at each place what is wrong."""
    given = [name for name in ("blocks", "message", "view") if call.args.get(name)]
    if len(given) != 1:
        raise invalid_arguments("must provide exactly one of `blocks`, `view`, or `message`")
    [name] = given
    value = call.structure(name)
    report = Report(call.workspace.files)
    if name == "blocks":
        check_blocks(report, "", value, "message")
    elif not is_object(value):
        report.fault("", "must be an object")
    elif name == "view":
        check_view(report, "", value)
    else:
        check_blocks(report, "/blocks", value.get("blocks") or [], "message")
    if report.faults:
        raise SlackError(f"invalid_{name}", errors=report.details())
    return {}
