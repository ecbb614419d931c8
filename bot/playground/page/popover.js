// One list that floats over the page: commands, choices, people, menus.
import { $, h } from "./dom.js";

let current = null;

// Shows `items` ({label, hint, icon, group, danger, value}) near `anchor`; `pick` gets the chosen one.
export function openPopover(anchor, items, pick, { above = false, width = null, active = 0, title = null, point = null, owner = anchor } = {}) {
  const box = $("popover");
  current = { items, pick, active: Math.min(active, items.length - 1), anchor, owner };
  box.replaceChildren();
  if (title) box.append(h("div", { class: "pop-title" }, title));
  let group = null;
  items.forEach((item, index) => {
    if (item.group && item.group !== group) {
      group = item.group;
      box.append(h("div", { class: "pop-title" }, group));
    }
    box.append(h("button", {
      class: "pop-item" + (item.danger ? " danger" : ""), role: "option", type: "button", id: `pop-${index}`,
      onmousedown: (event) => event.preventDefault(),
      onclick: () => choose(index),
      onmousemove: () => activate(index),
    },
    item.icon, h("span", { class: "pop-label" }, item.label), item.hint ? h("span", { class: "pop-hint" }, item.hint) : null,
    item.checked !== undefined ? h("span", { class: "pop-check" }, item.checked ? "✓" : "") : null));
  });
  if (!items.length) box.append(h("div", { class: "pop-empty" }, "Nothing fits."));
  box.hidden = false;
  place(box, anchor, { above, width, point });
  activate(current.active);
}

export function closePopover() {
  current = null;
  $("popover").hidden = true;
}

export const popoverFor = (owner) => current?.owner === owner;

// Lets the keyboard drive the list; returns whether the key was used up.
export function popoverKey(event) {
  if (!current) return false;
  const count = current.items.length;
  if (event.key === "ArrowDown" && count) activate((current.active + 1) % count);
  else if (event.key === "ArrowUp" && count) activate((current.active + count - 1) % count);
  else if ((event.key === "Enter" || event.key === "Tab") && count && current.active >= 0) choose(current.active);
  else if (event.key === "Escape") closePopover();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function choose(index) {
  const { items, pick } = current;
  closePopover();
  pick(items[index]);
}

function activate(index) {
  if (!current) return;
  current.active = index;
  for (const item of $("popover").querySelectorAll(".pop-item")) item.classList.toggle("active", item.id === `pop-${index}`);
  $(`pop-${index}`)?.scrollIntoView({ block: "nearest" });
}

function place(box, anchor, { above, width, point }) {
  const edge = 8;
  const rect = point ? { left: point.x, right: point.x, top: point.y, bottom: point.y, width: 0 } : anchor.getBoundingClientRect();
  const height = window.visualViewport?.height ?? window.innerHeight;
  box.style.width = width ? `${Math.min(width, window.innerWidth - 2 * edge)}px` : "";
  box.style.maxHeight = "";
  const size = box.getBoundingClientRect();
  const roomAbove = rect.top - 2 * edge;
  const roomBelow = height - rect.bottom - 2 * edge;
  const up = above ? roomAbove > 120 : roomBelow < Math.min(size.height, 220) && roomAbove > roomBelow;
  box.style.maxHeight = `${Math.min(380, up ? roomAbove : roomBelow)}px`;
  const left = Math.max(edge, Math.min(rect.left, window.innerWidth - size.width - edge));
  box.style.left = `${left}px`;
  box.style.top = up ? "" : `${rect.bottom + 6}px`;
  box.style.bottom = up ? `${window.innerHeight - rect.top + 6}px` : "";
}

document.addEventListener("pointerdown", (event) => {
  if (current && !$("popover").contains(event.target) && !current.anchor?.contains?.(event.target)) closePopover();
});
document.addEventListener("keydown", (event) => {
  if (current && !event.defaultPrevented && !event.target.closest?.("#composer")) popoverKey(event);
});
