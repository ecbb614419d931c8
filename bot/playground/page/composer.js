// Where a person types: text, files, or a command.
import { $, h, sizeOf } from "./dom.js";
import { post } from "./api.js";
import { CommandLine, leavesOf } from "./command_line.js";
import { closePopover, openPopover, popoverFor, popoverKey } from "./popover.js";

export class Composer {
  // `does` holds sent(interactionId, name) and toast(text).
  constructor(does) {
    this.does = does;
    this.files = [];
    this.command = null;
    this.input = h("textarea", { rows: 1, "aria-label": "Message", autocomplete: "off", enterKeyHint: "send" });
    this.input.oninput = () => this.typed();
    this.input.onkeydown = (event) => this.key(event);
    this.input.onblur = () => { if (popoverFor(this.input)) closePopover(); };
    this.picker = h("input", { type: "file", multiple: true, class: "hidden" });
    this.picker.onchange = () => { this.addFiles([...this.picker.files]); this.picker.value = ""; };
    this.tray = h("div", { class: "tray", hidden: true });
    this.notice = h("div", { class: "notice", role: "alert", hidden: true });
    this.slot = h("div", { class: "slot" }, this.input);
    const plus = h("button", { class: "icon plus", type: "button", "aria-label": "Attach a file", onclick: () => this.picker.click() }, "+");
    const go = h("button", { class: "icon go", type: "button", "aria-label": "Send", onmousedown: (e) => e.preventDefault(), onclick: () => this.send() }, "➤");
    $("composer").append(this.notice, this.tray, h("div", { class: "box" }, plus, this.slot, go, this.picker));
    document.addEventListener("paste", (event) => this.addFiles([...(event.clipboardData?.files ?? [])]));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => { event.preventDefault(); this.addFiles([...event.dataTransfer.files]); });
  }

  show(world, channel) {
    const moved = this.channel?.id !== channel.id || this.world?.user_id !== world.user_id;
    this.world = world;
    this.channel = channel;
    this.input.placeholder = `${innerWidth < 500 ? "" : "Message "}${channel.name ? `#${channel.name}` : "Atelier"} · / for commands`;
    if (moved) this.leave("");
    else if (popoverFor(this.input)) this.typed(); // commands may be others, or in another language
  }

  // A line above the box: what keeps commands from working just now.
  warn(text) { this.notice.hidden = !text; this.notice.textContent = text ?? ""; }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 200)}px`;
    const text = this.input.value;
    if (!text.startsWith("/")) { if (popoverFor(this.input)) closePopover(); return; }
    const leaves = this.offered();
    // A space after a whole name means that name, as in "/imagine a red apple" typed straight on.
    const exact = leaves.filter((one) => text.startsWith(`/${one.name} `)).sort((a, b) => b.name.length - a.name.length)[0];
    if (exact && !text.includes("\n")) { this.enter(exact, text.slice(exact.name.length + 2)); return; }
    const wanted = text.slice(1).toLowerCase();
    const found = leaves.filter((one) => one.name.startsWith(wanted)).concat(leaves.filter((one) => !one.name.startsWith(wanted) && one.name.includes(wanted)));
    if (!found.length && wanted.includes(" ")) { closePopover(); return; }
    openPopover(this.slot.parentElement, found.map((leaf) => ({
      label: h("span", { class: "pick" }, h("b", {}, `/${leaf.name}`), leaf.options.filter((one) => one.required).map((one) => h("i", {}, one.name))),
      hint: leaf.description, leaf,
    })), (item) => this.enter(item.leaf, ""), { above: true, owner: this.input, width: this.slot.parentElement.offsetWidth, title: found.length ? "Commands" : this.world.is_online ? null : "Atelier is starting…" });
  }

  offered() {
    const bits = BigInt(this.channel.permissions ?? "0");
    return leavesOf(this.world.commands.filter((one) => {
      const needed = BigInt(one.default_member_permissions ?? "0");
      if (this.channel.type === 1) return !one.guild_id && (one.contexts ? one.contexts.includes(1) : one.dm_permission !== false);
      const isGuest = !this.world.guild.has_bot;
      if (!(one.integration_types ?? [0]).includes(isGuest ? 1 : 0)) return false;
      return (bits & needed) === needed && !(one.nsfw && !this.channel.nsfw);
    }));
  }

  enter(leaf, text) {
    closePopover();
    this.input.value = "";
    this.command = new CommandLine(leaf, { world: this.world, channelId: this.channel.id, done: (filled) => this.run(filled), cancel: (left) => this.leave(left, true) });
    this.slot.replaceChildren(this.command.node);
    const free = leaf.options.find((one) => one.required && one.type === 3) ?? leaf.options.find((one) => one.type === 3) ?? leaf.options.find((one) => one.type !== 11);
    if (text && free) this.command.set(free.name, text);
    this.command.focusFirst();
  }

  leave(text, focus = false) {
    closePopover();
    this.command = null;
    this.input.value = text;
    this.input.style.height = "";
    this.slot.replaceChildren(this.input);
    if (focus) { this.input.focus(); if (text) this.typed(); }
  }

  key(event) {
    if (this.input.value.startsWith("/") && popoverKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
  }

  send() {
    if (this.command) { this.command.send(); return; }
    const text = this.input.value.trim();
    if (text.startsWith("/")) this.runText(text);
    else if (text || this.files.length) this.say(text);
  }

  async run({ name, values, files }) {
    const line = this.command;
    try {
      const begun = await post("commands", { channel_id: this.channel.id, name, values }, files);
      this.leave("", true);
      this.does.sent(begun.interaction_id, `/${name}`);
    } catch (error) {
      const [wrong] = Object.entries(error.fields ?? {});
      if (!wrong || !line.mark(wrong[0], wrong[1])) this.does.toast(error.message);
    }
  }

  async runText(text) {
    try {
      const begun = await post("commands", { channel_id: this.channel.id, text });
      this.leave("", true);
      this.does.sent(begun.interaction_id, text.split(" ")[0]);
    } catch (error) { this.does.toast(error.message); }
  }

  async say(text) {
    const files = this.files;
    this.leave("", true);
    this.files = [];
    this.drawTray();
    try { await post(`channels/${this.channel.id}/messages`, { content: text }, files); }
    catch (error) { this.does.toast(error.message); this.input.value = text; this.files = files; this.drawTray(); }
  }

  addFiles(files) {
    const rest = this.command ? files.filter((file) => !this.command.takeFile(file)) : files;
    if (this.command || !rest.length) return;
    this.files.push(...rest);
    this.drawTray();
    this.input.focus();
  }

  drawTray() {
    this.tray.hidden = !this.files.length;
    this.tray.replaceChildren(...this.files.map((file, index) => h("div", { class: "tray-file" },
      file.type.startsWith("image/") ? h("img", { src: URL.createObjectURL(file), alt: "" }) : h("span", { class: "file-icon" }),
      h("small", {}, `${file.name} · ${sizeOf(file.size)}`),
      h("button", { class: "icon", type: "button", "aria-label": "Remove", onclick: () => { this.files.splice(index, 1); this.drawTray(); } }, "✕"))));
  }
}
