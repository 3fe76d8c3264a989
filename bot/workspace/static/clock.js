"use strict";
(() => {
  const box = document.getElementById("clock");
  const words = JSON.parse(document.body.dataset.words);
  const me = document.body.dataset.as;
  const face = box.querySelector("#clock-time");
  const summary = box.querySelector("summary");
  const menu = box.querySelector(".menu");
  const zone = box.dataset.zone;
  const weekday = format({ weekday: "short" });
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const short = (at) => `${weekday(at)} ${time(at)}`;
  const long = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const narrow = matchMedia("(max-width: 720px)");
  const strip = document.getElementById("clock-move");
  let ahead = null;
  let moving = false;
  let asking = false;

  function format(parts) {
    const made = new Intl.DateTimeFormat(document.documentElement.lang, { ...parts, hourCycle: "h23", timeZone: zone });
    return (at) => made.format(at);
  }

  async function ask(url, options) {
    try {
      return await (await fetch(url, options)).json();
    } catch {
      return { ok: false, error: "clock_silent" };
    }
  }

  function tell(text) {
    const made = document.createElement("p");
    made.textContent = text;
    document.getElementById("toasts").append(made);
    setTimeout(() => made.remove(), 6000);
  }

  function show() {
    if (ahead === null) return;
    const now = new Date(Date.now() + ahead);
    face.textContent = (narrow.matches ? short : long)(now);
    summary.setAttribute("aria-label", words.clock.replace("{time}", long(now)));
  }

  function busy(yes) {
    if (yes) summary.setAttribute("aria-busy", "true");
    else summary.removeAttribute("aria-busy");
    menu.querySelectorAll("button").forEach((one) => { one.disabled = yes; });
  }

  /* A move is told as it goes: which instant the app works at, how far, and how it ended. */

  const say = (key, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);

  function progress(move) {
    const [text, bar, close] = strip.children;
    strip.hidden = false;
    strip.removeAttribute("role");
    bar.hidden = false;
    close.hidden = true;
    const at = long(new Date(move.at));
    const to = long(new Date(move.to));
    text.textContent = move.looking ? say("clock_looking", { to }) : say("clock_playing", { to, at, count: move.messages });
    if (move.looking) bar.removeAttribute("value");
    else bar.value = move.share;
  }

  function ended(told) {
    strip.hidden = true;
    if (!told.ok || told.failed) failed(told.error || told.failed, told.now);
    else tell(words.clock_moved.replace("{time}", long(new Date(told.now))));
  }

  function failed(error, now) {
    const [text, bar, close] = strip.children;
    strip.setAttribute("role", "alert");
    bar.hidden = true;
    close.hidden = false;
    strip.hidden = false;
    const where = now ? `${words.clock_stopped.replace("{at}", long(new Date(now)))} ` : "";
    text.textContent = where + (words[error] || error);
  }

  async function read() {
    const told = await ask(`/control/clock?${new URLSearchParams({ user: me })}`);
    const moved = moving && !told.moving && !asking;
    moving = asking || Boolean(told.moving);
    if (told.move) progress(told.move);
    else if (moved) ended(told);
    busy(moving);
    if (!told.ok) {
      face.textContent = "–";
      summary.setAttribute("aria-label", words.clock_silent);
      summary.title = words.clock_silent;
      return;
    }
    summary.title = words.clock_move;
    ahead = new Date(told.now) - Date.now();
    show();
    if (!moving && (!box.open || menu.children.length === 1)) menu.replaceChildren(menu.firstElementChild, ...told.presets.map(button));
  }

  function button(preset) {
    const made = document.createElement("button");
    made.type = "button";
    made.role = "menuitem";
    made.dataset.move = preset.name;
    const when = document.createElement("small");
    when.textContent = long(new Date(preset.at));
    made.append(words[`clock_${preset.name}`] || preset.name, when);
    return made;
  }

  async function move(to) {
    box.open = false;
    summary.focus();
    busy(true);
    moving = asking = true;
    strip.hidden = true;
    const told = await ask("/control/move_clock", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: me, to }),
    });
    asking = false;
    if (!told.ok && told.error === "clock_is_moving") tell(words.clock_is_moving);
    else if (!told.ok) failed(told.error);
    read();
  }

  menu.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-move]");
    if (chosen && !chosen.disabled) move(chosen.dataset.move);
  });
  strip.lastElementChild.addEventListener("click", () => { strip.hidden = true; summary.focus(); });
  document.addEventListener("workspace:changed", (event) => {
    if (event.detail.some((kind) => kind === "clock" || kind === "hello")) read();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) read(); });
  box.addEventListener("toggle", () => { if (!box.open) read(); });
  narrow.addEventListener("change", show);
  setInterval(show, 5000);
  setInterval(read, 60000);
})();
