"""views.*: modals and the Home tab."""

from __future__ import annotations

from bot.workspace import views
from bot.workspace.entities import Json, Trigger, View
from bot.workspace.errors import SlackError, invalid_arguments
from bot.workspace.web_api.call import Call, method


def _written(call: Call, view: View) -> Json:
    return {"view": views.wire(call.workspace, view)}


def _trigger(call: Call) -> Trigger:
    given = call.text("trigger_id") or call.text("interactivity_pointer")
    if not given:
        raise invalid_arguments("missing required field: trigger_id")
    return call.workspace.use_trigger(given)


@method("views.open", tier=4)
async def opening(call: Call) -> Json:
    """Open a modal for the person who just did something."""
    trigger = _trigger(call)
    return _written(call, views.open_modal(call.workspace, trigger.user, call.structure("view")))


@method("views.push", tier=4)
async def push(call: Call) -> Json:
    """Put a modal on top of the one that was just used."""
    trigger = _trigger(call)
    if not call.workspace.modals.get(trigger.user):
        raise SlackError("not_found")
    return _written(call, views.push_modal(call.workspace, trigger.user, call.structure("view")))


@method("views.update", tier=4)
async def update(call: Call) -> Json:
    """Replace a view found by id or external id, if its hash is still the one given."""
    view = _found(call)
    given = call.args.get("hash") or None
    return _written(call, views.update_view(call.workspace, view, call.structure("view"), given))


@method("views.publish", tier=4)
async def publish(call: Call) -> Json:
    """Publish a user's Home tab, if its hash is still the one given."""
    user = call.workspace.user(call.required("user_id"))
    if not call.workspace.app.home_tab:
        raise SlackError("not_enabled")
    given = call.args.get("hash") or None
    view = views.publish_home(call.workspace, user.id, call.structure("view"), given)
    return _written(call, view)


def _found(call: Call) -> View:
    external = call.text("external_id")
    if not external and not call.text("view_id"):
        raise invalid_arguments("missing required field: view_id")
    for stack in call.workspace.modals.values():
        for view in stack:
            if external and view.payload.get("external_id") == external:
                return view
    view_found = call.workspace.view(call.text("view_id"))
    if view_found is None:
        raise SlackError("not_found")
    return view_found
