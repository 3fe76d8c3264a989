from datetime import UTC, datetime

FOUR = datetime(2026, 11, 2, 4, tzinfo=UTC)


def test_each_column_is_read_in_the_zone_of_its_name(desk):
    header = "id,created at (GMT+05:30),first response at (UTC),resolved at\n"
    rows = (
        "1,2026-11-02 09:30:00,2026-11-02 04:05:00,2026-11-02 13:00:00\n"
        "2,2026-11-02T05:00:00+01:00,2/11/2026 04:05,2026-11-02T12:30:00Z\n"
    )
    result = desk.load(header + rows, team_zone="Asia/Shanghai", date_order="dmy")
    first, second = desk.tickets["1"], desk.tickets["2"]
    assert first["opened_at"] == second["opened_at"] == FOUR
    assert first["first_response_at"] == second["first_response_at"] == FOUR.replace(minute=5)
    assert (first["solved_at"].hour, second["solved_at"].hour) == (5, 12)
    told = [note.params["zone"] for note in result.notes if note.key == "import.note.zone"]
    assert told == ["+05:30", "UTC"]


def test_the_zone_of_the_team_needs_no_word(desk):
    result = desk.load("id,created at (UTC)\n1,2026-11-02 04:00:00\n")
    assert (desk.tickets["1"]["opened_at"], result.notes) == (FOUR, ())


def test_minutes_and_seconds_where_the_name_says_so(desk):
    header = "id,created,first response time (mm:ss),resolution time (dd:hh:mm)\n"
    desk.load(header + "1,2026-11-02 04:00:00,125:30,1:02:03\n2,2026-11-02 04:00:00,05:30,\n")
    one, two = desk.tickets["1"], desk.tickets["2"]
    assert (one["first_response_at"] - FOUR).total_seconds() == 7_530
    assert (two["first_response_at"] - FOUR).total_seconds() == 330
    assert (one["solved_at"] - FOUR).total_seconds() == 93_780


def test_business_hours_are_left_out_and_said(desk):
    name = "first response time (business hours)"
    content = f"id,created,{name}\n1,2026-11-02 04:00:00,0:05\n"
    result = desk.load(content)
    assert desk.tickets["1"]["first_response_at"] is None
    assert [(note.key, note.params["column"]) for note in result.notes] == [
        ("import.note.business_hours", name)
    ]
    mapped = desk.load(content, columns={"first_response_at": name})
    assert desk.tickets["1"]["first_response_at"] == FOUR.replace(minute=5)
    assert [note.key for note in mapped.notes] == ["import.note.business_hours_read"]


def test_business_hours_beside_the_moment_need_no_word(desk):
    header = "id,created,first response at,first response time (business hours)\n"
    result = desk.load(header + "1,2026-11-02 04:00:00,2026-11-02 04:05:00,0:03\n")
    assert desk.tickets["1"]["first_response_at"] == FOUR.replace(minute=5)
    assert result.notes == ()
