"""Every command, action and callback id, and the versioned value that a button carries.

One module for each feature; `ids.X` finds all of them.
"""

from bot.ids.actions import *  # noqa: F403
from bot.ids.complaints import *  # noqa: F403
from bot.ids.feeds import *  # noqa: F403
from bot.ids.imports import *  # noqa: F403
from bot.ids.people import *  # noqa: F403
from bot.ids.plans import *  # noqa: F403
from bot.ids.posts import *  # noqa: F403
from bot.ids.problems import *  # noqa: F403
from bot.ids.registers import *  # noqa: F403
from bot.ids.reports import *  # noqa: F403
from bot.ids.review import *  # noqa: F403
from bot.ids.values import *  # noqa: F403
from bot.ids.warnings import *  # noqa: F403
