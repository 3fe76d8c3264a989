"use strict";
/* Dates and times: what is picked is also said in the viewer's language, and moments are those of
   the viewer's zone, whatever language and zone the browser has. */
(() => {
  const { $, $$ } = page;
  const language = document.documentElement.lang;

  function wallClock(node) {
    const [day, time = "00:00"] = node.value.split("T");
    const [year, month, date] = day.split("-").map(Number);
    const [hour, minute] = time.split(":").map(Number);
    return Date.UTC(year, month - 1, date, hour, minute);
  }

  function offset(moment, zone) {
    const asked = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
    const found = Object.fromEntries(new Intl.DateTimeFormat("en", asked).formatToParts(moment).map((one) => [one.type, Number(one.value)]));
    return Date.UTC(found.year, found.month - 1, found.day, found.hour, found.minute) - moment;
  }

  page.epoch = (node) => {
    const wall = wallClock(node);
    const zone = document.body.dataset.zone;
    const guess = wall - offset(wall, zone);
    return Math.floor((wall - offset(guess, zone)) / 1000);
  };

  const STYLES = {
    date: { dateStyle: "full" },
    time: { timeStyle: "short" },
    "datetime-local": { dateStyle: "full", timeStyle: "short" },
  };

  function said(node) {
    if (!node.value) return "";
    const moment = node.type === "time" ? Date.UTC(2000, 0, 1, ...node.value.split(":").map(Number)) : wallClock(node);
    return new Intl.DateTimeFormat(language, { ...STYLES[node.type], timeZone: "UTC" }).format(moment);
  }

  function sayAll() {
    $$(".picker").forEach((one) => {
      const [input, output] = [$("input", one), $("output", one)];
      const zone = input.type === "date" || !input.value ? "" : ` (${output.dataset.zone})`;
      output.value = said(input) + zone;
    });
  }

  document.addEventListener("input", sayAll);
  document.addEventListener("htmx:after:swap", sayAll);
  document.addEventListener("DOMContentLoaded", sayAll);
})();
