"""Where a machine gives no network namespace: a Python that reaches nothing but the machine."""

import sys

HERE = ("127.", "localhost", "::1")


def refuse(event, given):
    """Refuse to look up or to call another machine."""
    if event == "socket.getaddrinfo":
        host = given[0]
    elif event == "socket.connect" and isinstance(given[1], tuple):
        host = given[1][0]
    else:
        return
    text = host.decode() if isinstance(host, bytes) else host
    if text and not str(text).startswith(HERE):
        raise OSError(f"{event} {text}: there is no network")


sys.addaudithook(refuse)
