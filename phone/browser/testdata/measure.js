// Writes down when the reader was ready, what it was asked and when it answered, and what kept the page's own thread busy
// for longer than 50 ms, as window.measured, in ms since the page was opened.
(() => {
	const measured = window.measured = { ready: 0, asked: [], blocked: [] };
	window.Worker = class extends Worker {
		constructor(...address) {
			super(...address);
			this.addEventListener('message', ({ data }) => {
				if (data.type === 'ready') measured.ready = performance.now();
				const request = measured.asked.find(({ id }) => id === data.id);
				if (request) request.answered = performance.now();
			});
		}

		postMessage(request, ...rest) {
			measured.asked.push({ id: request.id, type: request.type, at: performance.now(), answered: 0 });
			super.postMessage(request, ...rest);
		}
	};
	new PerformanceObserver((list) => measured.blocked.push(...list.getEntries().map(({ startTime, duration }) => ({ at: startTime, duration }))))
		.observe({ type: 'longtask', buffered: true });
})();
