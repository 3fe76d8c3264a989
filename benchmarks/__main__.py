"""`python -m benchmarks [PART …]`: measures the parts, prints a table, keeps it with `--write`."""

import argparse
import asyncio
import importlib
import inspect
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks import machine, tables
from benchmarks.bench import LARGEST, QUICK, WHOLE, Bench
from benchmarks.goals import Row

PARTS = (
    "today",
    "periods",
    "idle",
    "reports",
    "planning",
    "imports",
    "feeds",
    "replicas",
    "commits",
)
NOT_QUICK = frozenset({"reports", "planning", "replicas", "commits"})
EXTENTS = {"quick": QUICK, "whole": WHOLE, "large": LARGEST}
console = Console(width=None if sys.stdout.isatty() else 170)


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all by default")
    parser.add_argument("--extent", choices=EXTENTS, default="quick")
    parser.add_argument("--write", action="store_true", help="keep the result in README.md")
    given = parser.parse_args()
    began, results, failed = time.monotonic(), {}, []
    with tempfile.TemporaryDirectory(prefix="frt-bench-") as name:
        bench = Bench(Path(name), EXTENTS[given.extent])
        about = machine.told(_version(bench))
        try:
            left_out = NOT_QUICK if given.extent == "quick" else frozenset()
            for part in given.parts or [part for part in PARTS if part not in left_out]:
                try:
                    results[part] = _measured(part, bench)
                except Exception:  # noqa: BLE001  the others are measured, and it is said
                    console.print_exception()
                    failed.append(part)
        finally:
            bench.close()
    about["took"] = f"{time.monotonic() - began:.0f} s"
    tables.show(console, about, results)
    if given.write:
        tables.keep(given.extent, about, results)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def _measured(part: str, bench: Bench) -> list[Row]:
    began = time.monotonic()
    measure = importlib.import_module(f"benchmarks.{part}").measure
    with console.status(part):
        rows = measure(bench)
        made: list[Row] = asyncio.run(rows) if inspect.iscoroutine(rows) else rows
    console.print(f"{part}: {time.monotonic() - began:.0f} s", highlight=False)
    return made


def _version(bench: Bench) -> str:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(bench.server.get_uri()) as connection:
        found = connection.execute("SHOW server_version").fetchone()
    return str(found[0]) if found else "unknown"


if __name__ == "__main__":
    main()
