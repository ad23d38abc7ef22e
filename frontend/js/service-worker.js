// The service worker, /sw.js. The server writes self.HIPCOACH = {version, files, offline, static}
// in front of it, so that a new build is a new worker that fetches the new files before it takes over.
//   files of the build   cache first; those of the build before stay, for pages that were kept then
//   drawings             cache first: another drawing has another address
//   pages                network first; a few are kept (offline/pages.js), others lead to /offline/
import { FIGURES, PAGES, PLAYER, isWhole, nameOf, warm } from "./offline/pages.js";
import { sync } from "./offline/sync.js";

const BUILD = self.HIPCOACH;
const FILES = `files-${BUILD.version}`;
const DRAWING = /^\/figures\/.*\/(still\.svg|motion\.json)$/;
const PATIENCE = 3000; // ms that the player waits for the network: it is the same page each time
const any = { ignoreVary: true };

const lists = async () => (await caches.keys()).filter((name) => name.startsWith("files-"));

self.addEventListener("install", (event) => {
  const fill = async () => {
    const files = await caches.open(FILES);
    const fetchAll = BUILD.files.map(async (address) => {
      if (await files.match(address, any)) return;
      const answer = (await caches.match(address, any)) ?? (await fetch(address));
      if (answer.ok) await files.put(address, answer);
    });
    await Promise.all(fetchAll);
    // As nobody: the page for times without a network is the same for all.
    await files.put(BUILD.offline, await fetch(BUILD.offline, { credentials: "omit", cache: "no-cache" }));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const take = async () => {
    const old = (await lists()).filter((name) => name !== FILES);
    await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
    if (await caches.has(PAGES)) await warm({ anew: true });
  };
  event.waitUntil(take());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(BUILD.static)) event.respondWith(file(request));
  else if (DRAWING.test(url.pathname)) event.respondWith(drawing(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "queue") event.waitUntil(sync());
});

async function file(request) {
  const found = await caches.match(request, any);
  return found ?? fetch(request);
}

async function drawing(request) {
  const figures = await caches.open(FIGURES);
  return (await figures.match(request, any)) ?? fetch(request);
}

/** The network's answer; for the player it has to begin soon. */
function ask(request, isPlayer) {
  if (!isPlayer) return fetch(request);
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), PATIENCE);
  return fetch(request, { signal: given.signal }).finally(() => clearTimeout(timer));
}

async function kept(url) {
  const name = nameOf(url, { toRead: true });
  return name && (await (await caches.open(PAGES)).match(name, any));
}

async function page(event, url) {
  const name = nameOf(url);
  try {
    const answer = await ask(event.request, name === PLAYER);
    if (name && isWhole(answer)) {
      const copy = answer.clone();
      event.waitUntil(caches.open(PAGES).then((pages) => pages.put(name, copy)));
    }
    // A proxy without a server behind it is no better than no network.
    return ([502, 503, 504].includes(answer.status) && (await kept(url))) || answer;
  } catch {
    return (await kept(url)) || caches.match(BUILD.offline, any);
  }
}
