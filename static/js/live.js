// The bell: how many alerts are new. One tab of the browser holds a stream and tells the others; where there is no
// stream, it asks now and then. Without this file the number stands on the page of alerts.

const bell = document.querySelector("[data-bell]");
const others = new BroadcastChannel("aircop-bell");
const SLOW = 30_000;
const QUICK = 2_000;

function show(unread) {
  const count = bell.querySelector(".count") ?? bell.appendChild(Object.assign(document.createElement("span"), { className: "count" }));
  const before = count.textContent;
  count.textContent = unread > 98 ? "99+" : String(unread);
  count.hidden = unread === 0;
  if (unread && before !== count.textContent) bell.dispatchEvent(new CustomEvent("bell", { bubbles: true, detail: unread }));
}

function tell(unread) {
  show(unread);
  others.postMessage(unread);
}

async function ask() {
  const answer = await fetch(bell.dataset.bell, { headers: { "X-Page-Waits": "1", Accept: "application/json" }, redirect: "manual" });
  if (answer.ok) tell((await answer.json()).unread);
}

async function poll(pause) {
  for (;;) {
    await new Promise((done) => setTimeout(done, pause)); // the page has asked when it came
    if (!document.hidden) await ask().catch(() => {});
  }
}

// Ends when there is no stream to be had; a stream that broke is opened again by the browser itself.
function listen() {
  return new Promise((done) => {
    const stream = new EventSource(bell.dataset.stream);
    stream.addEventListener("bell", (event) => tell(JSON.parse(event.data).unread));
    stream.addEventListener("error", () => stream.readyState === EventSource.CLOSED && done());
  });
}

async function lead() {
  if (bell.dataset.stream) {
    await listen();
    await poll(SLOW);
  } else {
    await poll(QUICK);
  }
}

if (bell) {
  others.addEventListener("message", (event) => show(event.data));
  ask().catch(() => {});
  if (navigator.locks) navigator.locks.request("aircop-bell", lead);
  else poll(SLOW);
}
