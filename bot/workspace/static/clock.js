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
  let ahead = null;

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

  async function read() {
    const told = await ask(`/control/clock?${new URLSearchParams({ user: me })}`);
    if (!told.ok) {
      face.textContent = "–";
      summary.setAttribute("aria-label", words.clock_silent);
      return;
    }
    ahead = new Date(told.now) - Date.now();
    show();
    if (!box.open || menu.children.length === 1) menu.replaceChildren(menu.firstElementChild, ...told.presets.map(button));
    busy(told.moving);
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
    const told = await ask("/control/move_clock", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: me, to }),
    });
    tell(told.ok ? words.clock_moved.replace("{time}", long(new Date(told.now))) : words[told.error] || told.error);
    read();
  }

  menu.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-move]");
    if (chosen && !chosen.disabled) move(chosen.dataset.move);
  });
  document.addEventListener("workspace:changed", (event) => {
    if (event.detail.some((kind) => kind === "clock" || kind === "hello")) read();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) read(); });
  box.addEventListener("toggle", () => { if (!box.open) read(); });
  narrow.addEventListener("change", show);
  setInterval(show, 5000);
  setInterval(read, 60000);
})();
