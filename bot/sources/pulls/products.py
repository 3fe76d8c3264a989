"""The products that can be connected, by their keys."""

from bot.sources.pulls.address import FileAddress
from bot.sources.pulls.freshdesk import Freshdesk
from bot.sources.pulls.protocol import FileProduct, Product

PRODUCTS: dict[str, Product] = {one.key: one for one in (Freshdesk(),)}
FILES: dict[str, FileProduct] = {one.key: one for one in (FileAddress(),)}
"""Those that give a whole file, which is read as any file is."""
