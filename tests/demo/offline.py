"""A demo where there is no network but the machine itself: run in a network namespace of its own.

`python -m tests.demo.offline FOLDER [apart]` prints what Noah is answered; `apart` says that there
is such a namespace.
"""

import asyncio
import fcntl
import socket
import struct
import sys

from bot.workspace.client import Client
from tests.demo.process import Demo

SIOCGIFFLAGS, SIOCSIFFLAGS, UP = 0x8913, 0x8914, 1


def only_loopback():
    """Bring the loopback interface up, and make sure that there is no other."""
    names = [name for _, name in socket.if_nameindex()]
    assert names == ["lo"], names
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | UP))


async def ask(url):
    async with Client(url) as client:
        await client.command("noah", "support-global", "/frt today")
        answered = await client.wait_for_message(
            "noah", "support-global", lambda one: one["ephemeral"], 30
        )
        return answered["text"]


def main(folder, *apart):
    if apart:
        only_loopback()
    demo = Demo(folder)
    try:
        print(asyncio.run(ask(demo.url)))  # noqa: T201  it is read by the test
    finally:
        demo.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
