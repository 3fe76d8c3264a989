"""A team is set up, makes a plan, carries it out and reviews it: all of it on the page."""

import pytest
from playwright.async_api import Error as PlaywrightError

from tests.browser import programme_start as start
from tests.browser import programme_work as work
from tests.browser.person import Person
from tests.browser.programme_words import WORDS
from tests.chromium import SLOWEST
from tests.demo.process import Demo

STEPS = (
    *(start.set_up, start.name_people, start.match_names, start.plan, start.fill_checklist),
    *(work.promise, work.meet_complaint, work.solve_problem, work.close_problem),
    *(work.review, work.look_at_today, work.verify, work.look_around, work.review_again),
)


@pytest.fixture(params=WORDS)
def place(request, tmp_path_factory):
    """Yield a demo of one's own and the words of a language.

    Each begins on a day of its own: what is due in which week hangs on it.
    """
    words = WORDS[request.param]
    demo = Demo(tmp_path_factory.mktemp("programme"), FRT_CLOCK=f"fixed:{words.began}")
    yield demo, request.param
    demo.stop()


async def test_a_lead_takes_a_team_through_its_programme(place, browser):
    demo, language = place
    words = WORDS[language]
    context = await browser.new_context(
        viewport={"width": 1280, "height": 900}, locale=words.locale
    )
    page = await context.new_page()
    page.set_default_timeout(SLOWEST)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(demo.url)
    await page.locator("[data-tour-away]").click()
    me = Person(page, language)
    for step in STEPS:
        try:
            await step(me, words)
        except (AssertionError, PlaywrightError) as error:
            raise AssertionError(await me.stands_before(error)) from None
    await context.close()
    assert problems == []
