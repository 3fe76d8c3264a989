"use strict";
(() => {
  const body = document.body;
  const where = { as: body.dataset.as, in: body.dataset.in };
  const points = {
    composer: ["#composer"],
    people: [".who > summary", ".menu-button"],
    clock: ["#clock > summary"],
    home: [".tabs a[href*='in=home']", ".side a[href*='in=app']", ".menu-button"],
  };
  let target = null;

  const box = () => document.getElementById("tour");

  function visible(node) {
    return node && node.getClientRects().length > 0 && getComputedStyle(node).visibility === "visible";
  }

  function pointed() {
    const point = box()?.dataset.point || "";
    const [kind, id] = point.split(/:(.*)/s);
    if (kind === "action") {
      return [...document.querySelectorAll(".room [data-action]")].filter((one) => one.dataset.action === id && visible(one)).pop();
    }
    return (points[point] || []).map((selector) => document.querySelector(selector)).find(visible);
  }

  function mark() {
    const found = pointed();
    if (found !== target) target?.classList.remove("tour-target");
    target = found || null;
    target?.classList.add("tour-target");
  }

  async function draw() {
    const answer = await fetch(`/page/tour?${new URLSearchParams(where)}`);
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("#tour");
    if (!fresh) return;
    const kept = box().querySelectorAll("link, script");
    const focused = box().contains(document.activeElement);
    fresh.querySelectorAll("link, script").forEach((one) => one.remove());
    fresh.prepend(...kept);
    box().replaceWith(fresh);
    if (focused) fresh.querySelector(".btn, button")?.focus();
    mark();
  }

  function show(text) {
    mark();
    if (!target) return;
    target.scrollIntoView({ block: "nearest", behavior: "smooth" });
    target.classList.remove("tour-target");
    void target.offsetWidth;
    target.classList.add("tour-target");
    const typed = target.querySelector("textarea");
    if (typed && text && !typed.value) {
      typed.value = text;
      typed.setSelectionRange(text.length, text.length);
    }
    if (target.matches(".menu-button")) {
      target.click();
      return;
    }
    if (target.matches("summary")) target.parentElement.open = true;
    (typed || target).focus({ preventScroll: true });
  }

  document.addEventListener("click", async (event) => {
    const node = event.target.closest("[data-tour-show], [data-tour-away]");
    if (!node) return;
    if ("tourShow" in node.dataset) {
      setTimeout(() => show(node.dataset.type), 0);
      return;
    }
    await fetch("/control/tour", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ away: Boolean(node.dataset.tourAway) }),
    });
    await draw();
  });
  document.addEventListener("workspace:changed", (event) => {
    if (event.detail.some((kind) => kind === "tour" || kind === "hello")) draw();
    else setTimeout(mark, 400);
  });
  document.addEventListener("transitionend", mark);
  document.addEventListener("htmx:after:swap", mark);
  new MutationObserver(() => mark()).observe(document.getElementById("main"), { childList: true, subtree: true });
  mark();
})();
