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

  function refused(node, error) {
    if (error !== "view_not_found") toast(error);
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

  /* The end of a conversation stays in view, and what is in view has been read. */

  const ends = new Map();
  const atEnd = (one) => one.scrollHeight - one.scrollTop - one.clientHeight < 80;
  const toEnd = (one) => { if (one && !one.classList.contains("home")) one.scrollTop = one.scrollHeight; };

  document.addEventListener("htmx:before:swap", () => {
    ends.clear();
    $$(".scroll").forEach((one) => ends.set(one.id, atEnd(one)));
  });

  document.addEventListener("htmx:after:swap", () => {
    $$(".scroll").forEach((one) => { if (ends.get(one.id) ?? one.id === "thread-scroll") toEnd(one); });
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

  function begin() {
    const aimed = location.hash && document.getElementById(location.hash.slice(1));
    $$(".scroll").forEach(toEnd);
    const fresh = $("#new-line");
    if (aimed) aimed.scrollIntoView({ block: "center" });
    else if (fresh && fresh.getBoundingClientRect().top < 0) fresh.scrollIntoView({ block: "start" });
    if (body.dataset.in === "home") act("open_home", {});
    noteRead();
  }
  document.addEventListener("DOMContentLoaded", begin);

  return { $, $$, act, deeds, me, toast, toEnd, upload, words };
})();
