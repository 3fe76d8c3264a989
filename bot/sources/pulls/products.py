"""The products that can be connected, by their keys."""

from bot.sources.pulls.address import FileAddress
from bot.sources.pulls.chatwoot import Chatwoot
from bot.sources.pulls.freshdesk import Freshdesk
from bot.sources.pulls.protocol import FileProduct, Product
from bot.sources.pulls.zendesk import Zendesk

_ALL: tuple[Product, ...] = (Freshdesk(), Zendesk(), Chatwoot())
PRODUCTS: dict[str, Product] = {one.key: one for one in _ALL}
FILES: dict[str, FileProduct] = {one.key: one for one in (FileAddress(),)}
"""Those that give a whole file, which is read as any file is."""
