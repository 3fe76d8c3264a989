"use strict";
/* Modals: shown when the workspace has one for the viewer; the focus goes in, and back at the end. */
(() => {
  const { $ } = page;
  const FIELDS = ":is(input:not([type=hidden]), select, textarea, summary)";
  let opener = null;
  let version = "";

  function show() {
    const dialog = $("#modal dialog");
    if (!dialog) return gone();
    const anew = !dialog.open;
    const changed = anew || dialog.dataset.version !== version;
    version = dialog.dataset.version;
    if (anew) {
      opener ??= document.activeElement;
      dialog.showModal();
    }
    if (changed) focus(dialog, anew);
  }

  function focus(dialog, anew) {
    const wrong = $(`.invalid ${FIELDS}`, dialog);
    const first = $("[data-focus]", dialog) || $(`.modal-body ${FIELDS}`, dialog);
    if (wrong) wrong.focus();
    else if (anew) (first || $("footer button:last-child", dialog)).focus();
  }

  function gone() {
    version = "";
    if (!opener) return;
    const back = opener.isConnected && opener !== document.body ? opener : document.getElementById(opener.id);
    (back || $("#typed"))?.focus();
    opener = null;
  }

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.sourceElement?.id === "modal") show();
  });
  document.addEventListener("DOMContentLoaded", show);

  document.addEventListener("cancel", (event) => {
    if (!event.target.matches("dialog.modal")) return;
    event.preventDefault();
    document.getElementById(`cancel-${event.target.dataset.view}`).click();
  }, true);

  document.addEventListener("close", (event) => {
    const dialog = event.target;
    if (dialog.matches("dialog.modal") && dialog.isConnected) dialog.showModal();
  }, true);

})();
