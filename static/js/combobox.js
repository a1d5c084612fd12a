// A code picker over a plain select (data-combobox="list") or over an input that asks an address ("source").
// Searched by code, by the beginning of any word, and by other names; accents and case do not count.

const LIMIT = 60;
const PAUSE = 150;
const BAR = 64; // what a phone's bottom bar covers
let serial = 0;

export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

// How well an item answers a query: 0 is best, -1 is not at all.
export function rank(item, query) {
  if (item.key === query) return 0;
  if (item.key.startsWith(query)) return 1;
  if (item.names[0].startsWith(query)) return 2;
  if (item.names.some((name) => name.split(/[\s,;/()'’-]+/).some((word) => word.startsWith(query)))) return 3;
  if (query.length > 2 && item.names.some((name) => name.includes(query))) return 4;
  return -1;
}

export function search(items, text) {
  const query = fold(text);
  if (!query) return items.slice(0, LIMIT);
  return items
    .map((item, index) => ({ item, index, rank: rank(item, query) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, LIMIT)
    .map((found) => found.item);
}

function toItem(value, label, code, hint = "", aliases = []) {
  return { value, label, code, hint, key: fold(code || value), names: [label, ...aliases].map(fold) };
}

function fromOption({ value, label, dataset }) {
  return toItem(value, label, dataset.code ?? "", dataset.hint, (dataset.aliases ?? "").split("|").filter(Boolean));
}

class Picker {
  constructor(input, none, kind) {
    this.input = input;
    this.none = none;
    this.items = [];
    this.active = -1;
    this.list = Object.assign(document.createElement("ul"), { className: "combobox__list", hidden: true });
    this.list.id = `combobox-${++serial}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || input.name);
    const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(marks)) input.setAttribute(name, value);
    this.box = document.createElement("div");
    this.box.className = `combobox combobox--${kind}`;
    input.replaceWith(this.box);
    this.box.append(input, this.list);
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("click", () => this.ask());
    input.addEventListener("input", () => this.ask());
    input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.press(event));
  }

  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, index) => this.row(item, index)));
    if (!items.length) this.list.append(Object.assign(document.createElement("li"), { className: "combobox__none", textContent: this.none }));
    this.list.hidden = false;
    if (this.list.getBoundingClientRect().bottom > innerHeight - BAR) this.box.scrollIntoView({ block: "start" });
    this.input.setAttribute("aria-expanded", "true");
    this.move(this.input.value.trim() && items.length ? 0 : -1);
  }

  row(item, index) {
    const row = Object.assign(document.createElement("li"), { className: "combobox__option", id: `${this.list.id}-${index}` });
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const code = Object.assign(document.createElement("code"), { textContent: item.code });
    const label = Object.assign(document.createElement("span"), { textContent: item.label });
    row.append(code, label);
    if (item.hint) row.append(Object.assign(document.createElement("small"), { textContent: item.hint }));
    return row;
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  move(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const row = this.items.length ? this.list.children[index] : undefined;
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", row.id);
  }

  key(event) {
    const open = !this.list.hidden;
    const last = this.items.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      return this.move(this.active + step > last ? 0 : this.active + step < 0 ? last : this.active + step);
    }
    if (!open) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
    if ((event.key === "Enter" || event.key === "Tab") && this.active >= 0) {
      if (event.key === "Enter") event.preventDefault();
      this.choose(this.items[this.active]);
    }
  }

  press(event) {
    const row = event.target.closest("[role=option]");
    if (row) this.choose(this.items[[...this.list.children].indexOf(row)]);
  }
}

class ListPicker extends Picker {
  constructor(select) {
    const input = Object.assign(document.createElement("input"), { type: "text", id: select.id, required: select.required });
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    input.disabled = select.disabled;
    input.dataset.shown = "";
    select.id += "_value";
    select.required = false;
    select.hidden = true;
    input.placeholder = [...select.options].find((option) => !option.value)?.label ?? "";
    select.before(input);
    super(input, select.dataset.none, "list");
    this.select = select;
    this.all = [...select.options].filter((option) => option.value).map(fromOption);
    this.tell();
    select.addEventListener("change", () => this.tell());
  }

  tell() {
    this.input.value = this.select.value ? this.select.selectedOptions[0].label : "";
  }

  ask() {
    const untouched = this.select.value && this.input.value === this.select.selectedOptions[0].label;
    if (untouched) this.input.select();
    this.show(search(this.all, untouched ? "" : this.input.value));
  }

  choose(item) {
    const changed = this.select.value !== item.value;
    this.select.value = item.value;
    this.tell();
    this.close();
    if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Leaving with words that name exactly one row takes it; other words go back to what was chosen before.
  leave() {
    const text = fold(this.input.value);
    const exact = this.all.filter((item) => item.key === text || item.names[0] === text);
    if (!text && this.select.value) this.choose({ value: "" });
    else if (text && exact.length === 1) this.choose(exact[0]);
    else this.tell();
    this.close();
  }
}

class SourcePicker extends Picker {
  constructor(input) {
    const usual = [...(input.list?.options ?? [])].map((option) => toItem(option.value, option.label, option.value));
    input.removeAttribute("list");
    super(input, input.dataset.none, "source");
    this.usual = usual;
    this.said = Object.assign(document.createElement("small"), { className: "combobox__said" });
    this.box.append(this.said);
    this.say(usual.find((item) => item.value === input.value));
  }

  say(item) {
    this.said.textContent = item ? [item.label, item.hint].filter(Boolean).join(", ") : "";
  }

  ask() {
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (!text || !this.input.dataset.source) return this.show(search(this.usual, text));
    this.timer = setTimeout(() => this.fetch(text), PAUSE);
  }

  async fetch(text) {
    const address = new URL(this.input.dataset.source, location.href);
    address.searchParams.set("q", text);
    const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok || this.input.value.trim() !== text || document.activeElement !== this.input) return;
    const { results } = await response.json();
    this.show(results.map((row) => toItem(row.code, row.label, row.code, row.hint)));
  }

  choose(item) {
    this.input.value = item.value;
    this.say(item);
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    clearTimeout(this.timer);
    const code = fold(this.input.value);
    const exact = [...this.items, ...this.usual].find((item) => item.key === code);
    if (exact) this.input.value = exact.value;
    this.say(exact);
    this.close();
  }
}

function upgrade(scope) {
  for (const select of scope.querySelectorAll("select[data-combobox=list]:not([hidden])")) new ListPicker(select);
  for (const input of scope.querySelectorAll("input[data-combobox=source]:not([role])")) new SourcePicker(input);
}

document.addEventListener("htmx:load", (event) => upgrade(event.target));
upgrade(document);
