"""A small real Bolt app with which the protocol is tried."""

import contextlib
import socket
from collections.abc import AsyncIterator

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Running, running
from tests.workspace.conftest import SEED

INPUT = {
    "type": "input",
    "block_id": "reason",
    "label": {"type": "plain_text", "text": "Reason"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}


def modal(title: str, callback_id: str = "form", **more: object) -> dict:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [INPUT],
        **more,
    }


def buttons(*names: str) -> list[dict]:
    elements = [
        {
            "type": "button",
            "action_id": name,
            "value": f"value of {name}",
            "text": {"type": "plain_text", "text": name.title()},
        }
        for name in names
    ]
    return [{"type": "actions", "block_id": "choice", "elements": elements}]


def make_app(slack: Running) -> AsyncApp:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    # Without a name Bolt reads the source of every caller to find one.
    app = AsyncApp(
        name="demo",
        client=client,
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )
    app.seen = []

    add_clicks(app)
    add_modals(app)
    add_events(app)
    return app


def add_clicks(app: AsyncApp) -> None:
    @app.command("/demo")
    async def demo(ack, command):
        app.seen.append(command)
        text = command["text"]
        if text == "quiet":
            await ack()
        elif text == "all":
            await ack(text="for everybody", response_type="in_channel")
        elif text != "silence":
            await ack(text=f"You said {text}", blocks=buttons("press", "form", "broken"))

    @app.action("press")
    async def press(ack, respond, body):
        app.seen.append(body)
        await ack()
        await respond(text="pressed", replace_original=True)

    @app.action("tier")
    async def chosen(ack):
        await ack()

    @app.action("form")
    async def form(ack, client, body):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Form"))


def add_modals(app: AsyncApp) -> None:
    @app.view("form")
    async def submitted(ack, body):
        app.seen.append(body)
        text = body["view"]["state"]["values"]["reason"]["text"]["value"]
        if text == "bad":
            await ack(response_action="errors", errors={"reason": "Not that"})
        elif text == "update":
            await ack(response_action="update", view=modal("Changed"))
        elif text == "push":
            await ack(response_action="push", view=modal("Second", notify_on_close=True))
        elif text == "clear":
            await ack(response_action="clear")
        else:
            await ack()

    @app.view_closed("form")
    async def closed(ack, body):
        app.seen.append(body)
        await ack()


def add_events(app: AsyncApp) -> None:
    @app.shortcut("look")
    @app.shortcut("start")
    async def shortcut(ack, body):
        app.seen.append(body)
        await ack()

    @app.event("app_home_opened")
    async def home(client, event):
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello home"}}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("app_mention")
    async def mention(say, event):
        await say(text="You called?", thread_ts=event["ts"])

    @app.event("member_joined_channel")
    @app.event("message")
    async def other(event):
        app.seen.append(event)


@contextlib.asynccontextmanager
async def by_socket(seed: dict = SEED) -> AsyncIterator[tuple[Running, AsyncApp]]:
    async with running(seed) as slack:
        app = make_app(slack)
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        await slack.client.wait_for_connections(1)
        try:
            yield slack, app
        finally:
            await handler.close_async()


@contextlib.asynccontextmanager
async def by_http() -> AsyncIterator[tuple[Running, AsyncApp]]:
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        async with running(SEED, request_url=f"http://127.0.0.1:{port}/slack/events") as slack:
            app = make_app(slack)
            runner = web.AppRunner(app.web_app("/slack/events"))
            await runner.setup()
            await web.SockSite(runner, listener).start()
            try:
                yield slack, app
            finally:
                await runner.cleanup()
