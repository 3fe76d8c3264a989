import itertools

import pytest

from tests.conftest import _database, _execute

_numbers = itertools.count(1)


@pytest.fixture
def postgresql_url(postgresql_server):
    """Yield the URL of a fresh PostgreSQL database with every table."""
    name = f"faults_{next(_numbers)}"
    _execute(postgresql_server, f"CREATE DATABASE {name} TEMPLATE template_frt")
    yield _database(postgresql_server, name)
    _execute(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")
