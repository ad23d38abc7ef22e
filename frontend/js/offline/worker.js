// Registers the service worker, and asks it to send the queue when the network is back even if no
// page is open, where the browser can do that.
export async function register() {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return null;
  return navigator.serviceWorker.register("/sw.js").catch(() => null);
}

export async function sendLater() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register("queue").catch(() => {});
}
