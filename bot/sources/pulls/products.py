"""The products that can be connected, by their keys."""

from bot.sources.pulls.freshdesk import Freshdesk
from bot.sources.pulls.protocol import Product

PRODUCTS: dict[str, Product] = {one.key: one for one in (Freshdesk(),)}
