// What a device keeps of entries while there is no line: encrypted with AES-GCM under a key of the session, which scripts
// can use and not read (docs/decisions/0014). Without identities: the form says which of its fields may be kept.

const NAME = "aircop";
const ENTRIES = "entries";
const KEYS = "keys";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ENTRIES, { keyPath: "record" });
    request.result.createObjectStore(KEYS, { keyPath: "name" });
  };
  return asked(request);
}

async function within(store, mode, act) {
  const database = await open();
  try {
    return await asked(act(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

async function keyFrom(secret) {
  const bytes = Uint8Array.from(atob(secret), (each) => each.charCodeAt(0));
  const base = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: encoder.encode("aircop entries") };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const held = () => within(KEYS, "readonly", (store) => store.get("session"));

async function closed(entry, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = encoder.encode(entry.record);
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, encoder.encode(JSON.stringify(entry)));
  return { record: entry.record, iv, box };
}

// One at a time, in all windows: what one closes under the old key must not meet the new one of another.
const alone = (act) => navigator.locks.request("aircop-store", act);

// Takes the key of a session. Another person's store, or one of a day that is over, is emptied; what the same person
// kept under an older session is closed anew under the new key.
export const unlock = ({ person, secret, ends }) => alone(async () => {
  const before = await held();
  const theirs = before?.person === person && before.ends * 1000 > Date.now();
  const sign = await mark(secret);
  if (theirs && before.mark === sign) return;
  const key = await keyFrom(secret);
  const rows = await Promise.all((theirs ? await all() : []).map((entry) => closed(entry, key)));
  const database = await open();
  await new Promise((resolve, reject) => {
    const both = database.transaction([KEYS, ENTRIES], "readwrite");
    both.objectStore(KEYS).put({ name: "session", person, ends, key, mark: sign });
    both.objectStore(ENTRIES).clear();
    for (const row of rows) both.objectStore(ENTRIES).put(row);
    both.oncomplete = resolve;
    both.onerror = both.onabort = reject;
  });
  database.close();
});

async function mark(secret) {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`mark:${secret}`));
  return btoa(String.fromCharCode(...new Uint8Array(digest).slice(0, 9)));
}

export async function holder() {
  const row = await held();
  return row && row.ends * 1000 > Date.now() ? row.person : null;
}

export const put = (entry) => alone(async () => {
  const row = await held();
  if (!row || row.ends * 1000 <= Date.now()) return false;
  const kept = await closed(entry, row.key);
  await within(ENTRIES, "readwrite", (store) => store.put(kept));
  return true;
});

export const drop = (record) => within(ENTRIES, "readwrite", (store) => store.delete(record));

export async function all() {
  const row = await held();
  if (!row) return [];
  if (row.ends * 1000 <= Date.now()) return wipe().then(() => []);
  const found = [];
  for (const { record, iv, box } of await within(ENTRIES, "readonly", (store) => store.getAll())) {
    const additionalData = encoder.encode(record);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, row.key, box).catch(() => null);
    if (plain) found.push(JSON.parse(decoder.decode(plain)));
  }
  return found;
}

export async function wipe() {
  sessionStorage.clear();
  localStorage.clear();
  const workers = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  const stores = await globalThis.caches?.keys().catch(() => []) ?? [];
  await Promise.allSettled([
    ...workers.map((worker) => worker.unregister()),
    ...stores.map((name) => caches.delete(name)),
    asked(indexedDB.deleteDatabase(NAME)),
  ]);
}
