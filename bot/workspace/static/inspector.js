"use strict";
/* The inspector drawer: open or closed is remembered, and it is drawn only while it is open. */
(() => {
  const { $, $$, toast, words } = page;
  const drawer = $("#inspector");
  const filter = $("#filter");
  let wanted = null;
  let opener = null;

  function open(yes) {
    drawer.hidden = !yes;
    localStorage.setItem("inspector", yes ? "open" : "");
    if (yes) htmx.trigger(filter, "show");
  }

  document.addEventListener("click", (event) => {
    const node = event.target.closest("[data-inspect], [data-tab], [data-copy]");
    if (!node) return;
    if ("tab" in node.dataset) tab(node.dataset.tab);
    else if ("copy" in node.dataset) copy(node.dataset.copy);
    else if (node.dataset.inspect) find(node);
    else toggle(node);
  });

  function toggle(node) {
    document.body.classList.remove("side-open");
    if (drawer.hidden) opener = node;
    open(drawer.hidden);
    if (!drawer.hidden) $("#filter-direction").focus();
    else opener?.focus();
  }

  function find(node) {
    wanted = node.dataset.inspect;
    opener = node;
    filter.reset();
    tab("traffic");
    open(true);
  }

  function tab(name) {
    $$("[data-tab]", drawer).forEach((one) => {
      one.setAttribute("aria-pressed", String(one.dataset.tab === name));
      $(`#tab-${one.dataset.tab}`).hidden = one.dataset.tab !== name;
    });
  }

  function copy(text) {
    navigator.clipboard.writeText(text).then(() => toast(words.copied));
  }

  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement === filter && drawer.hidden) event.preventDefault();
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.sourceElement !== filter || !wanted) return;
    const row = $(`[data-exchange="${wanted}"]`, drawer);
    wanted = null;
    if (!row) return toast(words.gone);
    row.open = true;
    row.scrollIntoView({ block: "nearest" });
    $("summary", row).focus();
  });

  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    open(false);
    opener?.focus();
  });

  document.addEventListener("DOMContentLoaded", () => { if (localStorage.getItem("inspector")) open(true); });
})();
