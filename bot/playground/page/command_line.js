// A slash command being filled in: one field an option, with hints, choices and autocomplete.
import { h, nameOf, titleOf } from "./dom.js";
import { post } from "./api.js";
import { closePopover, openPopover, popoverFor, popoverKey } from "./popover.js";

const NUMBERS = [4, 10];
const AUTOCOMPLETE_WAIT_MS = 120;

// Every command with its subcommands, as {command, name, options, description}.
export function leavesOf(commands) {
  const leaves = [];
  const visit = (command, node, words) => {
    const holders = (node.options ?? []).filter((one) => one.type <= 2);
    if (holders.length) holders.forEach((one) => visit(command, one, [...words, one.name]));
    else leaves.push({ command, name: words.join(" "), options: node.options ?? [], description: node.description });
  };
  commands.filter((one) => one.type === 1).forEach((one) => visit(one, one, [one.name]));
  return leaves;
}

export class CommandLine {
  // `done({name, values, files})` sends, `cancel()` goes back to plain text.
  constructor(leaf, { world, channelId, done, cancel }) {
    Object.assign(this, { leaf, world, channelId, done, cancel });
    this.fields = new Map();
    this.hint = h("div", { class: "hint" });
    this.extra = h("div", { class: "extra" });
    this.line = h("div", { class: "command-line", onclick: (e) => { if (e.target === this.line) this.focusLast(); } },
      h("span", { class: "slash" }, `/${leaf.name}`));
    this.node = h("div", { class: "command" }, this.hint, this.line, this.extra);
    leaf.options.filter((one) => one.required).forEach((one) => this.add(one));
    this.drawExtra();
    this.explain(null);
  }

  focusFirst() { const [first] = this.fields.values(); if (first) first.input.focus(); else { this.line.tabIndex = 0; this.line.onkeydown = (e) => this.bareKey(e); this.line.focus(); } }
  focusLast() { [...this.fields.values()].at(-1)?.input.focus(); }

  set(name, text) {
    const option = this.leaf.options.find((one) => one.name === name);
    if (!this.fields.has(name)) this.add(option);
    const field = this.fields.get(name);
    field.input.value = text;
    field.value = text;
    grow(field.input);
  }

  add(option) {
    const input = option.type === 11 ? this.fileInput(option) : this.textInput(option);
    const chip = h("label", { class: "field" }, h("span", { class: "field-name" }, option.name), input);
    this.fields.set(option.name, { option, input, chip, value: "" });
    this.line.append(chip);
    this.drawExtra();
    return input;
  }

  textInput(option) {
    const input = h("input", { type: "text", autocomplete: "off", spellcheck: option.type === 3, enterKeyHint: "send",
      inputMode: NUMBERS.includes(option.type) ? "decimal" : "text", placeholder: placeholder(option), "aria-label": option.name });
    input.onfocus = () => { this.explain(option); this.offer(option); };
    input.onblur = () => { if (popoverFor(input)) closePopover(); };
    input.oninput = () => { grow(input); this.fields.get(option.name).value = input.value; this.unmark(option); this.offer(option); };
    input.onkeydown = (event) => this.key(event, option);
    grow(input);
    return input;
  }

  fileInput(option) {
    const picker = h("input", { type: "file", class: "hidden" });
    const label = h("button", { type: "button", class: "file-pick" }, "Choose a file");
    const wrap = h("span", { class: "file-field" }, label, picker);
    const take = (file) => { if (!file) return; this.fields.get(option.name).value = file; label.textContent = file.name; this.unmark(option); label.focus(); };
    label.onclick = () => picker.click();
    label.onfocus = () => this.explain(option);
    label.onkeydown = (event) => { if (event.key === "Enter" && this.fields.get(option.name).value) { event.preventDefault(); this.send(); } else if (event.key !== "Enter") this.key(event, option); };
    picker.onchange = () => take(picker.files[0]);
    wrap.focus = () => label.focus();
    wrap.take = take;
    Object.defineProperty(wrap, "selectionStart", { value: 0 });
    return wrap;
  }

  // Puts a dropped or pasted file into the first file option that is free; returns whether there was one.
  takeFile(file) {
    const option = this.leaf.options.find((one) => one.type === 11 && !this.fields.get(one.name)?.value);
    if (!option) return false;
    if (!this.fields.has(option.name)) this.add(option);
    this.fields.get(option.name).input.take(file);
    return true;
  }

  explain(option) {
    this.hint.replaceChildren(option
      ? h("span", {}, h("b", {}, option.name), ` ${option.description}`)
      : h("span", {}, h("b", {}, `/${this.leaf.name}`), ` ${this.leaf.description}`),
    h("button", { class: "icon", type: "button", "aria-label": "Leave the command", onclick: () => this.cancel("") }, "✕"));
  }

  drawExtra() {
    const free = this.leaf.options.filter((one) => !this.fields.has(one.name));
    this.extra.replaceChildren(...free.map((one) => h("button", { type: "button", title: one.description, onmousedown: (e) => e.preventDefault(), onclick: () => this.add(one).focus() }, `+ ${one.name}`)));
    this.extra.hidden = !free.length;
  }

  async offer(option) {
    const field = this.fields.get(option.name);
    const items = option.autocomplete ? await this.ask(option) : this.fixed(option);
    if (items === null || document.activeElement !== field.input) return;
    const active = option.autocomplete && !option.required && !field.input.value ? -1 : 0;
    openPopover(field.input, items, (item) => this.pick(option, item), { above: true, active, width: 320, title: option.name });
  }

  // What a field offers without asking the bot, narrowed by what is typed; null for free text.
  fixed(option) {
    const typed = this.fields.get(option.name).input.value.toLowerCase();
    let all = null;
    if (option.choices?.length) all = option.choices.map((one) => ({ label: titleOf(one), value: one.value }));
    else if (option.type === 5) all = [{ label: "True", value: true }, { label: "False", value: false }];
    else if (option.type === 6 || option.type === 9) all = [...Object.values(this.world.personas), this.world.bot].map((one) => ({ label: nameOf(one.user), value: one.user.id }));
    else if (option.type === 7) all = this.world.channels.filter((one) => one.name).map((one) => ({ label: `#${one.name}`, value: one.id }));
    else if (option.type === 8) all = this.world.guild.roles.map((one) => ({ label: one.name, value: one.id }));
    if (!all) return null;
    return this.fields.get(option.name).label === this.fields.get(option.name).input.value ? all : all.filter((one) => one.label.toLowerCase().includes(typed));
  }

  async ask(option) {
    const field = this.fields.get(option.name);
    const number = (field.asked = (field.asked ?? 0) + 1);
    await new Promise((go) => setTimeout(go, AUTOCOMPLETE_WAIT_MS));
    if (number !== field.asked) return null;
    try {
      const { values } = this.collected();
      const answer = await post("autocomplete", { channel_id: this.channelId, name: this.leaf.name, values: { ...values, [option.name]: field.input.value }, focused: option.name });
      if (number !== field.asked) return null;
      return answer.choices.slice(0, 25).map((one) => ({ label: one.name, value: one.value }));
    } catch { return null; }
  }

  pick(option, item) {
    const field = this.fields.get(option.name);
    field.input.value = item.label;
    field.label = item.label;
    field.value = item.value;
    grow(field.input);
    this.unmark(option);
    const next = this.leaf.options.find((one) => one.required && !this.filled(one));
    if (next) this.fields.get(next.name).input.focus();
    else field.input.focus();
    closePopover();
  }

  filled(option) { const value = this.fields.get(option.name)?.value; return value !== "" && value !== undefined; }
  unmark(option) { this.fields.get(option.name).chip.classList.remove("wrong"); this.explain(option); }

  key(event, option) {
    const input = this.fields.get(option.name).input;
    if (popoverFor(input) && popoverKey(event)) return;
    if (event.key === "Enter") { event.preventDefault(); this.send(); }
    else if (event.key === "Escape") { event.preventDefault(); this.cancel(""); }
    else if (event.key === "Backspace" && !input.value && input.selectionStart === 0) { event.preventDefault(); this.drop(option); }
    else if (event.key === "Tab" && !event.shiftKey) this.tab(event, option);
  }

  bareKey(event) {
    if (event.key === "Enter") { event.preventDefault(); this.send(); }
    else if (event.key === "Escape" || event.key === "Backspace") { event.preventDefault(); this.cancel(`/${this.leaf.name}`); }
  }

  tab(event, option) {
    const names = [...this.fields.keys()];
    const next = names[names.indexOf(option.name) + 1];
    const free = this.leaf.options.find((one) => !this.fields.has(one.name));
    if (!next && !free) return;
    event.preventDefault();
    (next ? this.fields.get(next).input : this.add(free)).focus();
  }

  drop(option) {
    if (option.required) {
      if ([...this.fields.keys()][0] === option.name) this.cancel(`/${this.leaf.name}`);
      return;
    }
    this.fields.get(option.name).chip.remove();
    this.fields.delete(option.name);
    closePopover();
    this.drawExtra();
    this.focusLast();
  }

  collected() {
    const values = {};
    const files = [];
    for (const [name, { option, value }] of this.fields) {
      if (value === "" || value === undefined) continue;
      if (option.type === 11) { values[name] = files.length; files.push(value); }
      else values[name] = value;
    }
    return { values, files };
  }

  send() {
    closePopover();
    const missing = this.leaf.options.find((one) => one.required && !this.filled(one));
    if (missing) { this.mark(missing.name, "This option is required. Specify a value."); return; }
    this.done({ name: this.leaf.name, ...this.collected() });
  }

  // Shows what is wrong with an option; returns whether it is one of ours.
  mark(name, sentence) {
    const field = this.fields.get(name);
    if (!field) return false;
    field.chip.classList.add("wrong");
    field.input.focus();
    this.hint.replaceChildren(h("span", { class: "wrong" }, h("b", {}, name), ` ${sentence}`));
    return true;
  }
}

function placeholder(option) {
  const low = option.min_value;
  const high = option.max_value;
  if (low !== undefined && high !== undefined) return `${low}–${high}`;
  return option.type === 6 ? "someone" : "";
}

const ruler = document.createElement("canvas").getContext("2d");

function grow(input) {
  ruler.font = "15px system-ui";
  const width = ruler.measureText(input.value || input.placeholder || "").width;
  input.style.width = `${Math.max(width + 18, 36)}px`;
}
