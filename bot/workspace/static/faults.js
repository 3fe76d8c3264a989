"use strict";
/* The faults panel: switches are deeds of the control API; the form shows what a fault needs. */
(() => {
  const { $, $$, deeds } = page;
  const form = $("#fault-form");
  const READ = {
    seconds: (field) => Number(field.value),
    status: (field) => Number(field.value),
    code: (field) => field.value,
    retry_after: (field) => field.value || null,
    done: (field) => field.checked,
    block: (field) => field.value.trim(),
  };

  deeds.switch = (node) => JSON.parse(node.dataset.switch || "{}");

  const needed = () => $("#fault-kind").selectedOptions[0].dataset.options.split(" ").filter(Boolean);

  deeds.fault = () => {
    const { kind, method, channel, times, after } = form.elements;
    return {
      kind: kind.value,
      method: method.value.trim() || "*",
      channel: channel.value || null,
      times: Number(times.value),
      after: Number(after.value),
      options: Object.fromEntries(needed().map((name) => [name, READ[name](form.elements[name])])),
    };
  };

  function show() {
    const names = needed();
    $$("[data-option]", form).forEach((one) => { one.hidden = !names.includes(one.dataset.option); });
  }
  form.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
})();
