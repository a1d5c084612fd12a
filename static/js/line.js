// On every page of somebody signed in: what waits on this device for a line is sent. Mostly nothing does, and nothing is loaded.

import "./session.js";

const all = (await indexedDB.databases?.().catch(() => [])) ?? [];
if (all.some(({ name }) => name === "aircop")) import("./waiting.js");
