// The reader, which works in a worker of its own; cmd/phone tells what can be asked of it.

const most = 3; // times that a broken reader is started anew

class Reader {
	constructor() {
		this.waiting = new Map(); // by id
		this.next = 0;
		this.starts = 0;
		this.chosen = null; // the last settings, which a new worker needs too
		this.start();
	}

	/** Resolves to what the reader can do, once it can; is rejected where it never will. */
	ready = null;

	start() {
		this.starts++;
		this.worker = new Worker('worker.js');
		const begun = new Promise((resolve, reject) => {
			this.worker.onmessage = ({ data }) => {
				if (data.type === 'ready') resolve(data);
				else if (data.type === 'failed') reject(new Error(data.error));
				else this.answer(data);
			};
			this.worker.onerror = (event) => {
				reject(new Error(event.message));
				this.giveUp(event.message);
			};
		});
		this.ready = begun.then(async (able) => {
			if (this.chosen) await this.send('settings', this.chosen);
			return able;
		});
		this.ready.catch(() => {}); // whoever waits for it hears of it
	}

	/** Asks, and resolves to the answer. Errors have the code that the reader gave them. */
	async ask(type, fields = {}) {
		await this.ready;
		return this.send(type, fields);
	}

	/** Chooses the language and the country for all that is asked from now on, also while the reader is still starting. */
	async choose(settings) {
		this.chosen = settings;
		await this.ask('settings', settings);
	}

	send(type, fields) {
		const id = this.next++;
		return new Promise((resolve, reject) => {
			this.waiting.set(id, { resolve, reject });
			this.worker.postMessage({ id, type, ...fields }, [fields.pixels ?? fields.bitmap].filter(Boolean));
		});
	}

	answer({ id, ok, code, error, ...rest }) {
		const { resolve, reject } = this.waiting.get(id) ?? {};
		this.waiting.delete(id);
		if (ok) resolve?.(rest);
		else reject?.(Object.assign(new Error(error), { code }));
		if (code === 'broken') this.giveUp(error);
	}

	/** Ends a broken worker, and all that waits for it, and starts another. */
	giveUp(message) {
		this.worker.terminate();
		for (const { reject } of this.waiting.values()) reject(Object.assign(new Error(message), { code: 'broken' }));
		this.waiting.clear();
		if (this.starts < most) this.start();
		else this.ready = Promise.reject(new Error(message));
	}
}

/** The one reader of the page, which starts at once: it is what takes longest. */
export const reader = new Reader();
