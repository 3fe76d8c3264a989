"""A register that is put in is found wherever registers are listed, with nothing else changed."""

import os
import shutil
import subprocess
import sys

SCRIPT = """
import sys
from tests.registers.toy import put_in
put_in()
from tests.registers.toy_places import main
main(sys.argv[1])
"""


def test_a_register_that_is_put_in_is_found_everywhere(tmp_path, sqlite_template):
    path = shutil.copyfile(sqlite_template, tmp_path / "frt.sqlite3")
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
    )
    assert ended.returncode == 0, ended.stderr
    places = ("help", "words", "numbers", "card", "history", "home", "reminder", "erasure")
    people = ("most", "people", "mentions", "names", "import", "unknown", "emptied", "imported")
    given = ("whose", "link", "shared", "kept", "removal", "as exported")
    found = [line for line in ended.stdout.splitlines() if line.endswith((" True", " False"))]
    assert sorted(found) == sorted(f"{one} True" for one in (*places, *people, *given))
