"""What it was measured on."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path


def told(postgresql: str) -> dict[str, str]:
    """Return what may change the figures: by name, for people to read."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": f"{os.cpu_count()} cores, {_line('/proc/cpuinfo', 'model name')}",
        "memory": f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "disk": _disk(),
        "system": platform.system(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": postgresql,
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def _line(file: str, name: str) -> str:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return "unknown"


def _disk() -> str:
    """Return the kind of the disk that temporary files lie on, and its file system."""
    folder = str(Path(os.environ.get("TMPDIR", "/tmp")).resolve())  # noqa: S108  where they are
    mounts = [line.split()[:3] for line in Path("/proc/mounts").read_text().splitlines()]
    under = [one for one in mounts if Path(folder).is_relative_to(one[1])]
    device, _, kind = max(under, key=lambda one: len(one[1]))
    name = Path(device).name
    turning = Path(f"/sys/block/{name}/queue/rotational")
    sort = "" if not turning.exists() else " turning" if turning.read_text()[0] == "1" else " flash"
    return f"{kind} on {name}{sort}"
