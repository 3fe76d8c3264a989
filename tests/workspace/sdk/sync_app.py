"""The sample app as a synchronous Bolt app; `async_app.py` is its twin."""

from slack_bolt import App
from slack_sdk import WebClient

from tests.workspace.sdk import blocks
from tests.workspace.sdk.process import BOT_TOKEN, SECRET, Slack


def make(slack: Slack, seen: list) -> App:
    """Return the app; its listeners add what they are given to `seen`."""
    client = WebClient(BOT_TOKEN, base_url=slack.api_url)
    app = App(name="demo", client=client, signing_secret=SECRET)
    app.use(_noted(seen))
    _commands(app)
    _modals(app)
    _clicks(app)
    _events(app)
    return app


def _noted(seen: list):
    def middleware(body, context, request, next):  # noqa: A002
        seen.append((body, dict(context), request.headers))
        next()

    return middleware


def _commands(app: App) -> None:
    @app.command("/echo")
    @app.command("/raw")
    def echo(ack, respond, command, say):
        ack(f"first {command['text']}")
        respond("second", blocks=blocks.buttons("press"))
        say(text="everybody", metadata=blocks.METADATA, blocks=blocks.buttons("count"))

    @app.command("/form")
    def form(ack, client, command):
        ack()
        view = blocks.modal("Form", notify_on_close=True, private_metadata=command["text"])
        client.views_open(trigger_id=command["trigger_id"], view=view)

    def quick(ack):
        ack("wait")

    def later(respond, command):
        respond(f"done {command['text']}", response_type="in_channel")

    app.command("/lazy")(ack=quick, lazy=[later])

    @app.command("/much")
    def much(ack, command):
        ack("多" * int(command["text"]))

    @app.command("/silent")
    def silent():
        pass


def _modals(app: App) -> None:
    @app.view("form")
    def submitted(ack, view):
        text = view["state"]["values"]["reason"]["text"]["value"]
        if text != "silent":
            ack(**blocks.RESPONSES.get(text, {}))

    @app.view_closed("form")
    def closed(ack):
        ack()

    @app.action("deeper")
    def deeper(ack, body, client):
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=blocks.modal("Third"))
        view = body["view"]
        second = blocks.modal("Second")
        client.views_update(view_id=view["id"], hash=view["hash"], view=second)


def _clicks(app: App) -> None:
    @app.action("press")
    def press(ack, respond):
        ack()
        respond("pressed", replace_original=True)

    @app.action("count")
    def count(ack, client, body, action):
        ack()
        at = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        client.chat_update(**at, text=f"counted {action['value']}")

    @app.action("silent")
    def silent():
        pass

    @app.options("city")
    def cities(ack, payload):
        ack(options=blocks.options(payload["value"]))

    @app.action("city")
    def chosen(ack, respond, action):
        ack()
        respond(f"chose {action['selected_option']['value']}", replace_original=False)

    @app.shortcut("look")
    def look(ack, respond, shortcut):
        ack()
        respond(f"looked at {shortcut['message']['text']}")

    @app.shortcut("start")
    def start(ack, client, shortcut):
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=blocks.modal("Started"))


def _events(app: App) -> None:
    @app.event("app_home_opened")
    def opened(client, event):
        client.views_publish(user_id=event["user"], view=blocks.home("Welcome"))

    @app.event("app_mention")
    def mentioned(say, event):
        say("You called?", thread_ts=event["ts"])

    @app.message("knock")
    def knock(say, message):
        say(f"Who is there, <@{message['user']}>?")

    @app.event("member_joined_channel")
    def joined(say, event):
        say(f"Hello <@{event['user']}>")

    @app.event("message")
    def other():
        pass
