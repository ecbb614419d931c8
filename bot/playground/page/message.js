// One message, as it is drawn.
import { avatar, h, nameOf, timeOf } from "./dom.js";
import { components, hex } from "./components.js";
import { fileCard, gallery, isImage } from "./media.js";
import { markdown } from "./markdown.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const V2 = 1 << 15;

// `does` holds what can be done: use(message, control, values), menu(message, anchor, point), dismiss(message).
export function messageNode(message, { world, grouped, pending, failure, does, old }) {
  const pool = new Map([...(old?.querySelectorAll("img[data-key]") ?? [])].map((img) => [img.dataset.key, img]));
  const flags = message.flags ?? 0;
  const context = { world, message, pool, pending, use: (control, values) => does.use(message, control, values) };
  const node = h("li", { class: "message" + (grouped ? " grouped" : "") + (flags & EPHEMERAL ? " ephemeral" : ""), id: `m-${message.id}` },
    origin(message, world),
    grouped ? h("time", { class: "gutter" }, timeOf(message.timestamp)) : avatar(message.author),
    h("div", { class: "body" }, grouped ? null : head(message, world), said(message, flags, context),
      flags & EPHEMERAL ? ephemeral(message, does) : null,
      failure ? h("div", { class: "failure" }, failure) : null),
    h("button", { class: "more icon", "aria-label": "More", onclick: (event) => does.menu(message, event.currentTarget) }, "⋯"));
  node.oncontextmenu = (event) => {
    if (event.target.closest("a, img") || String(getSelection())) return;
    event.preventDefault();
    does.menu(message, node, { x: event.clientX, y: event.clientY });
  };
  for (const id of pending ?? []) {
    const control = node.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (control) { control.classList.add("pending"); control.disabled = true; }
  }
  return node;
}

function said(message, flags, context) {
  if (flags & LOADING) return h("div", { class: "thinking" }, h("i"), h("i"), h("i"), h("span", {}, `${nameOf(message.author)} is thinking…`));
  const images = message.attachments.filter(isImage);
  const inV2 = flags & V2;
  return [
    message.content ? h("div", { class: "content" }, markdown(message.content, context.world), message.edited_timestamp && !message.interaction_metadata ? h("small", { class: "edited" }, " (edited)") : null) : null,
    inV2 ? null : images.length ? gallery(images, context.pool) : null,
    inV2 ? null : message.attachments.filter((one) => !isImage(one)).map(fileCard),
    message.embeds.map((one) => embed(one, context)),
    message.components.length ? h("div", { class: inV2 ? "layout" : "rows" }, components(message.components, context)) : null,
  ];
}

function head(message, world) {
  const role = roleColor(message.author, world);
  return h("div", { class: "head" },
    h("b", { class: "author", style: role ? { color: role } : {} }, nameOf(message.author)),
    message.author.bot ? h("span", { class: "tag" }, "APP") : null,
    h("time", { dateTime: message.timestamp, title: new Date(message.timestamp).toLocaleString() }, timeOf(message.timestamp)));
}

function roleColor(author, world) {
  const member = [...Object.values(world.personas), world.bot].find((one) => one.user.id === author.id);
  const roles = world.guild.roles.filter((role) => member?.roles.includes(role.id) && role.color);
  return roles.length ? hex(roles.at(-1).color) : null;
}

// The line above a reply: who used which command, or what it answers.
function origin(message, world) {
  const by = message.interaction_metadata;
  if (by?.name) {
    const shown = by.command_type === 1 || by.command_type === undefined ? `/${by.name}` : by.name;
    return h("div", { class: "origin" }, avatar(by.user, 16), h("b", {}, nameOf(by.user)), " used ", h("span", { class: "mention" }, shown));
  }
  const id = message.message_reference?.message_id;
  if (!id) return null;
  return h("a", { class: "origin", href: `#m-${id}`, onclick: (event) => jump(event, id) }, by ? [avatar(by.user, 16), h("b", {}, nameOf(by.user)), " pressed a button on an "] : "in reply to an ", h("span", { class: "mention" }, "earlier message"));
}

function jump(event, id) {
  event.preventDefault();
  const target = document.getElementById(`m-${id}`);
  target?.scrollIntoView({ behavior: "smooth", block: "center" });
  target?.animate([{ background: "rgb(226 164 88 / .18)" }, { background: "transparent" }], 1600);
}

function ephemeral(message, does) {
  return h("div", { class: "only-you" }, "◌ Only you can see this · ", h("button", { class: "plain", onclick: () => does.dismiss(message) }, "Dismiss message"));
}

function embed(one, { world, pool }) {
  const node = h("article", { class: "embed" },
    one.author ? h("div", { class: "embed-author" }, one.author.name) : null,
    one.title ? h("div", { class: "embed-title" }, one.url ? h("a", { href: one.url, target: "_blank", rel: "noopener" }, one.title) : markdown(one.title, world)) : null,
    one.description ? h("div", { class: "embed-text" }, markdown(one.description, world)) : null,
    one.fields?.length ? h("dl", {}, one.fields.map((field) => h("div", { class: field.inline ? "inline" : "" }, h("dt", {}, markdown(field.name, world)), h("dd", {}, markdown(field.value, world))))) : null,
    one.image ? gallery([one.image], pool) : null,
    one.thumbnail ? h("div", { class: "embed-thumb" }, gallery([one.thumbnail], pool)) : null,
    one.footer ? h("footer", {}, one.footer.text) : null);
  if (one.color != null) node.style.setProperty("--accent-bar", hex(one.color));
  return node;
}
