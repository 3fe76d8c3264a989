"""Every view in both languages against its golden file.

`FRT_UPDATE_GOLDEN=1 pytest tests/views` writes the files anew; read the difference before
committing it.
"""

from pathlib import Path

from tests.golden import reviewed
from tests.views.cases import CASES

test_view_is_as_reviewed, test_no_golden_file_is_left_over = reviewed(
    CASES, Path(__file__).parent / "golden"
)
