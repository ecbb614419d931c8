// Elements made without markup: text stays text, whoever wrote it.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
    else if (name in node && !name.startsWith("aria") && name !== "list") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const $ = (id) => document.getElementById(id);

const COLORS = ["#5b8c7b", "#b9803f", "#6c7fb8", "#b0606a", "#8a6fb0", "#4f8f9c"];

export function avatar(user, size = 40) {
  if (user.bot) return h("img", { class: "avatar", src: "/page/icon.svg", width: size, height: size, alt: "" });
  const color = COLORS[Number(BigInt(user.id) % BigInt(COLORS.length))];
  return h("span", { class: "avatar", "aria-hidden": "true",
    style: { width: `${size}px`, height: `${size}px`, background: color, "font-size": `${size * 0.42}px` } },
    nameOf(user).slice(0, 1).toUpperCase());
}

// What a menu or a choice is called in the language of whoever looks.
export const titleOf = (one) => one.name_localized ?? one.name;

export const nameOf = (user) => user.global_name || user.username;

export function timeOf(text) {
  return new Date(text).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
