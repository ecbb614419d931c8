// The part of Discord's markdown that people and bots use, as DOM nodes.
import { h, nameOf } from "./dom.js";

const INLINE = [
  [/^\\([\\`*_~|>#\-[\]()])/, (m) => m[1]],
  [/^```(?:[a-z0-9+-]*\n)?([\s\S]+?)```/i, (m) => h("pre", {}, h("code", {}, m[1].replace(/\n$/, "")))],
  [/^`([^`]+)`/, (m) => h("code", {}, m[1])],
  [/^\|\|([\s\S]+?)\|\|/, (m, w) => spoiler(inline(m[1], w))],
  [/^\*\*\*([\s\S]+?)\*\*\*/, (m, w) => h("b", {}, h("i", {}, inline(m[1], w)))],
  [/^\*\*([\s\S]+?)\*\*/, (m, w) => h("b", {}, inline(m[1], w))],
  [/^__([\s\S]+?)__/, (m, w) => h("u", {}, inline(m[1], w))],
  [/^\*(?!\s)([^*]+?)\*/, (m, w) => h("i", {}, inline(m[1], w))],
  [/^_(?!\s)([^_]+?)_(?![a-z0-9])/i, (m, w) => h("i", {}, inline(m[1], w))],
  [/^~~([\s\S]+?)~~/, (m, w) => h("s", {}, inline(m[1], w))],
  [/^\[([^\]]+)\]\(<?(https?:\/\/[^)>\s]+)>?\)/, (m, w) => link(m[2], inline(m[1], w))],
  [/^<?(https?:\/\/[^\s<>)]+[^\s<>).,!?:;])>?/, (m) => link(m[1], [m[1]])],
  [/^<@!?(\d+)>/, (m, w) => h("span", { class: "mention" }, `@${person(m[1], w)}`)],
  [/^<#(\d+)>/, (m, w) => h("span", { class: "mention" }, `#${w.channels.find((c) => c.id === m[1])?.name ?? "unknown"}`)],
  [/^<\/([^:>]+):\d+>/, (m) => h("span", { class: "mention" }, `/${m[1]}`)],
  [/^<t:(-?\d+)(?::([tTdDfFR]))?>/, (m) => moment(Number(m[1]), m[2])],
];

export function markdown(text, world) {
  const nodes = [];
  const lines = text.split(/(```[\s\S]*?```)/).flatMap((part) => (part.startsWith("```") ? [part] : part.split("\n")));
  lines.forEach((line, index) => {
    const block = blockOf(line, world);
    if (block) nodes.push(block);
    else {
      nodes.push(...inline(line, world));
      const next = lines[index + 1];
      if (next !== undefined && !line.startsWith("```") && !next.startsWith("```") && !isBlock(next)) nodes.push("\n");
    }
  });
  return nodes;
}

const BLOCK = /^(#{1,3} |-# |> |\s*[-*] )/;
const isBlock = (line) => BLOCK.test(line);

function blockOf(line, world) {
  const found = line.match(BLOCK);
  if (!found) return null;
  const rest = inline(line.slice(found[0].length), world);
  if (found[0].startsWith("#")) return h(`h${found[0].length + 1}`, {}, rest);
  if (found[0] === "-# ") return h("small", { class: "subtext" }, rest);
  if (found[0] === "> ") return h("blockquote", {}, rest);
  return h("div", { class: "bullet" }, rest);
}

function inline(text, world) {
  const nodes = [];
  let plain = "";
  while (text) {
    const rule = INLINE.find(([pattern]) => pattern.test(text));
    const found = rule && text.match(rule[0]);
    if (found) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(rule[1](found, world));
      text = text.slice(found[0].length);
    } else {
      const [chunk] = text.match(/^[a-zA-Z0-9 ]+(?=[a-zA-Z0-9 ])|^[\s\S]/u);
      const step = /^https?:/.test(text) ? text[0] : safeChunk(chunk);
      plain += step;
      text = text.slice(step.length);
    }
  }
  if (plain) nodes.push(plain);
  return nodes;
}

// Plain words may be skipped at once, but never past the beginning of an address.
function safeChunk(chunk) {
  const address = chunk.search(/https?/);
  return address > 0 ? chunk.slice(0, address) : chunk;
}

function spoiler(children) {
  return h("span", { class: "spoiler", tabIndex: 0, role: "button", onclick: (e) => e.currentTarget.classList.add("shown") }, children);
}

const link = (href, children) => h("a", { href, target: "_blank", rel: "noreferrer noopener" }, children);

function person(id, world) {
  const all = [...Object.values(world.personas), world.bot];
  const found = all.find((member) => member.user.id === id);
  return found ? nameOf(found.user) : "unknown";
}

function moment(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  const absolute = date.toLocaleString([], { dateStyle: "long", timeStyle: "short" });
  const forms = {
    t: () => date.toLocaleTimeString([], { timeStyle: "short" }),
    T: () => date.toLocaleTimeString(),
    d: () => date.toLocaleDateString(),
    D: () => date.toLocaleDateString([], { dateStyle: "long" }),
    R: () => relative(seconds - Date.now() / 1000),
  };
  const node = h("time", { class: "moment", title: absolute, dateTime: date.toISOString() }, (forms[style] ?? (() => absolute))());
  if (style === "R") node.dataset.relative = seconds;
  return node;
}

const STEPS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

export function relative(seconds) {
  const [unit, length] = STEPS.find(([, one]) => Math.abs(seconds) >= one) ?? STEPS.at(-1);
  return new Intl.RelativeTimeFormat([], { numeric: "auto" }).format(Math.round(seconds / length), unit);
}
