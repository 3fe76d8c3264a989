"""What is published of the hook is what it does: whoever writes a sender reads nothing else."""

import asyncio
import copy
import json
import os
import re
import shutil
import sys
import textwrap
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests import PreparedRequest, Session
from schemathesis import GenerationMode
from schemathesis.openapi import format as named
from schemathesis.openapi import from_dict

from bot.sources.hooks import SIGNATURE, TIMESTAMP, openapi, schema, signature
from tests.hooks.conftest import Hooked, event
from tests.scenarios.tickets import NOW

WRITTEN = Path(__file__).parents[2] / "docs" / "connect" / "hook-openapi.json"
_PAST = st.datetimes(datetime(1990, 1, 1), NOW.replace(tzinfo=None))  # noqa: DTZ001
named("date-time", _PAST.map(lambda at: f"{at.isoformat()}Z"))


class _Signer:
    """Signs whatever is sent, as it is sent."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        stamp = str(int(time.time()))
        request.headers[TIMESTAMP] = stamp
        request.headers[SIGNATURE] = signature(self.secret, stamp, body)
        return request


def of_this_hook(hooked: Hooked) -> dict[str, Any]:
    """Return the papers of one hook, whose sender signs by itself."""
    told = copy.deepcopy(openapi())
    post = told["paths"]["/hooks/{feed}"]["post"]
    post["parameters"] = [one for one in post["parameters"] if one["in"] == "path"]
    post["parameters"][0]["schema"] = {"enum": [hooked.path.rpartition("/")[2]]}
    return told


def tried(
    papers: dict[str, Any], base_url: str, mode: GenerationMode, auth: Any, times: int
) -> set[int]:
    """Send what the papers allow, or forbid, so often; return which answers there were."""
    some = settings(max_examples=times, database=None, suppress_health_check=list(HealthCheck))
    operation = from_dict(papers)["/hooks/{feed}"]["POST"]
    found: set[int] = set()
    with Session() as session:

        @some
        @given(operation.as_strategy(generation_mode=mode))
        def send(case: schemathesis.Case) -> None:
            answered = case.call_and_validate(base_url=base_url, session=session, auth=auth)
            found.add(answered.status_code)

        send()
    return found


@pytest.mark.parametrize(
    ("mode", "times", "expected"),
    [(GenerationMode.POSITIVE, 25, {202}), (GenerationMode.NEGATIVE, 60, {400, 415, 422})],
)
async def test_schemathesis_finds_nothing_with_a_sender_that_signs(
    hooked: Hooked, mode, times, expected
):
    hooked.bot.deps.drains.gather = 3_600
    papers, url = of_this_hook(hooked), str(hooked.client.base_url)
    found = await asyncio.to_thread(tried, papers, url, mode, _Signer(hooked.secret), times)
    # Two events with one id, and an address that is no hook's, are refused as well.
    assert found <= expected | {401, 409}
    assert found & expected


async def test_schemathesis_gets_nowhere_unsigned(hooked: Hooked):
    url = str(hooked.client.base_url)
    assert await asyncio.to_thread(tried, openapi(), url, GenerationMode.POSITIVE, None, 8) == {401}
    assert await hooked.events() == {}


def test_the_written_papers_are_those_that_are_served():
    told = json.dumps(openapi(), indent=2, ensure_ascii=False) + "\n"
    if "FRT_UPDATE_GOLDEN" in os.environ:
        WRITTEN.write_text(told)
    assert WRITTEN.read_text() == told


async def test_anybody_may_read_them(hooked: Hooked):
    served = [await hooked.client.get(f"/hooks/{name}.json") for name in ("openapi", "schema")]
    assert [one.json() for one in served] == [openapi(), schema()]
    assert isinstance(served[0], httpx.Response)


def test_the_schema_is_one_and_knows_events():
    jsonschema.Draft202012Validator.check_schema(schema())
    checks = jsonschema.Draft202012Validator(schema())
    assert checks.is_valid({"events": [event("opened"), event("rated", score=5)]})
    assert not checks.is_valid({"events": [event("opened", text="Hello")]})
    assert not checks.is_valid({"events": [event("opened", "none")]})


def example(language: str, page: str) -> str:
    """Return the example in a language, as it stands on a page."""
    text = (WRITTEN.parent / page).read_text()
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    (code,) = (textwrap.dedent(one) for one in found if language in one)
    return code


@pytest.mark.parametrize("page", ["hook.md", "hook.zh.md"])
async def test_the_examples_work_as_they_stand(hooked: Hooked, page: str):
    url = str(hooked.client.base_url)
    code = example("import hashlib", page).replace("https://YOUR-BOT/hooks/1-2", url + hooked.path)
    assert len(code.strip().splitlines()) <= 15
    code = code.replace('"…"', repr(hooked.secret))
    ran = await _ran(sys.executable, "-c", code)
    assert ran == ""
    assert {one.ticket for one in (await hooked.events()).values()} == {"4711"}
    if not (shutil.which("curl") and shutil.which("openssl")):
        return
    shell = example("openssl", page).replace("https://YOUR-BOT/hooks/1-2", url + hooked.path)
    shell = shell.replace("SECRET=…", f"SECRET={hooked.secret}")
    assert json.loads(await _ran("bash", "-c", shell)) == {"accepted": 0, "duplicates": 0}


async def _ran(*command: str) -> str:
    ran = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await ran.communicate()
    assert ran.returncode == 0
    return said.decode()
