// Opens the quick entry when there is no line: the bare form, without a word about any case or person. It serves nothing
// else, keeps nothing else, and goes with the session.

const STORE = "aircop-entry";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(new URL("offline/", self.registration.scope))));
  else if (address.pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => kept(request)));
});

async function kept(what) {
  const store = await caches.open(STORE);
  return (await store.match(what, { ignoreVary: true })) ?? Response.error();
}

// Once a session: the form, and the files that it names.
async function keep({ shell, sign }) {
  const store = await caches.open(STORE);
  const before = await store.match(shell);
  if (before?.headers.get("X-Sign") === String(sign)) return;
  const answer = await fetch(shell, { headers: { "X-In-Place": "" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const text = await answer.text();
  const files = new Set([...text.matchAll(/(?:src|href)="(\/static\/[^"#]+)/g)].map(([, path]) => path));
  await store.addAll([...files]);
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Sign": String(sign) };
  headers["Content-Security-Policy"] = answer.headers.get("Content-Security-Policy") ?? "default-src 'self'";
  await store.put(shell, new Response(text, { headers }));
}
