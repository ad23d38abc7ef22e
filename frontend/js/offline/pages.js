// Which pages are kept for times without a network, and under which name. Only a runner's own log,
// the player and the library: no account page, no admin and nothing with a choice in its address.
export const PAGES = "pages-1";
export const FIGURES = "figures-1";
export const TODAY = "/training/today/";
export const LOG = "/training/";
export const PLAYER = "/training/player/";
export const LIBRARY = "/exercises/";
const CORE = [TODAY, LOG, PLAYER];
const EXERCISE = /^\/exercises\/[a-z0-9-]+\/$/;
const NO_EXERCISE = /^\/exercises\/(sheet|lists)\/$/;

/** The name under which a page is kept, or "" for one that is not. The player is the same page
 * whatever its address asks for; Today without a network is the whole of it. */
export function nameOf(url, { toRead = false } = {}) {
  const path = url.pathname;
  if (path === PLAYER) return path;
  if (path === TODAY) return toRead || !url.search ? path : "";
  if (url.search) return "";
  const isKept = path === LOG || path === LIBRARY || (EXERCISE.test(path) && !NO_EXERCISE.test(path));
  return isKept ? path : "";
}

/** Tell whether an answer may be kept: a whole page, and not a redirect to the sign-in. */
export const isWhole = (answer) =>
  answer.status === 200 && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("text/html");

/** Fetch the pages that must open without a network; those that are here already only if `anew`. */
export async function warm({ anew = false } = {}) {
  const pages = await caches.open(PAGES);
  for (const path of CORE) {
    if (!anew && (await pages.match(path, { ignoreVary: true }))) continue;
    const answer = await fetch(path, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (answer && isWhole(answer)) await pages.put(path, answer);
  }
}

/** Keep the drawings at these addresses; each address has one drawing for ever. */
export async function keepFigures(addresses) {
  const figures = await caches.open(FIGURES);
  for (const address of addresses) {
    if (await figures.match(address, { ignoreVary: true })) continue;
    const answer = await fetch(address).catch(() => null);
    if (!answer) return; // the network is gone: the next time
    if (answer.ok) await figures.put(address, answer);
  }
}

export const forgetPages = () => caches.delete(PAGES);
