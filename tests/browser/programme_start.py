"""How a lead begins: the team, its people, its plan and the checklist."""

from playwright.async_api import expect


async def set_up(me, words):
    await me.becomes(words.admin)
    if words.language:
        await me.goes_home()
        label, name = words.language
        await me.page.get_by_label(label).select_option(label=name)
        await expect(me.page.get_by_label(label)).to_have_count(0)
    await me.goes_to(words.channel)
    form = await me.opens(words.setup)
    await form.fill(words.team_fields)
    await me.picture("setup")
    await form.press(words.add_team)
    await form.says(words.joined)


async def name_people(me, words):
    await (await me.form()).press(words.members)
    names = (words.lead, words.agent, words.quality)
    form = await me.form()
    for name, role in zip(names, words.roles, strict=True):
        await form.fill({words.choose_person: name})
        await form.dialog.get_by_label(words.role, exact=True).last.select_option(label=role)
        await form.press(words.add)
        await form.says(words.is_in_team.format(role=role))
    await form.close()


async def match_names(me, words):
    await me.becomes(words.lead)
    await me.goes_to(words.channel)
    await me.clock(words.next_hour)
    form = await me.opens(words.members_command)
    for name in (words.lead, words.agent, words.quality):
        await form.press(words.hers.format(name=name))
        await form.no_longer_offers(words.hers.format(name=name))
    await form.says(words.all_named)
    await me.picture("members")
    await form.close()
    await expect(await me.types(words.today)).to_contain_text(words.today_title)


async def plan(me, words):
    answer = await me.types(words.plan)
    await answer.get_by_role("button", name=words.start_plan).click()
    form = await me.form()
    await form.fill(words.plan_fields)
    await form.choose(words.plan_members, words.agent, words.quality)
    await me.picture("plan")
    await form.press(words.start)
    await form.says(words.duties)
    await expect(answer).to_contain_text(words.plan_goal)
    await form.dialog.get_by_label(words.agent).fill(words.duty)
    await form.press(words.save)
    await me.gone()
    await expect(answer).to_contain_text(words.duty)


async def fill_checklist(me, words):
    answer = await me.types(words.checklist)
    await expect(answer).to_contain_text(words.none_met)
    await answer.get_by_role("button", name=words.dates).click()
    form = await me.form()
    for phase, days in zip(words.phases, ("7", "30", "60"), strict=True):
        await form.dialog.get_by_label(phase).fill(days)
    await form.press(words.preview)
    await form.says(words.new_dates)
    await form.press(words.set_dates)
    await me.gone()
    await expect(answer).not_to_contain_text(words.no_date)
    await answer.get_by_role("button", name=words.post_checklist).click()
    posted = me.post(words.checklist_title)
    await expect(posted).to_contain_text(words.none_met)
    await set_status(me, words, answer)
    await expect(posted).to_contain_text(words.not_met)
    await expect(posted).to_contain_text(words.one_met)
    await me.picture("checklist", posted)


async def set_status(me, words, answer):
    not_met, met = words.statuses
    status = answer.get_by_role("combobox").filter(has_text=not_met)
    await status.nth(0).select_option(label=not_met)
    form = await me.form()
    await form.press(words.save)
    await expect(form.dialog.locator(".invalid")).to_be_visible()
    await form.fill({words.remark: words.remark_text})
    await form.press(words.save)
    await me.gone()
    await expect(answer).to_contain_text(words.remark_shown)
    await status.nth(1).select_option(label=met)
    form = await me.form()
    await form.press(words.save)
    await me.gone()
