"""Starts `frt` again and again: each is a process, forked from this one, which has the libraries.

A line on standard input says with which words, in which environment and folder, and where what it
says goes; the answer is its exit code. The command line itself is loaded by every process anew,
because it speaks the language of the environment it finds.
"""

import gc
import json
import os
import runpy
import sys

import alembic.command
import typer
from sqlalchemy.orm import configure_mappers

import bot.app
from bot.text import LANGUAGES, catalogue

LIBRARIES = (alembic.command, typer, bot.app, *map(catalogue, LANGUAGES))
_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def become(words, environment, folder, out, err):
    """Be `frt` with these words; never returns."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, out, _WRITTEN), (2, err, _WRITTEN)):
        os.dup2(os.open(path, how), number)
    sys.argv = ["frt", *words]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


def serve():
    if "bot.cli" in sys.modules:
        raise RuntimeError("every process would speak the language of this one")
    configure_mappers()
    # What stays anyway needs no collecting when a child ends, which would take it half a second.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  the answer


if __name__ == "__main__":
    serve()
