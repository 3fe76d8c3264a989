"""The sample app as an asynchronous Bolt app; `sync_app.py` is its twin."""

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.sdk import blocks
from tests.workspace.sdk.process import BOT_TOKEN, SECRET, Slack


def make(slack: Slack, seen: list) -> AsyncApp:
    """Return the app; its listeners add what they are given to `seen`."""
    client = AsyncWebClient(BOT_TOKEN, base_url=slack.api_url)
    app = AsyncApp(name="demo", client=client, signing_secret=SECRET)
    app.use(_noted(seen))
    _commands(app)
    _modals(app)
    _clicks(app)
    _events(app)
    return app


def _noted(seen: list):
    async def middleware(body, context, request, next):  # noqa: A002
        seen.append((body, dict(context), request.headers))
        await next()

    return middleware


def _commands(app: AsyncApp) -> None:
    @app.command("/echo")
    @app.command("/raw")
    async def echo(ack, respond, command, say):
        await ack(f"first {command['text']}")
        await respond("second", blocks=blocks.buttons("press"))
        await say(text="everybody", metadata=blocks.METADATA, blocks=blocks.buttons("count"))

    @app.command("/form")
    async def form(ack, client, command):
        await ack()
        view = blocks.modal("Form", notify_on_close=True, private_metadata=command["text"])
        await client.views_open(trigger_id=command["trigger_id"], view=view)

    async def quick(ack):
        await ack("wait")

    async def later(respond, command):
        await respond(f"done {command['text']}", response_type="in_channel")

    app.command("/lazy")(ack=quick, lazy=[later])

    @app.command("/much")
    async def much(ack, command):
        await ack("多" * int(command["text"]))

    @app.command("/silent")
    async def silent():
        pass


def _modals(app: AsyncApp) -> None:
    @app.view("form")
    async def submitted(ack, view):
        text = view["state"]["values"]["reason"]["text"]["value"]
        if text != "silent":
            await ack(**blocks.RESPONSES.get(text, {}))

    @app.view_closed("form")
    async def closed(ack):
        await ack()

    @app.action("deeper")
    async def deeper(ack, body, client):
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=blocks.modal("Third"))
        view = body["view"]
        await client.views_update(
            view_id=view["id"], hash=view["hash"], view=blocks.modal("Second")
        )


def _clicks(app: AsyncApp) -> None:
    @app.action("press")
    async def press(ack, respond):
        await ack()
        await respond("pressed", replace_original=True)

    @app.action("count")
    async def count(ack, client, body, action):
        await ack()
        at = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**at, text=f"counted {action['value']}")

    @app.action("silent")
    async def silent():
        pass

    @app.options("city")
    async def cities(ack, payload):
        await ack(options=blocks.options(payload["value"]))

    @app.action("city")
    async def chosen(ack, respond, action):
        await ack()
        await respond(f"chose {action['selected_option']['value']}", replace_original=False)

    @app.shortcut("look")
    async def look(ack, respond, shortcut):
        await ack()
        await respond(f"looked at {shortcut['message']['text']}")

    @app.shortcut("start")
    async def start(ack, client, shortcut):
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=blocks.modal("Started"))


def _events(app: AsyncApp) -> None:
    @app.event("app_home_opened")
    async def opened(client, event):
        await client.views_publish(user_id=event["user"], view=blocks.home("Welcome"))

    @app.event("app_mention")
    async def mentioned(say, event):
        await say("You called?", thread_ts=event["ts"])

    @app.message("knock")
    async def knock(say, message):
        await say(f"Who is there, <@{message['user']}>?")

    @app.event("member_joined_channel")
    async def joined(say, event):
        await say(f"Hello <@{event['user']}>")

    @app.event("message")
    async def other():
        pass
