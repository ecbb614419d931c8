// A modal that the bot opened.
import { $, h } from "./dom.js";
import { post } from "./api.js";
import { optionsOf } from "./components.js";
import { markdown } from "./markdown.js";

export function openModal({ interaction_id: interactionId, modal }, world, sent) {
  const dialog = $("dialog");
  const fields = [];
  const trouble = h("p", { class: "failure", hidden: true });
  const rows = modal.components.map((row) => {
    if (row.type === 10) return h("div", { class: "text" }, markdown(row.content, world));
    const part = row.component ?? row.components[0];
    const field = fieldOf(part, world);
    fields.push({ part, ...field });
    const required = (part.required ?? true) && part.type !== 23;
    return h("label", { class: "modal-row" }, h("span", { class: "modal-label" }, row.label ?? part.label ?? "", required ? h("em", {}, " *") : null),
      row.description ? h("small", {}, row.description) : null, field.node);
  });
  const form = h("form", { method: "dialog" }, h("header", {}, h("h2", {}, modal.title), h("button", { class: "icon", type: "button", "aria-label": "Close", onclick: () => dialog.close() }, "✕")),
    rows, trouble,
    h("footer", {}, h("button", { class: "button secondary", type: "button", onclick: () => dialog.close() }, "Cancel"), h("button", { class: "button primary", type: "submit" }, "Submit")));
  form.onsubmit = async (event) => {
    event.preventDefault();
    const files = [];
    const values = Object.fromEntries(fields.map(({ part, read }) => [part.custom_id, read(files)]));
    try {
      const begun = await post("modals", { interaction_id: interactionId, values }, files);
      dialog.close();
      sent(begun.interaction_id);
    } catch (error) { trouble.hidden = false; trouble.textContent = error.message; }
  };
  dialog.replaceChildren(form);
  dialog.showModal();
}

function fieldOf(part, world) {
  if (part.type === 4) return textField(part);
  if (part.type === 19) return uploadField(part);
  if (part.type === 23) { const node = h("input", { type: "checkbox", checked: part.default }); return { node, read: () => node.checked }; }
  return choiceField(part, world);
}

function textField(part) {
  const props = { value: part.value ?? "", placeholder: part.placeholder ?? "", minLength: part.min_length ?? 0, maxLength: part.max_length ?? 4000, required: part.required ?? true };
  const node = part.style === 2 ? h("textarea", { rows: 5, ...props }) : h("input", { type: "text", ...props });
  return { node, read: () => node.value };
}

function uploadField(part) {
  const node = h("input", { type: "file", multiple: (part.max_values ?? 1) > 1, required: part.required ?? true });
  return { node, read: (files) => [...node.files].map((file) => files.push(file) - 1) };
}

function choiceField(part, world) {
  const many = part.type === 22 || (part.max_values ?? 1) > 1;
  const single = part.type === 21;
  const options = optionsOf(part, world);
  const boxes = options.map((one) => h("input", { type: many ? "checkbox" : "radio", name: part.custom_id, value: one.value, checked: one.default }));
  const node = h("div", { class: "choices" }, options.map((one, index) => h("label", {}, boxes[index], h("span", {}, one.label, one.description ? h("small", {}, one.description) : null))));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return { node, read: () => (single ? chosen()[0] : chosen()) };
}
