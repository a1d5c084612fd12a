// The frame: shortcuts, menus, theme, dialogs, toasts. Every one of them also works, plainer, without this file.

const root = document.documentElement;
const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

function shortcut(event) {
  if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!target || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (target.matches("input")) target.select();
  else target.click();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

function escape(event) {
  const menu = event.key === "Escape" && document.activeElement?.closest("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

async function chooseTheme(event) {
  const form = event.target.closest("[data-theme-choice]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  root.dataset.theme = event.submitter.value;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
}

function dialogs(event) {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  const inside = event.target.closest("dialog");
  if (inside && (closer || event.target === inside)) {
    event.preventDefault();
    inside.close();
  }
}

// The open one of many tabs stands in view, where they do not all fit.
function openTab() {
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - tab.parentElement.getBoundingClientRect().left - 32;
}

function toasts(scope) {
  for (const button of scope.querySelectorAll("[data-dismiss]")) button.hidden = false;
}

function dismiss(event) {
  event.target.closest("[data-dismiss]")?.closest("[data-toast]").remove();
}

document.addEventListener("keydown", shortcut);
document.addEventListener("keydown", escape);
document.addEventListener("submit", chooseTheme);
document.addEventListener("click", (event) => {
  closeMenus(event.target);
  dismiss(event);
  dialogs(event);
});
document.addEventListener("htmx:load", (event) => toasts(event.target));
toasts(document);
openTab();
document.querySelector("[data-focus]:not([data-still] *)")?.focus();
