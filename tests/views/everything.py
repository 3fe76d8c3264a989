"""Every case of every view there is, wherever its golden file is kept."""

from bot.registers import REGISTERS
from tests.daily.drawn import CASES as DAILY
from tests.history.cases import CASES as HISTORY
from tests.home.cases import CASES as HOME
from tests.plans.cases import CASES as PLANS
from tests.views.cases import CASES as VIEWS
from tests.views.cases import Case
from tests.views.register_samples import whole

ALL: dict[str, Case] = {
    **{f"views.{name}": case for name, case in VIEWS.items()},
    **{f"home.{name}": case for name, case in HOME.items()},
    **{f"daily.{name}": case for name, case in DAILY.items()},
    **{f"plans.{name}": case for name, case in PLANS.items()},
    **{f"registers.{name}": whole(name) for name in REGISTERS},
    **{f"history.{name}": case for name, case in HISTORY.items()},
}
