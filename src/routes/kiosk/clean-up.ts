/** Nothing that a page may have kept in this browser stays: only the server knows that it is a kiosk. */
export async function forgetHere(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  // Firefox of some years ago cannot list them.
  const databases = typeof indexedDB.databases === 'function' ? await indexedDB.databases() : [];
  for (const { name } of databases) if (name !== undefined) indexedDB.deleteDatabase(name);
  for (const name of await caches.keys()) await caches.delete(name);
}
