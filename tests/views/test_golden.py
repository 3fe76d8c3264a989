"""Every view in both languages against its golden file, and Slack's rules.

`FRT_UPDATE_GOLDEN=1 pytest tests/views` writes the files anew; read the difference before
committing it.
"""

from pathlib import Path

from tests.golden import reviewed
from tests.views.cases import CASES

test_view_is_as_reviewed, test_no_golden_file_is_left_over, test_slack_takes_the_view = reviewed(
    CASES, Path(__file__).parent / "golden"
)
