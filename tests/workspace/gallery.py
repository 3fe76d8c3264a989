"""One of everything that slackblocks can build, for the page to draw."""

import json

import slackblocks as sb

RED_DOT = "https://example.com/dot.png"
OPTIONS = [
    sb.Option(sb.PlainText("Gold"), "gold", description=sb.PlainText("The best")),
    sb.Option(sb.PlainText("Silver"), "silver"),
    sb.Option(sb.PlainText("Bronze"), "bronze"),
]
CONFIRM = sb.Confirm(title="Sure?", text="It cannot be undone.", confirm="Yes", deny="No")


def wire(built) -> dict:
    """Return something built as the JSON that Slack is sent."""
    return json.loads(json.dumps(built._resolve()))


def rich(*parts):
    return sb.RichTextBlock(list(parts) or [section("plain words")])


def section(*words):
    return sb.RichTextSection(
        [one if not isinstance(one, str) else sb.RichText(one) for one in words]
    )


def elements():
    """Return every interactive element, and a piece of HTML that shows it is drawn."""
    menu = {"placeholder": "Pick one"}
    return [
        (sb.Button("Press", "press", confirm=CONFIRM, style="danger"), ">Press</button>"),
        (sb.OverflowMenu("over", OPTIONS), 'role="menuitem"'),
        (sb.CheckboxGroup("boxes", OPTIONS, OPTIONS[0]), 'type="checkbox"'),
        (sb.RadioButtonGroup("radios", OPTIONS, OPTIONS[1]), 'type="radio"'),
        (sb.DatePicker("day", "2026-11-20"), 'value="2026-11-20"'),
        (sb.TimePicker("hour", "09:30"), 'value="09:30"'),
        (sb.DateTimePicker("moment", 1795312800), 'value="2026-11-22T02:00"'),
        (sb.StaticSelectMenu("one", OPTIONS, **menu), ">Bronze</option>"),
        (sb.UserSelectMenu("who", "U01NOAH"), 'value="U01NOAH" selected'),
        (sb.ChannelSelectMenu("room", **menu), "># support-global</option>"),
        (sb.ConversationSelectMenu("talk", **menu), "># general</option>"),
        (sb.ExternalSelectMenu("far", min_query_length=1, **menu), 'role="combobox"'),
        (sb.StaticMultiSelectMenu("ones", OPTIONS, initial_options=OPTIONS[:2]), "Gold, Silver"),
        (sb.UserMultiSelectMenu("whos", ["U01NOAH", "U01EMMA"]), "Emma Clarke, Noah Williams"),
        (sb.ChannelMultiSelectMenu("rooms", **menu), 'value="C01SUPPORT"'),
        (sb.ConversationMultiSelectMenu("talks", **menu), 'value="C01GENERAL"'),
        (sb.ExternalMultiSelectMenu("fars", 1, OPTIONS[:1]), 'class="lookup" data-many'),
        (sb.WorkflowButton("Run", workflow(), action_id="run"), ">Run</button>"),
    ]


def workflow():
    return sb.Workflow(sb.Trigger("https://slack.com/shortcuts/x", sb.InputParameter("a", "b")))


def inputs():
    """Return every element that only stands in a form, and a piece of HTML that shows it."""
    return [
        (sb.PlainTextInput("text", "Typed before", max_length=50), 'value="Typed before"'),
        (sb.PlainTextInput("lines", "One\nTwo", multiline=True), ">One\nTwo</textarea>"),
        (sb.RichTextInput("rich", rich(section("Rich words"))), ">Rich words</textarea>"),
        (sb.EmailInput("mail", "a@example.com"), 'type="email"'),
        (sb.URLInput("site", "https://example.com/"), 'type="url"'),
        (sb.NumberInput(True, "number", "12.5"), 'inputmode="decimal"'),
        (sb.FileInput("files", ["pdf", "png"], 2), 'accept=".pdf,.png"'),
    ]


def context_actions():
    return sb.ContextActionsBlock(
        [
            sb.FeedbackButtons(
                sb.FeedbackButton("Good", "good"), sb.FeedbackButton("Bad", "bad"), "feedback"
            ),
            sb.IconButton("Remove", icon="trash", action_id="remove"),
        ]
    )


def axis(kind, series=2, points=7, low=-20):
    labels = [f"{place:02d} Nov" for place in range(1, points + 1)]
    data = [
        sb.DataSeries(
            f"Series {number + 1}",
            [
                sb.DataPoint(label, low + (place * (7 + 3 * number) + 11 * number) % 90)
                for place, label in enumerate(labels)
            ],
        )
        for number in range(series)
    ]
    chart = kind(data, sb.AxisConfig(labels, x_label="Day", y_label="Minutes"))
    title = f"{kind.__name__}, {series} × {points}"
    return sb.DataVisualizationBlock(title, chart)


def pie():
    segments = [
        sb.ChartSegment(name, size)
        for name, size in zip("ABCDEF", (40, 25, 15, 9, 8, 3), strict=True)
    ]
    return sb.DataVisualizationBlock("Shares", sb.PieChart(segments))


def charts():
    """Return charts of every kind, with negative values and with as much as is allowed."""
    kinds = (sb.LineChart, sb.BarChart, sb.AreaChart)
    full = [axis(kind, 6, 20, 0) for kind in kinds]
    return [*(axis(kind) for kind in kinds), pie(), *full]


def texts():
    """Return blocks that are read, and a piece of HTML that shows each is drawn."""
    words = section(
        "bold ",
        sb.RichText("strong", bold=True),
        sb.RichTextUser("U01EMMA"),
        sb.RichTextChannel("C01GENERAL"),
        sb.RichTextEmoji("tada"),
        sb.RichTextLink("https://example.com/", "a link"),
        sb.RichTextUserGroup("S01TEAM"),
    )
    lists = sb.RichTextList("ordered", [section("first"), section("second")])
    text = rich(words, lists, sb.RichTextQuote([sb.RichText("said")]), code())
    fields = ["*Left*\n1", "*Right*\n2"]
    return [
        (sb.HeaderBlock("A header"), ">A header</h3>"),
        (sb.SectionBlock("*Bold* text", fields=fields, accessory=image()), "<strong>Bold</strong>"),
        (sb.ContextBlock([image(), sb.Text("small words")]), "small words"),
        (sb.DividerBlock(), "<hr"),
        (text, "@S01TEAM"),
        (sb.ImageBlock(RED_DOT, "a dot", "The dot"), "Image from outside: a dot"),
        (video(), "How to"),
    ]


def code():
    return sb.RichTextCodeBlock([sb.RichText("x = 1")])


def image():
    return sb.Image(image_url=RED_DOT, alt_text="a red dot")


def video():
    return sb.VideoBlock(
        "a film", RED_DOT, "How to", "https://example.com/film", "Ann", description="In a minute"
    )


def card(title):
    return sb.CardBlock(
        image(), title=title, subtitle="Below", body="Body", actions=sb.Button("Open", title)
    )


def message_blocks():
    """Return blocks for messages alone, and a piece of HTML that shows each is drawn."""
    tasks = [
        sb.TaskCardBlock("t1", "Count", status="complete", sources=[source()]),
        sb.TaskCardBlock("t2", "Tell", status="pending", details=rich()),
    ]
    done = sb.TaskCardBlock("t3", "Alone", status="in_progress", output=rich())
    return [
        (sb.MarkdownBlock("## Head\n- **one**"), "<strong>one</strong>"),
        (context_actions(), "> Bad</button>"),
        (sb.PlanBlock("The plan", tasks), "The plan"),
        (done, "Alone"),
        (sb.FileBlock("ext-1"), "Remote file ext-1"),
        *boards(),
    ]


def source():
    return sb.URLSource("https://example.com/source", "The source")


def boards():
    """Return blocks for messages and the Home tab, and a piece of HTML that shows each."""
    row = [sb.RawText("Emma"), sb.RawText("12")]
    numbers = [sb.RawText("Emma"), sb.RawNumber(12.5, "12.5 min")]
    inside = [sb.SectionBlock("Inside the container")]
    return [
        (sb.TableBlock([[sb.RawText("Name"), sb.RawText("Minutes")], row]), ">Emma</td>"),
        (
            sb.DataTableBlock([[sb.RawText("Name"), sb.RawText("Wait")], numbers], "Waits"),
            ">12.5 min</td>",
        ),
        (sb.CarouselBlock([card("First"), card("Second")]), ">Second</div>"),
        (card("Single"), ">Single</div>"),
        (sb.ContainerBlock(inside, "Folded", is_collapsible=True), "<summary"),
        *((one, f">{one.title}</figcaption>") for one in charts()),
    ]
