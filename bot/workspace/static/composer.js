"use strict";
/* The composers: sending, completing commands, people and channels, and going back to what was typed. */
(() => {
  const { $, $$, deeds, me, toast, toEnd, words } = page;
  const completions = JSON.parse(document.body.dataset.completions);
  const STORE = `typed:${me}`;
  let chosen = 0;
  let offered = [];
  let back = -1;

  const inside = (event) => (event.target.matches?.(".composer .typed") ? event.target : null);
  const listOf = (typed) => $(".completions", typed.form);

  /* Sending. */

  deeds.say = (form, request) => {
    const typed = $(".typed", form);
    const text = typed.value.trim();
    const { channel, thread } = form.dataset;
    if (!text) return null;
    if (text.startsWith("/") && thread) {
      toast(words.no_commands_in_threads.replace("{command}", text.split(" ")[0]));
      return null;
    }
    remember(text);
    form.unsent = text;
    typed.value = "";
    grow(typed);
    hide(typed);
    toEnd($(".scroll", form.parentElement));
    if (text.startsWith("/")) {
      request.action = "/control/command";
      return { channel, text };
    }
    return { channel, text, thread_ts: thread || null, reply_broadcast: Boolean($("#broadcast:checked", form)) };
  };

  /* A file goes at once, with what has been typed. */

  document.addEventListener("change", async ({ target }) => {
    if (target.type !== "file" || !target.closest(".composer")) return;
    const { form } = target;
    const typed = $(".typed", form);
    const { channel, thread } = form.dataset;
    const kept = await page.upload(target.files[0]);
    const said = { channel, text: typed.value.trim(), thread_ts: thread || null, files: [kept.file] };
    const sent = kept.ok ? await page.act("say", said) : kept;
    target.value = "";
    if (!sent.ok) return toast(sent.error);
    typed.value = "";
    toEnd($(".scroll", form.parentElement));
  });

  document.addEventListener("refused", ({ target }) => {
    if (target.unsent) $(".typed", target).value ||= target.unsent;
  });

  const grow = (typed) => { typed.rows = Math.min(8, typed.value.split("\n").length); };

  /* What was typed before, the latest last. */

  const typedBefore = () => JSON.parse(sessionStorage.getItem(STORE) || "[]");

  function remember(text) {
    const kept = [...typedBefore().filter((one) => one !== text), text].slice(-50);
    sessionStorage.setItem(STORE, JSON.stringify(kept));
    back = -1;
  }

  function recall(typed, step) {
    const kept = typedBefore();
    const wanted = back + step;
    if (wanted >= kept.length || wanted < -1) return false;
    back = wanted;
    typed.value = back < 0 ? "" : kept[kept.length - 1 - back];
    grow(typed);
    typed.setSelectionRange(typed.value.length, typed.value.length);
    return true;
  }

  const recalled = (typed) => back >= 0 && typed.value === typedBefore().at(-1 - back);

  /* Completion. */

  function word(typed) {
    const before = typed.value.slice(0, typed.selectionStart);
    const found = before.match(/(?:^|\s)([@#][^\s]*)$/) || before.match(/^(\/[^\s]*)$/);
    return found ? found[1] : null;
  }

  function offer(typed) {
    const begun = word(typed);
    offered = begun === null ? [] : completions.filter((one) => matches(one, begun.toLowerCase())).slice(0, 8);
    chosen = 0;
    listOf(typed).replaceChildren(...offered.map((one, place) => entry(typed, one, place)));
    hide(typed, offered.length === 0);
  }

  function matches(one, begun) {
    const sign = begun[0];
    const texts = [one.insert, sign + one.hint];
    return one.insert[0] === sign && texts.some((text) => text.toLowerCase().startsWith(begun));
  }

  function entry(typed, one, place) {
    const made = document.createElement("li");
    made.role = "option";
    made.id = `${listOf(typed).id}-${place}`;
    made.setAttribute("aria-selected", String(place === chosen));
    for (const [name, text] of [["strong", one.insert], ["span", one.hint], ["small", one.note]]) {
      if (!text) continue;
      const piece = document.createElement(name);
      piece.textContent = text;
      made.append(piece);
    }
    made.onmousedown = (event) => { event.preventDefault(); complete(typed, place); };
    return made;
  }

  function hide(typed, yes = true) {
    const list = listOf(typed);
    list.hidden = yes;
    if (yes) typed.removeAttribute("aria-activedescendant");
    else typed.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
  }

  function move(typed, step) {
    chosen = (chosen + step + offered.length) % offered.length;
    const lines = $$("li", listOf(typed));
    lines.forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
    lines[chosen].scrollIntoView({ block: "nearest" });
    hide(typed, false);
  }

  function complete(typed, place) {
    const end = typed.selectionStart;
    typed.setRangeText(`${offered[place].insert} `, end - word(typed).length, end, "end");
    hide(typed);
  }

  document.addEventListener("input", (event) => {
    const typed = inside(event);
    if (!typed) return;
    grow(typed);
    offer(typed);
  });

  document.addEventListener("focusout", (event) => { if (inside(event)) hide(event.target); });

  document.addEventListener("keydown", (event) => {
    const typed = inside(event);
    if (!typed || event.isComposing) return;
    const open = !listOf(typed).hidden;
    const exact = open && offered[chosen].insert === word(typed);
    const free = !typed.value || recalled(typed);
    if (open && event.key === "ArrowDown") move(typed, 1);
    else if (open && event.key === "ArrowUp") move(typed, -1);
    else if (open && (event.key === "Tab" || (event.key === "Enter" && !exact))) complete(typed, chosen);
    else if (open && event.key === "Escape") hide(typed);
    else if (event.key === "Enter" && !event.shiftKey) typed.form.requestSubmit();
    else if (event.key === "ArrowUp" && free) { if (!recall(typed, 1)) return; }
    else if (event.key === "ArrowDown" && recalled(typed)) recall(typed, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
