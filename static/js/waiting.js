// What waits on this device for a line: it is sent once, in the order in which it was written, and never dropped silently.

import { inPlace, person, prove, standing } from "./session.js";
import * as vault from "./vault.js";

const box = document.querySelector("[data-waiting]");
const words = box?.dataset ?? {};

const first = (entry, name) => entry.fields.find(([each]) => each === name)?.[1] ?? "";
const says = (entry) => [first(entry, "substance") || first(entry, "substance:words"), [first(entry, "amount_0"), first(entry, "amount_1")].filter(Boolean).join(" "), first(entry, "airport")].filter(Boolean).join(", ");

// Sends one after the other; one window does it for all of them. `open` is the entry that stands in this page's form.
export function flush(open = "", known = null) {
  return navigator.locks.request("aircop-send", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const told = known ?? (await standing().catch(() => null));
    if (told?.person !== person) return;
    await vault.unlock(told);
    for (const entry of (await vault.all()).sort((a, b) => a.at - b.at)) {
      if (entry.person !== person || entry.clash || entry.record === open) continue;
      if (!(await sent(entry, told.csrf))) return;
    }
  });
}

// Tells whether the line holds.
async function sent(entry, csrf) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", csrf);
  const to = entry.waiting ? words.create : words.keep;
  if (!to) return false;
  const answer = await fetch(to, { method: "POST", body, headers: inPlace, signal: AbortSignal.timeout(30_000) }).catch(() => null);
  if (!answer) return false;
  if (answer.status === 401) {
    await prove();
    return flush().then(() => false);
  }
  if (answer.status === 429) {
    const { wait = 1 } = await answer.json().catch(() => ({}));
    await new Promise((resolve) => setTimeout(resolve, wait * 1000 + 100));
    return sent(entry, csrf);
  }
  if (answer.status >= 500 || answer.status === 403) return false;
  await settle(entry, answer);
  return true;
}

async function settle(entry, answer) {
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  if (told?.location && answer.ok && !told.differs) {
    await vault.drop(entry.record);
    return line(words.sent, says(entry), told.location);
  }
  if (told?.revision || answer.status === 410) {
    await vault.drop(entry.record);
    return line(answer.status === 410 ? told.reason : words.kept, says(entry), told.resume ?? told.location);
  }
  if (entry.waiting && !told) return vault.put({ ...entry, waiting: false }); // it has faults: it becomes an entry begun
  if (told?.reason) return line(told.reason, says(entry)); // it stays here, and is tried again
  return vault.put({ ...entry, clash: told?.location ?? "" });
}

function line(text, about, href, act) {
  if (!box) return;
  const row = document.createElement("li");
  row.append(Object.assign(document.createElement("span"), { textContent: [text, about].filter(Boolean).join(": ") }));
  if (href) row.append(" ", Object.assign(document.createElement("a"), { href, textContent: words.open }));
  if (act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: act.text });
    button.addEventListener("click", act.does);
    row.append(" ", button);
  }
  box.querySelector("ul").append(row);
  box.hidden = false;
}

// Lists what waits. `goOn` puts an entry into the form of this page.
export async function show(goOn) {
  if (!box) return;
  for (const entry of await vault.all().catch(() => [])) {
    if (entry.person !== person) continue;
    if ("clash" in entry) line(words.clash, told(entry), entry.clash, { text: words.drop, does: (event) => gone(entry, event) });
    else if (entry.waiting) line(words.waits, says(entry));
    else if (goOn) line(words.begun, says(entry), "", { text: words.goOn, does: () => goOn(entry) });
  }
}

// The other text of a clash, in full: it is nowhere else.
const told = (entry) => entry.fields.filter(([name, value]) => value && !["record", "entry_form", "about", "revision"].includes(name)).map(([, value]) => value).join(" · ");

async function gone(entry, event) {
  await vault.drop(entry.record);
  event.target.closest("li").remove();
}

addEventListener("online", () => flush().then(() => show()));
if (box && !document.querySelector("input[data-entry]")) flush().then(() => show());
