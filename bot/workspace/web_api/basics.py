"""auth.test, apps.connections.open, bots.info, team.info, api.test, blocks.validate."""

from __future__ import annotations

from bot.workspace.block_rules import refuse_bad_blocks
from bot.workspace.entities import Json
from bot.workspace.errors import SlackError
from bot.workspace.web_api.call import Call, method


@method("api.test", caller="anyone")
async def api_test(call: Call) -> Json:
    """Answer with the arguments, or with the error that was asked for."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


@method("auth.test")
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


@method("apps.connections.open", caller="app")
async def connections_open(call: Call) -> Json:
    """Give the address for one websocket connection."""
    base = call.workspace.base_url.replace("http", "ws", 1)
    ticket = call.courier.sockets.new_ticket()
    return {"url": f"{base}/link/?ticket={ticket}&app_id={call.workspace.app.id}"}


@method("bots.info", "users:read")
async def bots_info(call: Call) -> Json:
    """Describe the bot."""
    app = call.workspace.app
    if call.text("bot") not in {"", app.bot_id}:
        raise SlackError("bot_not_found")
    bot = {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "app_id": app.id,
        "user_id": app.bot_user,
        "icons": {},
    }
    return {"bot": bot}


@method("team.info", "team:read")
async def team_info(call: Call) -> Json:
    """Describe the workspace."""
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {}}}


@method("blocks.validate", caller="anyone")
async def blocks_validate(call: Call) -> Json:
    """Check the blocks of a message."""
    refuse_bad_blocks(call.structure("blocks"))
    return {}
