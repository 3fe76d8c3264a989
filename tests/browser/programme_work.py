"""How a lead goes on: actions, a complaint and its problem, weekly reviews."""

import re

from playwright.async_api import expect

from tests.browser.person import MOVED


async def promise(me, words):
    form = await me.opens(words.action)
    await form.press(words.more)
    await form.fill(words.action_fields)
    await me.picture("action")
    await form.press(words.make)
    await me.gone()
    card = me.post(words.measure)
    await expect(card).to_contain_text(words.standard)
    await me.picture("card", card)
    await finish_action(me, words, words.measure)


async def verify(me, words):
    await me.becomes(words.lead)
    await me.goes_to(words.app)
    verdict = me.post(words.verdict)
    for _ in range(8):
        if await verdict.count():
            break
        await me.clock(words.next_morning)
    await expect(verdict).to_contain_text(words.measure)
    await expect(verdict).to_contain_text(re.compile(f"{words.before}.*{words.after}", re.DOTALL))
    await me.picture("verdict", verdict)
    await verdict.get_by_role("button", name=words.verify).click()
    form = await me.form()
    await form.press(words.verify)
    await me.gone()
    await expect(verdict).to_contain_text(words.verified, timeout=MOVED)


async def meet_complaint(me, words):
    await me.becomes(words.lead)
    await me.goes_to(words.app)
    await expect(me.post(words.clock_reminder)).to_contain_text(words.clock_runs)
    for move in words.clock_moves:
        await me.clock(move)
    await me.goes_to(words.clock_place)
    last = me.post(words.clock_last)
    await me.picture("complaint", last)
    await last.get_by_role("button", name=words.start_analysis).click()
    await expect(last).to_contain_text(words.analysis_started)


async def solve_problem(me, words):
    await me.goes_to(words.channel)
    problem = me.post(words.problem)
    await problem.get_by_role("button", name=words.whys).click()
    form = await me.form()
    await form.fill(words.whys_fields)
    await me.picture("whys")
    await form.press(words.save)
    await me.gone()
    await expect(problem).to_contain_text(words.root_cause)
    await problem.get_by_role("button", name=words.make_action).click()
    form = await me.form()
    await form.fill(words.problem_action)
    await form.press(words.make)
    await me.gone()
    await expect(problem).to_contain_text(words.problem_measure)
    await problem.get_by_role("button", name=words.report, exact=True).click()
    form = await me.form()
    await form.press(words.post_report)
    await me.gone()
    await expect(me.post(words.report_title)).to_contain_text(words.root_cause)
    await me.picture("problem", problem)


async def close_problem(me, words):
    await finish_action(me, words, words.problem_measure)
    await me.becomes(words.lead)
    await me.goes_to(words.channel)
    card = me.post(words.action_title.format(number=2))
    await card.get_by_role("button", name=words.verify).click()
    await (await me.form()).press(words.verify)
    await me.gone()
    await expect(card).to_contain_text(words.verified)
    problem = me.post(words.problem)
    await problem.get_by_role("button", name=words.close, exact=True).click()
    await (await me.form()).press(words.close_it)
    await me.gone()
    await expect(problem).to_contain_text(words.closed)


async def review(me, words):
    await me.clock(words.next_friday)
    await me.goes_to(words.channel)
    post = me.post(words.review)
    await post.get_by_role("button", name=words.add_measure).click()
    form = await me.form()
    await form.fill(words.review_action)
    await form.press(words.make)
    await me.gone()
    await expect(post).to_contain_text(words.review_measure)
    await post.get_by_role("button", name=words.decide).click()
    form = await me.form()
    await form.fill(words.decision)
    await form.press(words.record)
    await me.gone()
    await expect(post).to_contain_text(*words.decision.values())
    await me.picture("review", post, everywhere=True)
    await finish(me, words, post)
    minutes = me.page.locator("article").filter(has_text=words.minutes).last
    await expect(minutes).to_contain_text(words.review_measure)
    await me.picture("minutes", minutes)
    await finish_action(me, words, words.review_measure)


async def look_at_today(me, words):
    """Ask for the day's figures while there are some."""
    await me.becomes(words.lead)
    await me.goes_to(words.channel)
    answer = await me.types(words.today)
    await expect(answer).to_contain_text(words.today_title)
    await me.picture("today", answer, around=True, everywhere=True)


async def look_around(me, words):
    """Read what was posted by itself, and how the watched metric stands."""
    await me.goes_to(words.channel)
    report = me.post(words.daily)
    await expect(report).to_be_visible()
    await me.picture("report", report, everywhere=True)
    answer = await me.types(words.warnings)
    await expect(answer).to_contain_text(words.watched)
    await me.picture("warning", answer)


async def review_again(me, words):
    await me.becomes(words.lead)
    await me.goes_to(words.channel)
    await me.clock(words.next_friday)
    post = me.post(words.review)
    await expect(post).to_contain_text(words.promised)
    await me.picture("promises", post)
    await post.get_by_role("button", name=words.details, exact=True).click()
    kept = re.compile(f"{words.review_measure}.*{words.kept}", re.DOTALL)
    await expect(me.only(-1)).to_contain_text(kept)
    await expect(me.only(-1)).to_contain_text(words.decided_before)
    await me.picture("details", me.only(-1))
    await finish(me, words, post)
    await expect(me.post(words.finished)).to_contain_text(words.promised)


async def finish(me, words, post):
    """End a review though tickets of its week have no cause yet."""
    await post.get_by_role("button", name=words.finish, exact=True).click()
    await (await me.form()).press(words.finish_anyway)
    await me.gone()


async def finish_action(me, words, measure):
    """Have the agent mark an action done on its card."""
    await me.becomes(words.agent)
    await me.goes_to(words.channel)
    done = me.page.get_by_role("button", name=words.done)
    card = me.page.locator("article").filter(has_text=measure).filter(has=done)
    await card.last.get_by_role("button", name=words.done).click()
    form = await me.form()
    await form.fill({words.result: words.result_text})
    await form.press(words.done)
    await me.gone()
    await expect(card).to_have_count(0)
