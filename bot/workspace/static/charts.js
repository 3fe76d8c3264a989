"use strict";
/* Charts: the values under the pointer, the finger or the arrow keys are told beside the plot. */
(() => {
  const { $, $$ } = page;
  const at = new WeakMap();
  const plotsOf = (event) => event.target.closest?.(".plots");
  const shown = (plots) => $$("svg", plots).find((one) => one.getClientRects().length);
  const told = (plots) => JSON.parse(plots.closest("figure").dataset.values);

  function tell(plots, place) {
    const { labels, series } = told(plots);
    if (place < 0 || place >= labels.length) return;
    at.set(plots, place);
    const tip = $(".chart-tip", plots.closest("figure"));
    const head = document.createElement("strong");
    head.textContent = labels[place];
    const rows = series.map((one) => {
      const row = document.createElement("span");
      row.textContent = one.name ? `${one.name}: ${one.values[place]}` : one.values[place];
      return row;
    });
    tip.replaceChildren(head, ...rows);
    tip.toggleAttribute("data-js-left", place >= labels.length / 2);
    point(plots, place);
  }

  function point(plots, place) {
    const svg = shown(plots);
    $$(".lit", svg).forEach((one) => one.classList.remove("lit"));
    $$(".slice", svg)[place]?.classList.add("lit");
    const cursor = $(".cursor", svg);
    if (!cursor) return;
    const x = Number(svg.dataset.left) + Number(svg.dataset.slot) * (place + 0.5);
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
  }

  function clear(plots) {
    at.delete(plots);
    $(".chart-tip", plots.closest("figure")).replaceChildren();
    $$(".cursor", plots).forEach((one) => { one.setAttribute("x1", -9); one.setAttribute("x2", -9); });
    $$(".lit", plots).forEach((one) => one.classList.remove("lit"));
  }

  function under(plots, event) {
    const svg = shown(plots);
    if (!svg.dataset.slot) {
      const hit = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches(".slice"));
      return $$(".slice", svg).indexOf(hit);
    }
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    return Math.floor((x - svg.dataset.left) / svg.dataset.slot);
  }

  for (const kind of ["pointermove", "pointerdown"]) {
    document.addEventListener(kind, (event) => {
      const plots = plotsOf(event);
      if (plots) tell(plots, under(plots, event));
    });
  }

  document.addEventListener("pointerout", (event) => {
    const plots = plotsOf(event);
    if (plots && event.pointerType === "mouse" && !plots.contains(event.relatedTarget)) clear(plots);
  });

  document.addEventListener("focusout", (event) => { if (plotsOf(event)) clear(plotsOf(event)); });

  document.addEventListener("keydown", (event) => {
    const plots = plotsOf(event);
    if (!plots) return;
    const last = told(plots).labels.length - 1;
    const now = at.get(plots) ?? -1;
    const moves = { ArrowRight: Math.min(now + 1, last), ArrowLeft: Math.max(now - 1, 0), Home: 0, End: last };
    if (!(event.key in moves)) return;
    event.preventDefault();
    tell(plots, moves[event.key]);
  });
})();
