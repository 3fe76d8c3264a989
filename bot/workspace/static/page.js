"use strict";
(() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words);
  const completions = JSON.parse(body.dataset.completions);
  const me = body.dataset.as;
  const place = body.dataset.in;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  let thread = null;

  async function act(deed, given) {
    try {
      const response = await fetch(`/control/${deed}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user: me, ...given }),
      });
      const answer = await response.json();
      if (!answer.ok) toast(answer.error);
      return answer;
    } catch {
      toast(words.offline);
      return { ok: false };
    }
  }

  function toast(text) {
    const made = document.createElement("p");
    made.textContent = text;
    $("#toasts").append(made);
    setTimeout(() => made.remove(), 6000);
  }

  /* Drawing again: only what changed is replaced, so that focus and open menus stay. */

  async function fetched(part) {
    const response = await fetch(`/page/${part}?${new URLSearchParams({ as: me, in: place })}`);
    if (!response.ok) return null;
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return holder.content;
  }

  async function drawMain() {
    const fresh = await fetched("main");
    if (!fresh) return;
    const old = $("#scroll");
    const made = $("#scroll", fresh);
    const atEnd = old.scrollHeight - old.scrollTop - old.clientHeight < 80;
    if (old.classList.contains("home")) {
      if (!sameMarkup(old, made)) keepFocus(() => old.replaceWith(made));
    } else {
      patch(old, made);
      if (atEnd) old.scrollTop = old.scrollHeight;
    }
    const closed = $(".closed", fresh);
    if (Boolean(closed) !== Boolean($(".closed"))) location.reload();
  }

  async function drawSide() {
    const fresh = await fetched("side");
    if (fresh && !$(".who[open]")) $("#side").replaceChildren(fresh);
  }

  function sameMarkup(old, made) {
    return (old.pristine ?? old.outerHTML) === made.outerHTML;
  }

  function patch(old, made) {
    const known = new Map([...old.children].map((one) => [one.dataset.key, one]));
    let before = old.firstElementChild;
    for (const fresh of [...made.children]) {
      const present = known.get(fresh.dataset.key);
      known.delete(fresh.dataset.key);
      const stays = present && sameMarkup(present, fresh);
      const node = stays ? present : fresh;
      if (!stays) remember(fresh);
      if (present && !stays) {
        if (before === present) before = present.nextElementSibling;
        keepFocus(() => present.replaceWith(node));
      }
      if (node === before) before = before.nextElementSibling;
      else old.insertBefore(node, before);
    }
    known.forEach((one) => one.remove());
  }

  function remember(node) {
    node.pristine = node.outerHTML;
  }

  function keepFocus(change) {
    const id = document.activeElement?.id;
    change();
    if (id) document.getElementById(id)?.focus({ preventScroll: true });
  }

  async function drawModal() {
    const fresh = await fetched("modal");
    if (!fresh) return;
    const made = $("dialog", fresh);
    const open = $("#modal dialog");
    if (made && open && made.dataset.version === open.dataset.version && made.dataset.view === open.dataset.view) return;
    const scroll = open && made && open.dataset.view === made.dataset.view ? $(".modal-body", open).scrollTop : 0;
    $("#modal").replaceChildren(...(made ? [made] : []));
    if (made) showModal(made, scroll);
  }

  function showModal(dialog, scroll) {
    dialog.showModal();
    const target = $(".invalid :is(input,select,textarea)", dialog) || $("[autofocus]", dialog) ||
      $(".modal-body :is(input,select,textarea)", dialog);
    target?.focus();
    $(".modal-body", dialog).scrollTop = scroll;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      act("close", { view_id: dialog.dataset.view });
    });
  }

  const parts = { message: drawMain, home: drawMain, channel: drawMain, view: drawModal };
  const pending = new Set();
  let drawing = false;

  async function draw() {
    if (drawing) return;
    drawing = true;
    while (pending.size) {
      const work = [...pending];
      pending.clear();
      for (const one of work) await one();
    }
    drawing = false;
  }

  function listen() {
    const stream = new EventSource(`/events?as=${encodeURIComponent(me)}`);
    let lost = false;
    stream.onmessage = (event) => {
      const told = JSON.parse(event.data);
      if ("hello" in told) {
        if (lost) [drawMain, drawModal].forEach((one) => pending.add(one));
        lost = false;
      }
      (told.kinds || []).forEach((kind) => parts[kind] && pending.add(parts[kind]));
      if ((told.kinds || []).includes("channel")) pending.add(drawSide);
      (told.notices || []).forEach(toast);
      document.dispatchEvent(new CustomEvent("workspace:changed", { detail: told.kinds || ["hello"] }));
      draw();
    };
    stream.onerror = () => { lost = true; };
  }

  /* Using elements. */

  function whereIs(node) {
    const view = node.closest("[data-view]");
    if (view) return { view_id: view.dataset.view };
    const message = node.closest("[data-ts]");
    return { ts: message.dataset.ts, channel: message.dataset.channel };
  }

  function confirmed(node) {
    if (!node.dataset.confirm) return Promise.resolve(true);
    const asked = JSON.parse(node.dataset.confirm);
    const dialog = $("#confirm");
    $("h2", dialog).textContent = asked.title || words.confirm;
    $("p", dialog).textContent = asked.text;
    $("[data-yes]", dialog).textContent = asked.confirm || words.yes;
    $("[data-no]", dialog).textContent = asked.deny || words.no;
    dialog.showModal();
    return new Promise((resolve) => {
      const end = (yes) => { dialog.close(); resolve(yes); };
      $("[data-yes]", dialog).onclick = () => end(true);
      $("[data-no]", dialog).onclick = () => end(false);
      dialog.oncancel = () => resolve(false);
    });
  }

  async function use(node, value) {
    if (!(await confirmed(node))) return;
    if (node.dataset.url) window.open(node.dataset.url, "_blank", "noopener");
    node.setAttribute("aria-busy", "true");
    await act("click", {
      ...whereIs(node),
      action_id: node.dataset.action,
      block_id: node.dataset.block,
      value,
      values: filled(node.closest("[data-view], [data-ts]")),
    });
    node.removeAttribute("aria-busy");
  }

  function fellows(node) {
    const group = node.closest(".choices");
    return $$("input", group).filter((one) => one.checked).map((one) => one.value);
  }

  function valueOf(node) {
    if (node.type === "checkbox") return fellows(node);
    if (node.type === "radio") return fellows(node)[0] ?? null;
    if (node.type === "datetime-local") return node.value ? Math.floor(new Date(node.value) / 1000) : null;
    return node.value === "" ? null : node.value;
  }

  function filled(dialog) {
    const values = {};
    $$("[data-action]", dialog).forEach((node) => {
      if (node.tagName === "BUTTON" || node.dataset.live) return;
      (values[node.dataset.block] ??= {})[node.dataset.action] = valueOf(node);
    });
    return values;
  }

  document.addEventListener("change", (event) => {
    const node = event.target;
    const many = node.closest("details.many");
    if (many) $("summary", many).textContent = words.selected.replace("{count}", fellows(node).length);
    if (node.dataset.action && node.dataset.live) use(node, valueOf(node));
  });

  document.addEventListener("click", async (event) => {
    const node = event.target.closest("button, summary, [data-toggle-side], a");
    $$("details.drop[open]").forEach((one) => {
      if (!one.contains(event.target)) one.open = false;
    });
    if (!node) return;
    const data = node.dataset;
    if ("toggleSide" in data) body.classList.toggle("side-open");
    else if (data.action && node.tagName === "BUTTON") {
      node.closest("details.drop")?.removeAttribute("open");
      await use(node, data.value ?? null);
    } else if ("closeModal" in data) await act("close", { view_id: node.closest("dialog").dataset.view });
    else if (data.shortcut) {
      node.closest("details").open = false;
      const message = node.closest("[data-ts]");
      const on = message ? { ts: message.dataset.ts, channel: message.dataset.channel } : {};
      await act("shortcut", { callback_id: data.shortcut, ...on });
    } else if (data.reply) inThread(data.reply);
    else if ("leaveThread" in data) inThread(null);
    else if (data.join) await act("join", { channel: data.join });
  });

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const dialog = event.target.closest("#modal dialog");
    if (!dialog) return send();
    const button = $("button[type=submit]", dialog);
    button.setAttribute("aria-busy", "true");
    await act("submit", { view_id: dialog.dataset.view, values: filled(dialog) });
    button.removeAttribute("aria-busy");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    $$("details.drop[open]").forEach((one) => {
      one.open = false;
      $("summary", one).focus();
    });
    body.classList.remove("side-open");
  });

  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (!box.matches?.("details.drop") || box.closest(".who")) return;
    if (!box.open) return;
    const room = $("#scroll").contains(box) ? $("#scroll").getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const menu = $(".menu", box).getBoundingClientRect();
    if (menu.bottom > room.bottom && box.getBoundingClientRect().top - menu.height > room.top) box.classList.add("up");
  }, true);

  /* The composer. */

  const typed = $("#typed");
  const list = $("#completions");
  let chosen = 0;
  let offered = [];

  function inThread(ts) {
    thread = ts;
    $(".in-thread").hidden = !ts;
    typed.focus();
  }

  async function send() {
    const text = typed.value.trim();
    if (!text) return;
    if (text.startsWith("/") && thread) {
      toast(words.no_commands_in_threads.replace("{command}", text.split(" ")[0]));
      return;
    }
    typed.value = "";
    grow();
    hide();
    const channel = place === "home" ? "app" : place;
    const answer = text.startsWith("/")
      ? await act("command", { channel, text })
      : await act("say", { channel, text, thread_ts: thread });
    if (!answer.ok) typed.value = text;
    const scroll = $("#scroll");
    scroll.scrollTop = scroll.scrollHeight;
  }

  function grow() {
    typed.rows = Math.min(8, typed.value.split("\n").length);
  }

  function word() {
    const before = typed.value.slice(0, typed.selectionStart);
    const found = before.match(/(?:^|\s)([@#][^\s]*)$/) || before.match(/^(\/[^\s]*)$/);
    return found ? found[1] : null;
  }

  function offer() {
    const begun = word();
    offered = begun === null ? [] : completions.filter((one) => matches(one, begun.toLowerCase())).slice(0, 8);
    chosen = 0;
    list.replaceChildren(...offered.map(entry));
    hide(offered.length === 0);
  }

  function matches(one, begun) {
    const sign = begun[0];
    const texts = [one.insert, sign + one.hint];
    return one.insert[0] === sign && texts.some((text) => text.toLowerCase().startsWith(begun));
  }

  function entry(one, index) {
    const made = document.createElement("li");
    made.role = "option";
    made.id = `completion-${index}`;
    made.setAttribute("aria-selected", String(index === chosen));
    for (const [name, text] of [["strong", one.insert], ["span", one.hint], ["small", one.note]]) {
      if (!text) continue;
      const piece = document.createElement(name);
      piece.textContent = text;
      made.append(piece);
    }
    made.onmousedown = (event) => { event.preventDefault(); complete(index); };
    return made;
  }

  function hide(yes = true) {
    list.hidden = yes;
    if (yes) typed.removeAttribute("aria-activedescendant");
    else typed.setAttribute("aria-activedescendant", `completion-${chosen}`);
  }

  function move(step) {
    chosen = (chosen + step + offered.length) % offered.length;
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    hide(false);
  }

  function complete(index) {
    const begun = word();
    const end = typed.selectionStart;
    typed.setRangeText(`${offered[index].insert} `, end - begun.length, end, "end");
    hide();
  }

  if (typed) {
    typed.addEventListener("input", () => { grow(); offer(); });
    typed.addEventListener("blur", () => hide());
    typed.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const open = !list.hidden;
      const exact = open && offered[chosen].insert === word();
      if (open && event.key === "ArrowDown") move(1);
      else if (open && event.key === "ArrowUp") move(-1);
      else if (open && (event.key === "Tab" || (event.key === "Enter" && !exact))) complete(chosen);
      else if (open && event.key === "Escape") hide();
      else if (event.key === "Enter" && !event.shiftKey) send();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  $$("#scroll > *").forEach(remember);
  const scroll = $("#scroll");
  remember(scroll);
  const aimed = location.hash && document.getElementById(location.hash.slice(1));
  if (aimed) aimed.scrollIntoView({ block: "center" });
  else if (!scroll.classList.contains("home")) scroll.scrollTop = scroll.scrollHeight;
  const open = $("#modal dialog");
  if (open) showModal(open, 0);
  if (place === "home") act("open_home", {});
  listen();
})();
