"""Imports of 1,000,000 tickets beside the databases' own loaders."""

import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import psycopg

from benchmarks import processes

TEAM = "Bench"
COLUMNS = (
    "Ticket ID",
    "Created time",
    "First response time",
    "Resolution time",
    "Status",
    "Channel",
    "Agent Name",
    "Agent Group",
    "Priority",
    "Tier",
    "Category",
    "Customer",
    "Subject",
    "Survey results",
)


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds that one load took, and the most memory its process held, in MB (0: not known)."""

    seconds: float
    megabytes: float = 0


def write_file(path: Path, rows: int) -> None:
    """Write a CSV file of `rows` plausible tickets, the same each time."""
    index = pl.int_range(rows, eager=True)
    opened = pl.Series([datetime(2025, 1, 1)]).first()  # noqa: DTZ001  a wall time, as in files
    created = pl.lit(opened) + pl.duration(seconds=pl.col("n") * 30)
    stamp = "%Y-%m-%d %H:%M:%S"
    frame = pl.DataFrame({"n": index}).select(
        (pl.col("n") + 1).cast(pl.String).alias(COLUMNS[0]),
        created.dt.strftime(stamp).alias(COLUMNS[1]),
        pl.when(pl.col("n") % 50 != 0)
        .then((created + pl.duration(seconds=pl.col("n") * 7919 % 3600)).dt.strftime(stamp))
        .alias(COLUMNS[2]),
        pl.when(pl.col("n") % 6 != 0)
        .then(
            (created + pl.duration(seconds=3600 + pl.col("n") * 104729 % 90000)).dt.strftime(stamp)
        )
        .alias(COLUMNS[3]),
        pl.when(pl.col("n") % 6 != 0)
        .then(pl.lit("Closed"))
        .otherwise(pl.lit("Open"))
        .alias(COLUMNS[4]),
        _one_of(("Email", "Chat", "Phone"), 3).alias(COLUMNS[5]),
        _one_of(("Ann Lee", "Ben Fox", "Cleo Day", "Dan Roy"), 7).alias(COLUMNS[6]),
        pl.lit("1st line support").alias(COLUMNS[7]),
        _one_of(("Low", "Medium", "High"), 11).alias(COLUMNS[8]),
        _one_of(("gold", "silver", "regular"), 13).alias(COLUMNS[9]),
        _one_of(("Payment", "Logistics", "Product"), 17).alias(COLUMNS[10]),
        pl.format("customer-{}", pl.col("n") % 40_000).alias(COLUMNS[11]),
        pl.format("Question about order {}", pl.col("n")).alias(COLUMNS[12]),
        pl.when(pl.col("n") % 3 == 0)
        .then((1 + pl.col("n") % 5).cast(pl.String))
        .alias(COLUMNS[13]),
    )
    frame.write_csv(path)


def ours(database_url: str, path: Path, port: int | None = None, team: str = TEAM) -> Load:
    """Import the file with `frt import`, beside a bot if there is a port; raises RuntimeError."""
    env = {"FRT_DATABASE_URL": database_url} | ({"FRT_PORT": str(port)} if port else {})
    process = processes.Process(["-m", "bot", "import", str(path), "--team", team], env=env)
    megabytes = 0.0
    while process.runs():
        megabytes = max(megabytes, process.most_memory())
        time.sleep(0.01)
    seconds = time.perf_counter() - process.began
    if process.wait():
        raise RuntimeError("the import failed")
    return Load(seconds, megabytes)


def make_team(database_url: str) -> None:
    """Make the tables of an empty database, and a team."""
    for words in (["db", "migrate"], ["team", "add", TEAM]):
        processes.call(["-m", "bot", *words], {"FRT_DATABASE_URL": database_url})


def sqlite_shell(path: Path, database: Path) -> Load | None:
    """Load the file with the shell's `.import`; None where there is no `sqlite3` shell."""
    shell = shutil.which("sqlite3")
    if shell is None:
        return None
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE tickets ({_definitions()})")
    began = time.perf_counter()
    subprocess.run(
        [shell, str(database), "-cmd", ".mode csv", f".import --skip 1 {path} tickets"],
        check=True,
        input=b"",
        capture_output=True,
    )
    return Load(time.perf_counter() - began)


def postgres_copy(database_url: str, path: Path) -> Load:
    """Load the file with `COPY` into a plain table."""
    with psycopg.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE floor ({_definitions()})".encode())
        began = time.perf_counter()
        with (
            path.open("rb") as file,
            cursor.copy("COPY floor FROM STDIN (FORMAT csv, HEADER true)") as copy,
        ):
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        connection.commit()
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE floor")
    return Load(seconds)


def _one_of(values: tuple[str, ...], step: int) -> pl.Expr:
    which = pl.col("n") * step // 3 % len(values)
    return which.replace_strict(list(range(len(values))), list(values), return_dtype=pl.String)


def _definitions() -> str:
    return ", ".join(f'"{name}" text' for name in COLUMNS)
