"use strict";
/* Interactive elements: what is in them, what they send, and how menus open, move and close. */
(() => {
  const { $, $$, deeds, toast, words } = page;

  /* A click tells the element, its value, and what stands in the inputs around it. */

  deeds.click = (node) => {
    if (node.dataset.url) window.open(node.dataset.url, "_blank", "noopener");
    node.closest("details.drop:not(.many)")?.removeAttribute("open");
    const button = node.tagName === "BUTTON";
    return {
      ...whereIs(node),
      action_id: node.dataset.action,
      block_id: node.dataset.block,
      value: button ? (node.dataset.value ?? null) : valueOf(node),
      values: filled(node.closest("[data-view], [data-ts]")),
    };
  };

  deeds.submit = (form) => {
    const dialog = form.closest("dialog");
    return { view_id: dialog.dataset.view, values: filled(dialog) };
  };

  function whereIs(node) {
    const view = node.closest("[data-view]");
    if (view) return { view_id: view.dataset.view };
    const { ts, channel } = node.closest("[data-ts]").dataset;
    return { ts, channel };
  }

  function filled(root) {
    const values = {};
    $$("[data-action]", root).forEach((node) => {
      if (node.tagName === "BUTTON" || node.dataset.live) return;
      (values[node.dataset.block] ??= {})[node.dataset.action] = valueOf(node);
    });
    return values;
  }

  const boxes = (node) => $$("input:checked", node.closest(".choices")).map((one) => one.value);

  function valueOf(node) {
    if (node.type === "checkbox") return boxes(node);
    if (node.type === "radio") return boxes(node)[0] ?? null;
    if (node.type === "hidden") return JSON.parse(node.value || "null");
    if (node.value === "") return null;
    if (node.type === "datetime-local") return page.epoch(node);
    return node.dataset.kind === "rich_text_input" ? richText(node.value) : node.value;
  }

  function richText(text) {
    const section = (line) => ({ type: "rich_text_section", elements: [{ type: "text", text: line }] });
    return { type: "rich_text", elements: [section(text)] };
  }

  /* Menus of which several are chosen say what is chosen; more than allowed is refused. */

  document.addEventListener("change", (event) => {
    const many = event.target.closest("details.many");
    if (!many) return;
    const most = Number(many.dataset.most) || Infinity;
    if (boxes(event.target).length > most) {
      event.target.checked = false;
      toast(words.at_most.replace("{count}", most));
    }
    say(many);
  }, true);

  function say(many) {
    const picked = $(".picked", many);
    const names = $$("input:checked + span", many).map((one) => one.textContent);
    picked.textContent = names.join(words.comma) || picked.dataset.hint;
  }

  document.addEventListener("htmx:after:swap", () => $$("details.many").forEach(say));

  /* Files are sent at once; the form keeps what the workspace made of them. */

  document.addEventListener("change", async (event) => {
    const box = event.target;
    if (box.type !== "file" || !box.closest(".files")) return;
    if (box.files.length > Number(box.dataset.most)) {
      box.value = "";
      return toast(words.at_most.replace("{count}", box.dataset.most));
    }
    const around = box.closest(".files");
    const answers = await Promise.all([...box.files].map(page.upload));
    const refused = answers.find((one) => !one.ok);
    if (refused) return toast(refused.error === "invalid_arguments" ? words.file_too_large : page.told(refused.error));
    const files = answers.map((one) => one.file);
    const kept = $("input[type=hidden]", around);
    kept.value = JSON.stringify(files);
    $(".given-files", around).replaceChildren(...files.map((one) => {
      const line = document.createElement("li");
      line.textContent = one.name;
      return line;
    }));
    if (kept.dataset.live) htmx.trigger(kept, "change");
  });

  /* Menus: arrows move, Escape closes and gives the focus back, a click elsewhere closes. */

  let byKey = false;
  document.addEventListener("pointerdown", () => { byKey = false; }, true);

  document.addEventListener("click", (event) => {
    $$("details.drop[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
    event.target.closest("[role=menuitem]")?.closest("details.drop")?.removeAttribute("open");
  });

  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (!box.matches?.("details.drop")) return;
    if (!box.open) return box.removeAttribute("data-js-up");
    place(box);
    if (byKey) items(box)[0]?.focus();
  }, true);

  const items = (box) => $$("[role=menuitem], .people a, .menu.choices input", box);

  function place(box) {
    const around = box.closest(".scroll, .modal-body");
    const room = around ? around.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const menu = $(".menu", box).getBoundingClientRect();
    if (menu.bottom > room.bottom && box.getBoundingClientRect().top - menu.height > room.top) {
      box.setAttribute("data-js-up", "");
    }
    if ($(".menu", box).getBoundingClientRect().right > innerWidth) box.setAttribute("data-js-left", "");
  }

  document.addEventListener("keydown", (event) => {
    byKey = true;
    const box = event.target.closest?.("details.drop");
    if (!box) return;
    const found = items(box);
    const at = found.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 };
    if (event.key === "Escape" && box.open) close(box, event);
    else if (event.key === "Tab" && box.open && box.querySelector("[role=menu]")) box.open = false;
    else if (event.key in moves && found.length) {
      event.preventDefault();
      if (!box.open) box.open = true;
      else found.at(moves[event.key] % found.length).focus();
    }
  });

  function close(box, event) {
    event.preventDefault();
    event.stopPropagation();
    box.open = false;
    $("summary", box).focus();
  }
})();
