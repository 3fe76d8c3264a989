"use strict";
/* What every part of the page shares, and the few things that htmx leaves to do: deeds are sent
   as JSON to the control API, notices pass by, what has been read is noted, the end stays in view. */
const page = (() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words);
  const me = body.dataset.as;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  function toast(text) {
    const made = document.createElement("p");
    made.textContent = text;
    $("#toasts").append(made);
    setTimeout(() => made.remove(), 6000);
  }

  async function act(deed, given) {
    try {
      const response = await fetch(`/control/${deed}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user: me, ...given }),
      });
      return await response.json();
    } catch {
      return { ok: false, error: words.offline };
    }
  }

  function upload(file) {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(act("upload", { name: file.name, content: reader.result.split(",")[1] }));
      reader.readAsDataURL(file);
    });
  }

  /* The workspace is told what is drawn here already; messages that are the same are left alone. */

  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    const drawn = $("#scroll").dataset.drawn;
    if (sourceElement.id === "main" && drawn) request.body.set("drawn", drawn);
  });

  htmx.registerExtension("same", {
    htmx_before_morph_node: (_node, { oldNode, newNode }) =>
      !(newNode.dataset && "same" in newNode.dataset && oldNode.id === newNode.id),
  });

  /* Deeds: elements with hx-post="/control/…"; what they send is found by their kind, at the moment
     of the click: before it is its turn, the element may have been drawn anew as another. */

  const deeds = {
    join: (node) => ({ channel: node.dataset.channel }),
    close: (node) => ({ view_id: node.closest("dialog").dataset.view, all: "all" in node.dataset }),
    shortcut(node) {
      const message = node.closest("[data-ts]");
      const on = message ? { ts: message.dataset.ts, channel: message.dataset.channel } : {};
      return { callback_id: node.dataset.shortcut, ...on };
    },
  };

  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (!request.action.startsWith("/control/")) return;
    const given = deeds[sourceElement.dataset.deed || "click"](sourceElement, request);
    if (!given) return event.preventDefault();
    event.detail.ctx.given = JSON.stringify({ user: me, ...given });
  });

  document.addEventListener("htmx:before:request", (event) => {
    const { given, request } = event.detail.ctx;
    if (!given) return;
    request.headers["Content-Type"] = "application/json";
    request.body = given;
  });

  document.addEventListener("htmx:after:request", (event) => {
    const { request, sourceElement, text } = event.detail.ctx;
    if (!request.action.startsWith("/control/")) return;
    const answer = JSON.parse(text);
    if (!answer.ok) refused(sourceElement, answer.error);
  });

  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (ctx?.request.action.startsWith("/control/")) refused(ctx.sourceElement, words.offline);
  });

  const told = (error) => words[`error_${error}`] || error;

  function refused(node, error) {
    if (error !== "view_not_found") toast(told(error));
    node.dispatchEvent(new CustomEvent("refused", { bubbles: true }));
  }

  document.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    const { ctx, issueRequest, dropRequest } = event.detail;
    ask(JSON.parse(ctx.sourceElement.dataset.confirm)).then((yes) => (yes ? issueRequest() : dropRequest()));
  });

  function ask(asked) {
    const dialog = $("#confirm");
    const yes = $("[data-yes]", dialog);
    $("h2", dialog).textContent = asked.title || words.confirm;
    $("p", dialog).textContent = asked.text;
    yes.textContent = asked.confirm || words.yes;
    yes.className = `btn ${asked.style === "danger" ? "danger" : "primary"}`;
    $("[data-no]", dialog).textContent = asked.deny || words.no;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      yes.onclick = () => dialog.close("yes");
      $("[data-no]", dialog).onclick = () => dialog.close();
      dialog.onclose = () => resolve(dialog.returnValue === "yes");
    });
  }

  $("#stream").addEventListener("notice", (event) => JSON.parse(event.detail.data).forEach(toast));

  /* Other scripts are told of changes by their kinds; "hello" when the stream is there (again). */

  const tell = (kind) => document.dispatchEvent(new CustomEvent("workspace:changed", { detail: [kind] }));
  document.addEventListener("htmx:sse:after:connection", () => tell("hello"));
  document.addEventListener("htmx:sse:after:message", (event) => tell(event.detail.message.event));

  /* The end of a conversation stays in view, a message taller than the screen from its head on; and
     what is in view has been read. */

  const ends = new Map();
  const heads = new WeakMap();
  const lastOf = (one) => $$(".message", one).at(-1);
  const fits = (one, last) => last.offsetHeight <= one.clientHeight;
  const atHead = (one) => Math.abs(one.scrollTop - (heads.get(one) ?? -9)) < 4;
  const atEnd = (one) => atHead(one) || one.scrollHeight - one.scrollTop - one.clientHeight < 80;
  const toEnd = (one) => { if (one && !one.classList.contains("home")) one.scrollTop = one.scrollHeight; };

  function toLast(one) {
    const last = lastOf(one);
    if (!last || one.classList.contains("home") || fits(one, last)) return toEnd(one);
    one.scrollTop += last.getBoundingClientRect().top - one.getBoundingClientRect().top;
    heads.set(one, one.scrollTop);
  }

  document.addEventListener("htmx:before:swap", () => {
    ends.clear();
    $$(".scroll").forEach((one) => {
      const last = lastOf(one);
      ends.set(one.id, { end: atEnd(one), last: last?.id, tall: Boolean(last) && !fits(one, last) });
    });
  });

  document.addEventListener("htmx:after:swap", () => {
    $$(".scroll").forEach((one) => {
      const before = ends.get(one.id);
      if (!before) { if (one.id === "thread-scroll") toLast(one); return; }
      if (!before.end) return;
      /* One that is read already, and is drawn anew, is not taken back to its head. */
      if (!before.tall || lastOf(one)?.id !== before.last) toLast(one);
      else if (!atHead(one)) toEnd(one);
    });
    noteRead();
  });

  const noted = {};
  function noteRead() {
    if (document.visibilityState !== "visible") return;
    $$(".scroll[data-last]").forEach(({ dataset }) => {
      const { channel, thread, last } = dataset;
      const key = `${channel}/${thread || ""}`;
      if (!last || noted[key] >= last) return;
      noted[key] = last;
      act("mark", { channel, thread_ts: thread, ts: last });
    });
  }
  document.addEventListener("visibilitychange", noteRead);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-toggle-side]")) body.classList.toggle("side-open");
    if (event.target.closest("[data-leave-thread]")) leaveThread();
    if (event.target.closest("[data-open-home]")) openHome();
  });

  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (body.classList.contains("side-open")) body.classList.remove("side-open");
    else if (event.target.closest?.("#thread")) leaveThread();
  });

  function leaveThread() {
    const ts = $("#thread .scroll")?.dataset.thread;
    $("#thread").replaceChildren();
    const address = new URL(location);
    address.searchParams.delete("thread");
    history.replaceState(history.state, "", address);
    (document.getElementById(`bar${ts}`) || document.getElementById(`reply${ts}`) || $("#typed"))?.focus();
  }

  /* Until the app has published its Home tab, the page says that it waits, and then that none came. */

  const HOME_SECONDS = 10;
  function openHome() {
    const home = $("#scroll");
    home.removeAttribute("data-js-late");
    act("open_home", {}).then((answer) => { if (!answer.ok) refused(home, answer.error); });
    setTimeout(() => home.setAttribute("data-js-late", ""), HOME_SECONDS * 1000);
  }

  function begin() {
    const aimed = location.hash && document.getElementById(location.hash.slice(1));
    $$(".scroll").forEach(toLast);
    const fresh = $("#new-line");
    if (aimed) aimed.scrollIntoView({ block: "center" });
    else if (fresh && fresh.getBoundingClientRect().top < 0) fresh.scrollIntoView({ block: "start" });
    if (body.dataset.in === "home") openHome();
    noteRead();
  }
  document.addEventListener("DOMContentLoaded", begin);

  return { $, $$, act, deeds, me, toast, toEnd, told, upload, words };
})();
