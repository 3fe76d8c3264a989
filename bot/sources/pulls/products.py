"""Every product that can be asked for tickets."""

from bot.sources.pulls.protocol import Product

PRODUCTS: dict[str, Product] = {}
