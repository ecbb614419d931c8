// Buttons, selects and layout components of a message.
import { h, nameOf } from "./dom.js";
import { fileCard, gallery, picture } from "./media.js";
import { markdown } from "./markdown.js";
import { openPopover } from "./popover.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

// `use(control, values)` presses; `pool` holds the images of the message's last look.
export function components(list, context) {
  return list.map((part) => component(part, context));
}

function component(part, context) {
  switch (part.type) {
    case 1: return h("div", { class: "row" }, components(part.components, context));
    case 2: return button(part, context);
    case 3: case 5: case 6: case 7: case 8: return select(part, context);
    case 9: return h("div", { class: "section" },
      h("div", { class: "section-text" }, components(part.components, context)), component(part.accessory, context));
    case 10: return h("div", { class: "text" }, markdown(part.content, context.world));
    case 11: return h("div", { class: "thumbnail" }, picture({ ...part.media, ...part }, context.pool));
    case 12: return gallery(part.items.map((item) => ({ ...item.media, ...item })), context.pool);
    case 13: return fileCard(fileOf(part, context.message));
    case 14: return h("hr", { class: (part.divider ?? true ? "divider" : "gap") + (part.spacing === 2 ? " wide" : "") });
    case 17: return container(part, context);
    default: return h("div", { class: "unknown" }, `component ${part.type}`);
  }
}

function container(part, context) {
  const color = part.accent_color;
  const node = h("div", { class: "container" + (color != null ? " accented" : "") }, components(part.components, context));
  if (color != null) node.style.setProperty("--accent-bar", hex(color));
  if (part.spoiler) {
    node.classList.add("covered");
    node.append(h("button", { class: "cover", onclick: (e) => { node.classList.remove("covered"); e.currentTarget.remove(); } }, "Spoiler"));
  }
  return node;
}

function fileOf(part, message) {
  const found = message.attachments.find((one) => one.url === part.file.url);
  return found ?? { url: part.file.url, filename: part.file.url.split("/").at(-1), size: part.size };
}

function button(part, { use }) {
  const content = [part.emoji ? h("span", { class: "emoji" }, part.emoji.name) : null, part.label ?? null];
  if (part.style === 5) {
    return h("a", { class: "button secondary", href: part.url, target: "_blank", rel: "noreferrer noopener" }, content, h("span", { class: "away" }, "↗"));
  }
  return h("button", {
    class: `button ${STYLES[part.style]}`, disabled: part.disabled, "data-id": part.custom_id, type: "button",
    onclick: () => use(part, []),
  }, content);
}

function select(part, { use, world, pending }) {
  const options = optionsOf(part, world);
  const chosen = new Set([...options.filter((one) => one.default).map((one) => one.value), ...(part.default_values ?? []).map((one) => one.id)]);
  const many = (part.max_values ?? 1) > 1;
  const label = h("span", {}, labelOf(options, chosen) || part.placeholder || "Make a selection");
  if (!chosen.size) label.className = "placeholder";
  const box = h("button", { class: "select", type: "button", disabled: part.disabled || pending?.has(part.custom_id), "data-id": part.custom_id }, label, h("span", { class: "chevron" }, "⌄"));
  const open = () => openPopover(box, options.map((one) => ({ label: one.label, hint: one.description, icon: emoji(one), value: one.value, checked: many ? chosen.has(one.value) : undefined })), (item) => {
    if (!many) {
      label.textContent = item.label;
      label.className = "";
      use(part, [item.value]);
      return;
    }
    if (!chosen.delete(item.value)) chosen.add(item.value);
    label.textContent = labelOf(options, chosen) || part.placeholder || "Make a selection";
    label.className = chosen.size ? "" : "placeholder";
    apply.hidden = !(chosen.size >= (part.min_values ?? 1) && chosen.size <= part.max_values);
    open();
  }, { width: box.offsetWidth });
  const apply = h("button", { class: "button primary", hidden: true, type: "button", onclick: () => use(part, [...chosen]) }, "Apply");
  box.onclick = open;
  return h("div", { class: "select-line" }, box, many ? apply : null);
}

const emoji = (option) => (option.emoji?.name ? h("span", { class: "emoji" }, option.emoji.name) : null);
const labelOf = (options, chosen) => options.filter((one) => chosen.has(one.value)).map((one) => one.label).join(", ");

export function optionsOf(part, world) {
  const people = [...Object.values(world.personas), world.bot].map((one) => ({ label: nameOf(one.user), value: one.user.id }));
  const roles = world.guild.roles.map((one) => ({ label: `@${one.name.replace(/^@/, "")}`, value: one.id }));
  switch (part.type) {
    case 5: return people;
    case 6: return roles;
    case 7: return [...people, ...roles];
    case 8: return world.channels.filter((one) => one.type === 0).map((one) => ({ label: `#${one.name}`, value: one.id }));
    default: return part.options;
  }
}

export const hex = (color) => `#${color.toString(16).padStart(6, "0")}`;
