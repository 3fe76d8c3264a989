"use strict";
/* Boxes in which the app's own options are searched (external selects). */
(() => {
  const { $, $$, act, words } = page;
  const timers = new WeakMap();
  const asked = new WeakMap();

  const parts = (box) => ({
    text: $("[role=combobox]", box),
    list: $("[role=listbox]", box),
    kept: $("input[type=hidden]", box),
    many: "many" in box.dataset,
  });
  const chosen = (kept) => JSON.parse(kept.value || "null");
  const around = (event) => event.target.closest?.(".lookup");

  document.addEventListener("input", (event) => {
    const box = around(event);
    if (!box) return;
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(() => search(box), 200));
  });

  async function search(box) {
    const { text, list, kept } = parts(box);
    const least = Number(box.dataset.least);
    if (text.value.length < least) return note(box, words.search_more.replace("{count}", least));
    note(box, words.searching);
    const view = box.closest("[data-view]")?.dataset.view;
    const { ts, channel } = box.closest("[data-ts]")?.dataset ?? {};
    const number = (asked.get(box) ?? 0) + 1;
    asked.set(box, number);
    const answer = await act("options", {
      action_id: kept.dataset.action, block_id: kept.dataset.block, value: text.value,
      ...(view ? { view_id: view } : { ts, channel }),
    });
    if (asked.get(box) !== number) return;
    if (!answer.ok) return note(box, words.not_loaded);
    const groups = answer.option_groups?.length ? answer.option_groups : [{ options: answer.options ?? [] }];
    list.replaceChildren(...groups.flatMap((one) => entries(text.id, one)));
    const found = options(list);
    found.forEach((one, place) => { one.id = `${text.id}-option-${place}`; });
    if (found.length) open(box, true);
    else note(box, words.nothing_found);
  }

  const options = (list) => $$("[role=option]", list);

  function entries(_ident, group) {
    const made = (group.options ?? []).map((option) => {
      const line = document.createElement("li");
      line.role = "option";
      line.setAttribute("aria-selected", "false");
      line.textContent = unescaped(option.text.text);
      line.option = option;
      return line;
    });
    if (!group.label) return made;
    const label = document.createElement("li");
    label.role = "presentation";
    label.className = "group-label";
    label.textContent = unescaped(group.label.text);
    return [label, ...made];
  }

  const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

  function note(box, text) {
    const line = document.createElement("li");
    line.role = "option";
    line.setAttribute("aria-disabled", "true");
    line.setAttribute("aria-selected", "false");
    line.className = "note";
    line.textContent = text;
    parts(box).list.replaceChildren(line);
    open(box, true);
  }

  function open(box, yes) {
    const { text, list } = parts(box);
    list.hidden = !yes;
    text.setAttribute("aria-expanded", String(yes));
    text.removeAttribute("aria-activedescendant");
  }

  function choose(box, option) {
    const { text, kept, many } = parts(box);
    if (many) {
      const before = chosen(kept).filter((one) => one.value !== option.value);
      const most = Number(box.dataset.most) || Infinity;
      if (before.length >= most) return page.toast(words.at_most.replace("{count}", most));
      keep(box, [...before, option]);
      text.value = "";
    } else {
      keep(box, option);
      text.value = unescaped(option.text.text);
    }
    open(box, false);
  }

  function keep(box, value) {
    const { kept, many } = parts(box);
    kept.value = JSON.stringify(value);
    if (many) draw(box);
    if (kept.dataset.live) htmx.trigger(kept, "change");
  }

  function draw(box) {
    const { kept } = parts(box);
    $(".chips", box).replaceChildren(...chosen(kept).map((option) => {
      const chip = document.createElement("button");
      const name = unescaped(option.text.text);
      chip.type = "button";
      chip.className = "chip";
      chip.textContent = `${name} ✕`;
      chip.setAttribute("aria-label", words.remove.replace("{name}", name));
      chip.onclick = () => {
        keep(box, chosen(kept).filter((one) => one.value !== option.value));
        parts(box).text.focus();
      };
      return chip;
    }));
  }

  document.addEventListener("mousedown", (event) => {
    const line = event.target.closest(".lookup [role=option]");
    if (!line) return;
    event.preventDefault();
    if (line.option) choose(line.closest(".lookup"), line.option);
  });

  document.addEventListener("focusin", (event) => {
    const box = around(event);
    if (box && Number(box.dataset.least) === 0 && event.target.role === "combobox") search(box);
  });

  document.addEventListener("focusout", (event) => {
    const box = around(event);
    if (!box || box.contains(event.relatedTarget)) return;
    open(box, false);
    const { text, kept, many } = parts(box);
    if (many || !text.value) text.value = "";
    if (!many && !text.value && chosen(kept)) keep(box, null);
    else if (!many) text.value = chosen(kept) ? unescaped(chosen(kept).text.text) : "";
  });

  document.addEventListener("keydown", (event) => {
    const box = around(event);
    if (!box || event.target.role !== "combobox") return;
    const { text, list } = parts(box);
    const found = options(list).filter((one) => one.option);
    const at = found.findIndex((one) => one.id === text.getAttribute("aria-activedescendant"));
    if (event.key === "ArrowDown" && list.hidden) search(box);
    else if (event.key === "ArrowDown") point(text, found, at + 1);
    else if (event.key === "ArrowUp") point(text, found, at - 1);
    else if (event.key === "Enter") { if (at >= 0 && !list.hidden) choose(box, found[at].option); }
    else if (event.key === "Escape" && !list.hidden) open(box, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  function point(text, found, place) {
    if (!found.length) return;
    const aim = found.at(place % found.length);
    found.forEach((one) => one.setAttribute("aria-selected", String(one === aim)));
    text.setAttribute("aria-activedescendant", aim.id);
    aim.scrollIntoView({ block: "nearest" });
  }

  const drawAll = () => $$(".lookup[data-many]").forEach((box) => { if (!$(".chip", box)) draw(box); });
  document.addEventListener("htmx:after:swap", drawAll);
  document.addEventListener("DOMContentLoaded", drawAll);
})();
