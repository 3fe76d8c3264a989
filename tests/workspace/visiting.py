"""Opening the page in a browser, as a person."""

import contextlib


@contextlib.asynccontextmanager
async def visit(browser, slack, user="U01EMMA", place="C01SUPPORT", width=1280, but=None):
    """Open the page; at the end it must fit the window and have complained of nothing else."""
    context = await browser.new_context(viewport={"width": width, "height": 800})
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    await page.goto(f"{slack.url}/?as={user}&in={place}")
    yield page
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in faults if but is None or but not in one] == []
    await context.close()


async def press(page, *keys):
    for key in keys:
        await page.keyboard.press(key)
