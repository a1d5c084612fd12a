// A page that stands while its session does not. When the screen was left alone it is covered; when the session has
// ended, what was asked waits until its person has proved itself in the dialog. Nothing that stands in the page is lost.

import { wipe } from "./vault.js";

const dialog = document.getElementById("proof");
const form = dialog.querySelector("form");
const reason = dialog.querySelector("[data-proof-reason]");
const others = new BroadcastChannel("aircop-session");
const after = Number(dialog.dataset.after) * 1000;
let waiting = null;
let touched = Date.now();

export const person = dialog.dataset.person;
export const inPlace = { "X-In-Place": person };

export async function standing() {
  const answer = await fetch(dialog.dataset.standing, { headers: inPlace, signal: AbortSignal.timeout(10_000) });
  const told = await answer.json();
  take(told);
  return told;
}

// Every form of the page carries the token; a new session has a new one.
function take({ csrf }) {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = csrf;
  if (document.body.hasAttribute("hx-headers")) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrf }));
}

function ask(ways) {
  for (const field of dialog.querySelectorAll("[data-way]")) field.hidden = !ways.includes(field.dataset.way);
  dialog.querySelector("[data-way]:not([hidden]) input").focus();
}

function say(text) {
  reason.textContent = text;
  reason.hidden = !text;
}

// Resolves once the person of the page has proved itself.
export function prove() {
  waiting ??= Promise.withResolvers?.() ?? later();
  if (!dialog.open) {
    say("");
    dialog.showModal();
    ask(["password"]);
    standing().then((told) => (told.person === person ? done() : ask(told.ways)), () => say(reason.dataset.offline));
  }
  return waiting.promise;
}

function later() {
  const kept = {};
  kept.promise = new Promise((resolve, reject) => Object.assign(kept, { resolve, reject }));
  return kept;
}

function done() {
  form.reset();
  dialog.close();
  uncover();
  touched = Date.now();
  waiting?.resolve();
  waiting = null;
  document.dispatchEvent(new CustomEvent("aircop:proved"));
}

async function send(event) {
  event.preventDefault();
  const answer = await post().catch(() => null);
  if (!answer) return say(reason.dataset.offline);
  if (answer.status === 403) {
    await standing().catch(() => null);
    return say(reason.dataset.offline);
  }
  const told = await answer.json();
  if (!answer.ok) {
    say(told.reason);
    return told.ways && ask(told.ways);
  }
  take(told);
  done();
  others.postMessage("proved");
}

async function post() {
  const ask = () => fetch(form.action, { method: "POST", body: new FormData(form), headers: inPlace, signal: AbortSignal.timeout(20_000) });
  const answer = await ask();
  if (answer.status !== 403) return answer;
  await standing(); // another window signed in meanwhile: the token is a new one
  return ask();
}

// Covering: nothing of the page is seen, printed or read out, and the server answers this session with nothing.
const title = document.title;

function cover() {
  document.documentElement.dataset.covered = "";
  document.title = "AIRCOP";
  const body = new FormData(form);
  fetch(dialog.dataset.cover, { method: "POST", body, headers: inPlace, keepalive: true }).catch(() => null).finally(prove);
}

function uncover() {
  if (!("covered" in document.documentElement.dataset)) return;
  delete document.documentElement.dataset.covered;
  document.title = title;
}

function touch(event) {
  if (dialog.open || Date.now() - touched < 1000) return;
  touched = Date.now();
  if (event) others.postMessage("touched");
}

function look() {
  if (!dialog.open && Date.now() - touched >= after) cover();
}

others.addEventListener("message", async ({ data }) => {
  if (data === "touched") touch();
  if (data === "proved" && dialog.open) prove(), await standing().then((told) => told.person === person && done(), () => null);
  if (data === "left") location.replace("/");
});

// Signing out leaves nothing behind on the device: the server says so to the browser, and the page does it first.
async function leave(event) {
  if (!event.target.matches("form[action$='/account/sign-out/']") || event.target.dataset.left) return;
  event.preventDefault();
  event.target.dataset.left = "";
  document.dispatchEvent(new CustomEvent("aircop:leaving"));
  await wipe();
  others.postMessage("left");
  event.target.submit();
}

dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.addEventListener("click", (event) => event.stopPropagation());
form.addEventListener("submit", send);
document.addEventListener("submit", leave);
for (const name of ["pointerdown", "keydown", "scroll", "input"]) document.addEventListener(name, touch, { capture: true, passive: true });
if (after) setInterval(look, Math.min(after, 5000));
document.addEventListener("visibilitychange", () => after && look());

// Parts of the page that htmx asks for wait in the same way, and are asked for again.
document.addEventListener("htmx:configRequest", ({ detail }) => Object.assign(detail.headers, inPlace));
document.addEventListener("htmx:responseError", async ({ detail }) => {
  if (detail.xhr.status !== 401) return;
  await prove();
  const { verb, path, parameters, elt } = detail.requestConfig;
  globalThis.htmx.ajax(verb, path, { source: elt, values: parameters, target: detail.target });
});
