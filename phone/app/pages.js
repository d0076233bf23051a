// The pages beside the reader: settings, help and the like. Each has an address of its own, so that the browser's way back
// works. Opening one moves the focus to its heading, and closing it moves the focus back to what opened it.

const pages = [...document.querySelectorAll('[data-page]')];
const listeners = [];
let opener = null;

/** The id of the page that is open, "" where the reader is. */
export const openPage = () => pages.find((page) => !page.hidden)?.id ?? '';

/** Calls listener(id) after each opening and closing. */
export const onPage = (listener) => listeners.push(listener);

/** Opens the page that the address names, or the reader. */
export function follow() {
	const before = openPage(), id = location.hash.slice(1);
	for (const page of pages) page.hidden = page.id !== id;
	document.getElementById('reader').hidden = openPage() !== '';
	if (openPage() === before) return;
	for (const listener of listeners) listener(openPage());
	scrollTo(0, 0);
	if (openPage()) document.getElementById(`${id}-heading`).focus();
	else (opener ?? document.getElementById('go')).focus();
}

addEventListener('hashchange', follow);
document.addEventListener('click', (event) => {
	const link = event.target.closest?.('a[href^="#"]');
	if (link && !openPage()) opener = link;
});
