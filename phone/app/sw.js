// Keeps every file of one version of the app. The line that tells which, PRECACHE, is put in front of this file when it is
// served or exported.

const cacheName = `aloud ${PRECACHE.version}`;
const files = PRECACHE.files.map((file) => new URL(file, location).href);

/** Fetches all files that are not kept yet, and tells whether there were any. The server is asked of each whether what the
 *  page has fetched already still holds, so that nothing comes twice, and nothing of an older version. */
async function complete() {
	const cache = await caches.open(cacheName);
	const kept = new Set((await cache.keys()).map((request) => request.url));
	const missing = files.filter((file) => !kept.has(file));
	await cache.addAll(missing.map((file) => new Request(file, { cache: 'no-cache' })));
	return missing.length > 0;
}

self.addEventListener('install', (event) => event.waitUntil(complete()));

self.addEventListener('activate', (event) => event.waitUntil((async () => {
	for (const name of await caches.keys()) {
		if (name.startsWith('aloud ') && name !== cacheName) await caches.delete(name);
	}
	await clients.claim();
})()));

self.addEventListener('message', (event) => {
	if (event.data === 'take over') self.skipWaiting();
	if (event.data === 'mend') event.waitUntil(complete().then((mended) => event.ports[0].postMessage(mended), () => event.ports[0].postMessage(false)));
});

// What is kept is answered from here; all else, such as pictures sent to a server, goes its way.
self.addEventListener('fetch', (event) => {
	const url = event.request.url.split(/[?#]/)[0];
	if (event.request.method !== 'GET' || !files.includes(url)) return;
	event.respondWith((async () => {
		const cache = await caches.open(cacheName);
		return await cache.match(url, { ignoreVary: true }) ?? fetch(event.request);
	})());
});
