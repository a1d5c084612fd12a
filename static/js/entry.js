// Nothing typed into a form with the marks of an entry is lost: it is kept on the server while it is typed, and on the
// device, encrypted and without identities, while there is no line. The form is sent from the page, which goes on
// standing when the session has ended, when there is no line and when something is wrong.

import { inPlace, person, prove, standing } from "./session.js";
import * as vault from "./vault.js";
import { flush, show } from "./waiting.js";

const PAUSE = 1000; // after the last key
const LONGEST = 2500; // after the first key that is not saved
const PATIENCE = 1500; // then the device keeps it too
const OURS = ["csrfmiddlewaretoken", "entry_form", "record", "about", "part", "revision", "writer", "sequence"];
const NAMING = OURS.slice(1, 6); // what tells which entry it is
const pairs = (data) => [...data].filter(([, value]) => typeof value === "string");

// A UUIDv7, as the server makes them: it sorts by time.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 256 ** (5 - place)) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

class Entry {
  constructor(form) {
    this.form = form;
    this.marks = form.querySelector("input[data-entry]");
    this.state = form.querySelector(".entry-state");
    this.writer = crypto.randomUUID();
    if ("fresh" in this.marks.dataset) this.renew();
    this.sequence = 0;
    this.offline = !navigator.onLine;
    this.restoreWords(JSON.parse(this.marks.dataset.words || "{}"));
    this.saved = this.text();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", (event) => this.showFields(event.target) || this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
  }

  // The bare form was kept some time ago: it is of no entry yet, and its clock stands.
  renew() {
    const { elements } = this.form;
    elements.record.value = location.pathname.match(/[0-9a-f-]{36}/)?.[0] ?? newId();
    const zone = elements.occurred_2.value;
    const [day, time] = new Date().toLocaleString("sv-SE", { timeZone: zone }).split(" ");
    elements.occurred_0.value = day;
    elements.occurred_1.value = time.slice(0, 5);
  }

  get record() {
    return this.form.elements.record.value;
  }

  // What stands in the form, with what stands in pickers before a row is chosen.
  data() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (typeof value !== "string" || name === "scanned") data.delete(name);
    for (const select of this.form.querySelectorAll("select[data-combobox=list][hidden]")) {
      const words = this.picker(select).value;
      if (words && words !== select.selectedOptions[0]?.label) data.append(`${select.name}:words`, words);
    }
    return data;
  }

  picker(select) {
    return document.getElementById(select.id.replace(/_value$/, ""));
  }

  restoreWords(words) {
    for (const [name, text] of Object.entries(words)) {
      const select = this.form.elements[name];
      if (select?.matches?.("select[hidden]")) this.picker(select).value = text;
    }
  }

  text() {
    return JSON.stringify(pairs(this.data()).filter(([name]) => !OURS.includes(name)));
  }

  changed() {
    if (this.ended || this.text() === this.saved) return;
    const now = Date.now();
    this.since ??= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(PAUSE, this.since + LONGEST - now)));
    if (this.offline) this.keepHere();
  }

  // A choice on which the other fields hang: the button beside it fetches them, with all that was typed.
  showFields(field) {
    const about = field.closest("[data-shows]");
    about?.querySelector(`button[name=${about.dataset.shows}]`).click();
    return Boolean(about);
  }

  body() {
    const body = this.data();
    body.set("writer", this.writer);
    body.set("sequence", String(++this.sequence));
    return body;
  }

  async save() {
    if (this.saving) return this.again = true;
    if (this.ended || this.clash) return;
    const text = this.text();
    this.since = undefined;
    this.saving = true;
    const patience = setTimeout(() => this.keepHere(), PATIENCE);
    try {
      const options = { method: "POST", body: this.body(), headers: inPlace, signal: AbortSignal.timeout(8000) };
      await this.told(await fetch(this.marks.dataset.entry, options), text);
    } catch {
      this.noLine();
    } finally {
      clearTimeout(patience);
      this.saving = false;
      if (this.again || (!this.offline && this.text() !== this.saved)) this.changed();
      this.again = false;
    }
  }

  async told(answer, text) {
    if (answer.status === 401) return this.prove();
    if (answer.status === 412) return this.showClash(await answer.text());
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 429) return void setTimeout(() => this.changed(), (told.wait + 1) * 1000);
    if (answer.status === 410) return this.end(told);
    if (answer.status === 403) return void (await standing());
    if (!answer.ok) return this.say(told.reason || this.state.dataset.unsaved);
    if (this.ended || this.waits) return;
    this.saved = text;
    this.offline = false;
    this.form.elements.revision.value = told.revision;
    this.say(this.state.dataset.saved.replace("{time}", new Date().toTimeString().slice(0, 5)));
    if (this.marks.value === "quick" && this.form.isConnected) history.replaceState(history.state, "", told.resume);
    await vault.drop(this.record);
  }

  say(text) {
    this.state.textContent = text;
    this.state.hidden = !text;
  }

  async prove() {
    await this.keepHere();
    await prove();
    this.changed();
  }

  async noLine() {
    this.offline = true;
    this.say((await this.keepHere()) ? this.state.dataset.offline : this.state.dataset.held);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.save(), 5000);
  }

  // Only fields that never hold identities, by the form's own list.
  async keepHere(waiting = false) {
    if (this.ended || (this.waits && !waiting)) return false;
    const plain = this.marks.dataset.plain.split(" ");
    const kept = pairs(this.data()).filter(([name]) => NAMING.includes(name) || plain.includes(name.replace(/(_\d+)?(:words)?$/, "")));
    return vault.put({ record: this.record, person, fields: kept, waiting, at: Date.now(), kind: this.marks.value }).catch(() => false);
  }

  end({ reason, location: where }) {
    this.ended = true;
    vault.drop(this.record);
    this.say(reason);
    if (where) this.state.append(" ", Object.assign(document.createElement("a"), { href: where, textContent: this.state.dataset.open }));
  }

  showClash(html) {
    this.clash = document.createElement("div");
    this.clash.innerHTML = html;
    this.form.before(this.clash);
    this.clash.addEventListener("click", (event) => {
      const mine = event.target.closest("[data-entry-mine]");
      if (event.target.closest("[data-entry-theirs]")) this.leave();
      if (!mine) return;
      this.form.elements.revision.value = mine.dataset.entryMine;
      this.clash.remove();
      this.clash = null;
      this.save();
    });
    this.clash.scrollIntoView({ block: "start" });
  }

  leave() {
    this.ended = true;
    clearTimeout(this.timer);
    vault.drop(this.record);
  }

  // The page goes: what is not saved yet is sent without waiting for the answer.
  going() {
    if (this.ended || this.clash || this.text() === this.saved) return;
    // Not a beacon: it could not say that a page asks, and would be led on to My work and take the words meant for people.
    fetch(this.marks.dataset.entry, { method: "POST", body: this.body(), headers: inPlace, keepalive: true }).catch(() => null);
    if (this.offline || !navigator.onLine) this.keepHere();
  }

  async submit(event) {
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    const { elements } = this.form;
    const button = event.submitter?.name === "read" && !elements.scanned.value.trim() ? null : event.submitter; // Enter
    try {
      await this.send(new FormData(this.form, button), button);
    } finally {
      this.sending = false;
    }
  }

  async send(body, button) {
    const address = button?.hasAttribute("formaction") ? button.formAction : this.form.action;
    const options = { method: "POST", body, headers: inPlace, signal: AbortSignal.timeout(60_000) };
    const answer = await fetch(address, options).catch(() => null);
    if (!answer) return this.queue(body);
    if (answer.status === 401) {
      await this.keepHere();
      await prove();
      body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      return this.send(body, button);
    }
    if (answer.status === 403 && !this.renewed) {
      this.renewed = true;
      await standing();
      body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      return this.send(body, button);
    }
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return this.sent(answer, await answer.json());
    this.replace(await answer.text());
  }

  async sent(answer, told) {
    if (!answer.ok) return this.end(told);
    this.ended = true;
    if (told.differs) await this.keepHere();
    else await vault.drop(this.record);
    const leave = new CustomEvent("aircop:leave", { cancelable: true, detail: told.location });
    if (document.dispatchEvent(leave)) location.assign(told.location);
  }

  // No line: it waits on the device, and is sent once there is one. What may not be kept here stays in the page.
  async queue(body) {
    this.offline = true;
    const whole = [...body.keys()].every((name) => OURS.includes(name) || name === "draft" || name === "scanned" || !body.get(name) || this.isPlain(name));
    const quick = this.marks.value === "quick" && !body.has("draft");
    this.waits = quick && whole; // a save that fails meanwhile does not put it back among those begun
    if (!this.waits || !(await this.keepHere(true))) {
      this.waits = false;
      return this.noLine();
    }
    this.ended = true;
    this.say(this.state.dataset.queued);
    await show();
    location.assign(this.state.dataset.next);
  }

  isPlain(name) {
    return this.marks.dataset.plain.split(" ").includes(name.replace(/(_\d+)?(:words)?$/, ""));
  }

  // The form came back with its faults.
  replace(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main?.querySelector("input[data-entry]")) return this.say(page.querySelector("h1")?.textContent ?? this.state.dataset.unsaved);
    this.ended = true;
    const at = document.activeElement?.id;
    document.title = page.title;
    document.dispatchEvent(new CustomEvent("aircop:replace", { detail: main }));
    document.querySelector("main").replaceWith(document.adoptNode(main));
    globalThis.htmx?.process(main);
    main.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    begin();
    current.saved = "";
    current.changed();
    (main.querySelector("[data-focus]") || (at && document.getElementById(at)) || main).focus();
    return undefined;
  }

  // The worker that opens the form without a line, and the key under which the device keeps it.
  async prepare() {
    const { worker, shell } = this.marks.dataset;
    if (!worker || !isSecureContext) return;
    const registered = await navigator.serviceWorker.register(worker).catch(() => null);
    if (!registered) return;
    const ready = registered.active ?? (await navigator.serviceWorker.ready).active;
    ready.postMessage({ shell, sign: this.sign });
  }
}

let current = null;

function begin() {
  const marks = document.querySelector("form input[data-entry]");
  current = marks && new Entry(marks.form);
}

// Puts back what the device kept of this form, over what the server knew of it.
export function putBack(kept) {
  const { form } = current;
  const names = new Set(kept.fields.map(([name]) => name));
  for (const field of form.elements) {
    const values = kept.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!names.has(field.name) || ["revision", "csrfmiddlewaretoken", "entry_form"].includes(field.name)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[0];
    if (field.matches("select[data-combobox=list][hidden]")) current.picker(field).value = field.value ? field.selectedOptions[0].label : "";
  }
  const revision = kept.fields.find(([name]) => name === "revision");
  if (revision && Number(revision[1]) > 0) form.elements.revision.value = revision[1];
  current.restoreWords(Object.fromEntries(kept.fields.filter(([name]) => name.endsWith(":words")).map(([name, text]) => [name.slice(0, -6), text])));
  current.changed();
}

begin();
document.addEventListener("visibilitychange", () => document.hidden && current?.going());
addEventListener("pagehide", () => current?.going());
addEventListener("online", () => current?.offline && current.changed()); // a form without a word is no entry
document.addEventListener("aircop:page", () => begin()); // put here by what sends photos
document.addEventListener("aircop:leaving", () => current?.leave());
if (current) {
  const told = await standing().catch(() => null);
  if (told?.person === person) {
    await vault.unlock(told).catch(() => null);
    current.sign = told.ends;
    current.prepare();
  }
  const mine = (await vault.all().catch(() => [])).find((kept) => kept.record === current.record && !kept.waiting);
  if (mine) putBack(mine);
  if (told?.secret) await flush(current.record, told);
  await show(putBack);
}
