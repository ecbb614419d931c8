// The page: what it knows, and how its parts hang together.
import { $, avatar, h, nameOf, titleOf } from "./dom.js";
import { get, listen, me, post, put, remove } from "./api.js";
import { Composer } from "./composer.js";
import { messageNode } from "./message.js";
import { openModal } from "./modal.js";
import { relative } from "./markdown.js";
import { openPopover } from "./popover.js";

const GROUP_MS = 5 * 60 * 1000;
const MANAGE_MESSAGES = 1n << 13n;
const LANGUAGES = { "en-US": "English", de: "Deutsch", "es-ES": "Español", fr: "Français", ja: "日本語" };
const PERSONAS = { member: "Member", other: "Member", moderator: "Moderator", admin: "Administrator" };

let world = null;
let channel = null;
let messages = [];
let hasOlder = false;
let wasOnline = false;
let linked = false;
let stop = () => {};
const waiting = new Map(); // interaction id -> {messageId, customId} or {name}
const failures = new Map(); // message id -> sentence
const unread = new Set();
const composer = new Composer({ sent, toast });

function sent(id, name) {
  pinned = true;
  toBottom();
  expect(id, { name });
}

function start() {
  stop();
  stop = listen(heard, (up) => { linked = up; drawStatus(); });
}

function heard(event, data) {
  switch (event) {
    case "state": return arrive(data);
    case "bot_status": world.is_online = data.is_online; wasOnline ||= data.is_online; return drawStatus();
    case "commands_update": case "channel_create": return refresh();
    case "message_create": return receive(data);
    case "message_update": return update(data);
    case "message_delete": return drop(data);
    case "typing": return data.channel_id === channel?.id && showTyping();
    case "interaction_done": return settle(data.interaction_id, null);
    case "interaction_failed": return settle(data.interaction_id, "did not respond");
    case "modal_open": settle(data.interaction_id, null); return openModal(data, world, (id) => sent(id, "The form"));
  }
}

// The answer may be older than what the stream has said meanwhile about the bot.
async function refresh() { world = { ...(await get("state")), is_online: world.is_online }; draw(); }

async function arrive(state) {
  world = state;
  wasOnline ||= state.is_online;
  const wanted = channel?.id ?? localStorage.getItem("channel");
  await enter(world.channels.find((one) => one.id === wanted) ?? world.channels[0]);
}

async function enter(next) {
  channel = next;
  localStorage.setItem("channel", channel.id);
  unread.delete(channel.id);
  const found = await get(`channels/${channel.id}/messages`, { limit: 50 });
  hasOlder = found.length === 50;
  messages = found.reverse();
  document.body.classList.remove("side-open");
  draw();
  pinned = true;
  toBottom();
}

async function older() {
  if (!hasOlder || !messages.length) return;
  hasOlder = false;
  const scroll = $("scroll");
  const height = scroll.scrollHeight;
  const found = await get(`channels/${channel.id}/messages`, { limit: 50, before: messages.find((one) => !one.local).id });
  messages = [...found.reverse(), ...messages];
  drawMessages();
  hasOlder = found.length === 50;
  scroll.scrollTop += scroll.scrollHeight - height;
}

function receive(message) {
  if (message.channel_id !== channel?.id) { unread.add(message.channel_id); return drawChannels(); }
  if (messages.some((one) => one.id === message.id)) return update(message);
  messages.push(message);
  $("typing").textContent = "";
  $("messages").append(nodeOf(message, messages.at(-2)));
  drawIntro();
}

function update(message) {
  const index = messages.findIndex((one) => one.id === message.id);
  if (index < 0) return;
  messages[index] = message;
  redraw(message.id);
}

function drop({ id }) {
  const index = messages.findIndex((one) => one.id === id);
  if (index < 0) return;
  messages.splice(index, 1);
  $(`m-${id}`)?.remove();
  if (messages[index]) redraw(messages[index].id);
  drawIntro();
}

function redraw(id) {
  const index = messages.findIndex((one) => one.id === id);
  const old = $(`m-${id}`);
  if (index >= 0 && old) old.replaceWith(nodeOf(messages[index], messages[index - 1], old));
}

function nodeOf(message, before, old) {
  if (message.local) return localNode(message);
  const grouped = before?.author && before.author.id === message.author.id && !message.interaction_metadata && !message.message_reference
    && (before.flags & 64) === (message.flags & 64) && new Date(message.timestamp) - new Date(before.timestamp) < GROUP_MS;
  const pending = new Set([...waiting.values()].filter((one) => one.messageId === message.id).map((one) => one.customId));
  return messageNode(message, { world, grouped, pending, failure: failures.get(message.id), old, does: { use, menu, dismiss: erase } });
}

// What went wrong with a command, told to nobody else and gone with the page.
function localNode(message) {
  const close = () => drop(message);
  return h("li", { class: "message ephemeral local", id: `m-${message.id}` }, h("span", { class: "avatar alarm" }, "!"),
    h("div", { class: "body" }, h("div", { class: "failure" }, h("b", {}, message.local), " — the application did not respond."),
      h("div", { class: "only-you" }, "◌ Only you can see this · ", h("button", { class: "plain", onclick: close }, "Dismiss message"))));
}

async function use(message, control, values) {
  failures.delete(message.id);
  try {
    const begun = await post("components", { channel_id: message.channel_id, message_id: message.id, custom_id: control.custom_id, values });
    expect(begun.interaction_id, { messageId: message.id, customId: control.custom_id });
  } catch (error) { failures.set(message.id, error.message); }
  redraw(message.id);
}

const done = new Map(); // ends by interaction; they may come before the answer to the request that began it

function expect(id, asked) {
  waiting.set(id, asked);
  if (done.has(id)) settle(id, done.get(id));
}

function settle(id, problem) {
  const asked = waiting.get(id);
  waiting.delete(id);
  done.set(id, problem);
  if (asked?.messageId) {
    if (problem) failures.set(asked.messageId, "This interaction failed: the application did not respond.");
    redraw(asked.messageId);
  } else if (problem && asked) receive({ id: `local-${id}`, channel_id: channel.id, local: asked.name });
}

function menu(message, anchor, point) {
  const may = BigInt(channel.permissions ?? "0");
  const usable = (one) => (may & BigInt(one.default_member_permissions ?? "0")) === BigInt(one.default_member_permissions ?? "0");
  const apps = world.commands.filter((one) => one.type === 3 && usable(one)).map((one) => ({ label: titleOf(one), group: "Apps", run: () => apply(one, message.id) }));
  const people = world.commands.filter((one) => one.type === 2 && usable(one)).map((one) => ({ label: titleOf(one), group: `Apps for ${nameOf(message.author)}`, run: () => apply(one, message.author.id) }));
  const rest = [{ label: "Copy text", group: "Message", run: () => copy(message.content) }, { label: "Copy message ID", group: "Message", run: () => copy(message.id) }];
  if (message.author.id === world.user_id || may & MANAGE_MESSAGES) rest.push({ label: "Delete message", group: "Message", danger: true, run: () => erase(message) });
  openPopover(anchor, [...apps, ...people, ...rest], (item) => item.run(), { width: 230, point });
}

async function apply(command, targetId) {
  try {
    const begun = await post("commands", { channel_id: channel.id, name: command.name, type: command.type, target_id: targetId });
    sent(begun.interaction_id, command.name);
  } catch (error) { toast(error.message); }
}

async function erase(message) {
  try { await remove(`channels/${message.channel_id}/messages/${message.id}`); } catch (error) { toast(error.message); }
}

async function copy(text) {
  try { await navigator.clipboard.writeText(text); toast("Copied."); } catch { toast("The browser does not let the page copy."); }
}

// Drawing.

// The server that is looked at; where one looks at direct messages, the first.
const guildHere = () => world.guilds.find((one) => one.id === channel.guild_id) ?? world.guilds[0];

function draw() {
  world.guild = guildHere();
  $("guild").replaceChildren(h("img", { src: "/page/icon.svg", width: 30, height: 30, alt: "" }), h("span", {}, world.guild.name));
  drawChannels();
  drawPeople();
  const isDirect = channel.type === 1;
  $("title").textContent = isDirect ? nameOf(world.bot.user) : channel.name;
  $("title").className = isDirect ? "direct" : "";
  $("topic").replaceChildren(channel.nsfw ? h("span", { class: "badge" }, "18+") : "", channel.topic ?? "");
  document.title = `${isDirect ? "Atelier" : `#${channel.name}`} · Atelier playground`;
  drawStatus();
  drawMessages();
  composer.show(world, channel);
}

const SIGNS = { 0: "#", 11: "↳", 15: "▤" }; // channel, thread, forum

function drawChannels() {
  const sign = (one) => (one.type === 1 ? avatar(world.bot.user, 20) : h("span", { class: "hash" }, SIGNS[one.type] ?? "#"));
  const line = (one) => h("button", { class: "channel" + (one.id === channel.id ? " here" : "") + (unread.has(one.id) ? " unread" : ""), onclick: () => enter(one) },
    sign(one), one.type === 1 ? nameOf(world.bot.user) : one.name, one.nsfw ? h("span", { class: "badge" }, "18+") : null);
  const threads = (parent) => world.channels.filter((one) => one.type === 11 && one.parent_id === parent.id);
  const group = (title, found) => (found.length ? [h("h2", {}, title), ...found.flatMap((one) => [line(one), ...threads(one).map(line)])] : []);
  const rooms = world.channels.filter((one) => one.type === 0 || one.type === 15);
  const server = (guild) => group(guild.has_bot ? guild.name : `${guild.name} · without Atelier`, rooms.filter((one) => one.guild_id === guild.id));
  $("channels").replaceChildren(...world.guilds.flatMap(server), ...group("Direct messages", world.channels.filter((one) => one.type === 1)));
}

function drawPeople() {
  const member = world.personas[me.persona] ?? world.personas.member;
  const choose = (event) => openPopover(event.currentTarget, Object.entries(world.personas).slice(0, 12).map(([key, one]) => ({ label: nameOf(one.user), hint: PERSONAS[key] ?? "Member", icon: avatar(one.user, 26), key })), (item) => become(item.key), { above: true, width: 230, title: "Be somebody else" });
  $("people").replaceChildren(h("button", { class: "me", onclick: choose, "aria-label": "Switch user" }, avatar(member.user, 34),
    h("span", {}, h("b", {}, nameOf(member.user)), h("small", {}, PERSONAS[me.persona] ?? "Member")), h("span", { class: "switch" }, "⇅")), languages(member.user.locale));
}

// The language of this person's Discord.
function languages(locale) {
  const options = Object.entries(LANGUAGES).map(([key, name]) => h("option", { value: key, selected: key === locale }, name));
  const change = async (event) => { await put("admin/locale", { persona: me.persona, locale: event.target.value }); await refresh(); };
  return h("select", { class: "language", "aria-label": "Language", onchange: change }, options);
}

function become(persona) {
  me.persona = persona;
  localStorage.setItem("persona", persona);
  const url = new URL(location.href);
  url.searchParams.set("as", persona);
  history.replaceState(null, "", url);
  waiting.clear();
  start();
}

function drawStatus() {
  const online = linked && world?.is_online;
  $("status").className = online ? "online" : "offline";
  $("status").textContent = online ? "Atelier is online" : linked ? (wasOnline ? "Atelier is away" : "Atelier is starting…") : "No connection";
  const sentence = !linked ? "The connection to the playground is lost. Trying again…" : wasOnline ? "Atelier is away and will be back in a moment. Commands wait until then." : "Atelier is starting… Commands work as soon as it is here.";
  composer.warn(online ? null : sentence);
}

function drawMessages() {
  const old = new Map([...$("messages").children].map((node) => [node.id, node]));
  $("messages").replaceChildren(...messages.map((one, index) => nodeOf(one, messages[index - 1], old.get(`m-${one.id}`))));
  drawIntro();
}

function drawIntro() {
  const isDirect = channel.type === 1;
  const bare = !messages.length;
  $("intro").hidden = hasOlder;
  $("intro").replaceChildren(h("h2", {}, isDirect ? "You and Atelier" : `Welcome to #${channel.name}`),
    h("p", {}, isDirect ? "What only you shall see arrives here." : "This page behaves like a Discord channel; the bot behind it is the real one."),
    bare && !isDirect ? h("p", { class: "try" }, "Try ", h("kbd", {}, "/imagine a red apple on a blue background")) : "");
}

let typingTimer;
function showTyping() {
  $("typing").textContent = `${nameOf(world.bot.user)} is typing…`;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => { $("typing").textContent = ""; }, 8000);
}

function toast(text, bad = false) {
  const node = h("div", { class: "toast" + (bad ? " bad" : ""), role: "alert" }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), 6000);
}

// The list stays at its end unless the reader has scrolled up.
let pinned = true;
let lastTop = 0;
const toBottom = () => { $("scroll").scrollTop = $("scroll").scrollHeight; };
$("scroll").addEventListener("scroll", () => {
  const box = $("scroll");
  // Growing content moves the end away without moving the reader: only going up lets go of it.
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  pinned = isAtEnd || (pinned && box.scrollTop >= lastTop);
  lastTop = box.scrollTop;
  if (box.scrollTop < 200) older();
});
const watch = new ResizeObserver(() => { if (pinned) toBottom(); });
watch.observe($("messages"));
watch.observe($("scroll"));
setInterval(() => { for (const node of document.querySelectorAll("time[data-relative]")) node.textContent = relative(node.dataset.relative - Date.now() / 1000); }, 1000);
$("open-side").onclick = () => document.body.classList.add("side-open");
$("veil").onclick = () => document.body.classList.remove("side-open");

start();
