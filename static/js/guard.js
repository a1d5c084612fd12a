// Typing is not lost by accident: a form marked data-guard (by its writer) asks before its page is left with unsaved
// words, and what was sent when the session had ended is put back once the same person has signed in again. It is kept
// in this tab for no longer than a session may last, and goes with whoever signs out.

const KEPT = "aircop-typed";
const LASTS = 12 * 60 * 60 * 1000;
const changed = new Set();
const secret = (name) => name === "csrfmiddlewaretoken";

function keep(form) {
  const typed = [...new FormData(form)].filter(([name, value]) => !secret(name) && typeof value === "string");
  sessionStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), path: location.pathname, writer: form.dataset.guard, typed }));
}

function putBack(form, typed) {
  for (const field of form.elements) {
    const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || secret(field.name) || field.type === "submit") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  changed.add(form);
}

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
const form = document.querySelector("form[data-guard]");
const signedIn = document.referrer && new URL(document.referrer).pathname.startsWith("/account/");
const fresh = kept && Date.now() - kept.at < LASTS;
sessionStorage.removeItem(KEPT);
if (form && signedIn && fresh && kept.path === location.pathname && kept.writer === form.dataset.guard) putBack(form, kept.typed);

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => {
  changed.delete(event.target);
  if (event.target.matches("form[data-guard]")) keep(event.target);
  if (event.target.matches('form[action$="/sign-out/"]')) sessionStorage.removeItem(KEPT);
});

window.addEventListener("beforeunload", (event) => {
  for (const form of changed) {
    if (form.isConnected) event.preventDefault();
  }
});
