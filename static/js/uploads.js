// Photos and files travel in the background, in pieces, and never stand in the way of saving. What is picked waits in
// memory; picked again after an interruption, a file goes on where it stopped, because its id is made of its content.

const API = "/api/v1/";
const SMALLEST = 64 * 1024, FIRST = 256 * 1024, LARGEST = 1024 * 1024; // bytes of a piece
const QUICK = 1000, SLOW = 4000; // milliseconds a piece should take
const LONGEST_WAIT = 30_000;

const queue = [];
let running = false;
let beside = false; // this page holds another than the one that was opened
let piece = FIRST;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
const pending = () => queue.filter((each) => !each.settled);

class Refused extends Error {}

async function call(path, method, body, headers = {}) {
  const answer = await fetch(API + path, { method, body, headers: { "X-CSRFToken": token(), ...headers } });
  if (answer.status >= 500 || answer.status === 429 || answer.status === 401) throw new Error(String(answer.status));
  return answer;
}

const send = (path, data) => call(path, "POST", JSON.stringify(data), { "Content-Type": "application/json" });

async function reasonOf(answer) {
  const problem = await answer.json().catch(() => ({}));
  return problem.errors?.[0]?.detail ?? problem.detail ?? String(answer.status);
}

function asId(bytes) {
  const hex = [...bytes.slice(0, 16)];
  hex[6] = (hex[6] & 0x0f) | 0x80;
  hex[8] = (hex[8] & 0x3f) | 0x80;
  const text = hex.map((each) => each.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

class Upload {
  constructor(file, record, shows, list) {
    Object.assign(this, { file, record, shows, settled: false, cancelled: false, offset: 0 });
    this.words = list.dataset;
    this.row = this.draw(list);
  }

  draw(list) {
    const row = document.createElement("li");
    row.className = "upload";
    const name = Object.assign(document.createElement("span"), { className: "upload__name", textContent: this.file.name });
    this.state = Object.assign(document.createElement("span"), { className: "upload__state" });
    this.bar = Object.assign(document.createElement("progress"), { max: this.file.size || 1, value: 0 });
    this.bar.setAttribute("aria-label", this.file.name);
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small" });
    this.button.textContent = this.words.cancel;
    this.button.setAttribute("aria-label", `${this.words.cancel} ${this.file.name}`);
    this.button.addEventListener("click", () => this.cancel());
    row.append(name, this.state, this.bar, this.button);
    list.append(row);
    return row;
  }

  say(words) {
    this.state.textContent = words;
  }

  async identify() {
    const bytes = new Uint8Array(await this.file.arrayBuffer());
    if (!crypto.subtle) {
      this.id = asId(crypto.getRandomValues(new Uint8Array(16)));
      return;
    }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    this.sha256 = [...digest].map((each) => each.toString(16).padStart(2, "0")).join("");
    const both = new TextEncoder().encode(`${this.record}:${this.sha256}:${this.file.name}`);
    this.id = asId(new Uint8Array(await crypto.subtle.digest("SHA-256", both)));
  }

  async begin() {
    const told = { id: this.id, name: this.file.name.slice(-255), size: this.file.size, record: this.record };
    const answer = await send("uploads/", this.sha256 ? { ...told, sha256: this.sha256 } : told);
    if (!answer.ok) throw new Refused(await reasonOf(answer));
    const upload = await answer.json();
    this.offset = upload.offset;
    this.filed = upload.filed_as !== null;
  }

  async next() {
    const began = performance.now();
    const body = this.file.slice(this.offset, this.offset + piece);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.offset) };
    const answer = await call(`uploads/${this.id}/`, "PATCH", body, headers);
    if (answer.status === 409) this.offset = Number(answer.headers.get("Upload-Offset"));
    else if (!answer.ok) throw new Refused(await reasonOf(answer));
    else this.offset = (await answer.json()).offset;
    const took = performance.now() - began;
    if (took < QUICK) piece = Math.min(piece * 2, LARGEST);
    if (took > SLOW) piece = Math.max(piece / 2, SMALLEST);
  }

  // A record that is not saved yet answers 404: the file waits for it on the server.
  async attach() {
    const answer = await send(`seizures/${this.record}/attachments/`, { upload: this.id, ...this.shows });
    if (!answer.ok && answer.status !== 404) throw new Refused(await reasonOf(answer));
  }

  async step() {
    if (!this.id) await this.identify();
    await this.begin();
    while (!this.filed && !this.cancelled && this.offset < this.file.size) {
      this.say(`${Math.floor((100 * this.offset) / this.file.size)} %`);
      this.bar.value = this.offset;
      await this.next();
    }
    if (!this.filed && !this.cancelled) await this.attach();
  }

  async run() {
    for (let wait = 1000; !this.settled && !this.cancelled; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        await this.step();
        this.settle(this.words.done);
      } catch (error) {
        if (error instanceof Refused) this.fail(error.message);
        else {
          this.say(this.words.again);
          await pause(wait);
        }
      }
    }
  }

  settle(words) {
    if (this.cancelled) return;
    this.settled = true;
    this.say(words);
    this.bar.remove();
    this.button.remove();
  }

  fail(reason) {
    this.row.classList.add("upload--failed");
    this.failed = true;
    this.settle(`${this.words.failed}: ${reason}`);
    this.forget();
  }

  async forget() {
    const known = await call(`uploads/${this.id}/`, "GET").catch(() => null);
    const tag = known?.ok && known.headers.get("ETag");
    if (tag) await call(`uploads/${this.id}/`, "DELETE", undefined, { "If-Match": tag }).catch(() => null);
  }

  cancel() {
    this.cancelled = this.settled = true;
    this.row.remove();
    if (this.id) this.forget();
  }
}

async function work() {
  if (running) return;
  running = true;
  for (let next = pending()[0]; next; next = pending()[0]) await next.run();
  running = false;
  finished();
}

function finished() {
  const form = document.querySelector("form[data-attach]");
  const typing = form?.contains(document.activeElement) && document.activeElement.matches("input[type=text]");
  if (form && !typing && queue.length && queue.every((each) => !each.failed)) location.reload();
}

function add(files, record, shows, list) {
  for (const file of files) queue.push(new Upload(file, record, shows, list));
  for (const each of pending()) if (!each.state.textContent) each.say(each.words.waiting);
  work();
}

document.addEventListener("change", (event) => {
  const place = event.target.closest("[data-photos]");
  if (!place || event.target.type !== "file") return;
  event.stopPropagation();
  add(event.target.files, place.dataset.photos, {}, document.querySelector("[data-uploads]"));
  event.target.value = "";
});

function attached(event) {
  const form = event.target.closest("form[data-attach]");
  const files = form?.elements.file?.files;
  if (!files?.length) return false;
  event.preventDefault();
  const told = Object.entries({ concealment: form.elements.concealment?.value, caption: form.elements.caption?.value });
  add(files, form.dataset.attach, Object.fromEntries(told.filter(([, value]) => value)), form.querySelector("[data-uploads]"));
  form.elements.file.value = "";
  return true;
}

// A page that is left takes its memory with it. So while files travel, forms and links are followed from here: the next
// page is put into this one. Whoever sends forms by itself asks before it leaves ("aircop:leave") and says when it puts
// another page here ("aircop:replace").
async function putHere(answer, asked = "") {
  const place = new URL(answer.url);
  if (place.origin !== location.origin || place.pathname.startsWith("/account/")) return location.assign(answer.url);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [frame, main] = [next.querySelector(".frame"), next.querySelector("main")];
  if (!frame || !main || !document.querySelector("[data-uploads]")) return location.assign(answer.url);
  carry(main);
  document.querySelector(".frame").replaceWith(frame);
  for (const name of ["lang", "dir"]) document.documentElement[name] = next.documentElement[name];
  document.title = next.title;
  beside = true;
  if (asked || answer.redirected) history.pushState({}, "", asked || answer.url);
  fetchScripts(next);
  frame.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  window.htmx?.process(frame);
  document.dispatchEvent(new CustomEvent("aircop:page"));
  arrive(main);
  return null;
}

function arrive(main) {
  (main.querySelector("[data-focus]") ?? main).focus({ preventScroll: true });
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
}

// A module runs once in a page: what the next page has beyond this one is added.
function fetchScripts(next) {
  for (const { src } of next.querySelectorAll("script[type=module][src]")) {
    if ([...document.scripts].some((each) => each.src === src)) continue;
    document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
  }
}

async function sendFromHere(form, submitter) {
  const address = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const body = new FormData(form, submitter);
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  return answer ? putHere(answer) : HTMLFormElement.prototype.submit.call(form);
}

async function follow(address) {
  const answer = await fetch(address).catch(() => null);
  return answer?.headers.get("Content-Type")?.startsWith("text/html") ? putHere(answer, address) : location.assign(address);
}

// Puts the rows of what travels into the next page.
function carry(main) {
  const list = document.querySelector("[data-uploads]");
  if (!list?.children.length) return;
  const place = main.querySelector("[data-uploads]");
  if (place) {
    list.classList.remove("uploads--tray");
    place.replaceWith(list);
  } else {
    list.classList.add("uploads--tray");
    main.prepend(list);
  }
}

// Another module may want to ask before typing is left behind: then the browser goes, and asks.
const mayLeave = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || attached(event)) return;
  if (event.target.method !== "post" || !pending().length) return;
  event.preventDefault();
  sendFromHere(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download") || !pending().length) return;
  const place = new URL(link.href);
  if (place.origin !== location.origin || (place.pathname === location.pathname && place.hash) || !mayLeave()) return;
  event.preventDefault();
  follow(link.href);
});

document.addEventListener("aircop:leave", (event) => {
  if (!pending().length || event.defaultPrevented) return;
  event.preventDefault();
  follow(event.detail);
});
document.addEventListener("aircop:replace", (event) => carry(event.detail));

window.addEventListener("popstate", () => beside && (pending().length ? follow(location.href) : location.reload()));
window.addEventListener("beforeunload", (event) => {
  if (event.isTrusted && pending().length) event.preventDefault();
});

function show(scope) {
  for (const place of scope.querySelectorAll("[data-photos]")) place.hidden = false;
}

document.addEventListener("htmx:load", (event) => show(event.target));
show(document);
