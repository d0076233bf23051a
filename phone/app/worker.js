// The reader's worker: it starts the Go program, gives it what only a browser can do, and passes messages on. What they say
// stands in cmd/phone/doc.go.
importScripts("wasm_exec.js", "frame.js");

const largestSide = 4000; // pixels beyond which the reader does not look either

// get fetches a file of the app. One that is missing is an error, and not a page that says so.
async function get(name) {
	const response = await fetch(name);
	if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
	return response;
}

async function bytes(name) {
	return new Uint8Array(await (await get(name)).arrayBuffer());
}

// vectors are the functions of tile.wasm, which work on Go's own memory. Go imports them before it has any memory to give,
// so they stand behind functions that wait for them. Where the browser has no vectors Go is told, and does without.
function vectors(source) {
	let kernels = null;
	const imports = { have: () => (kernels ? 1 : 0) };
	const describe = WebAssembly.Module.imports;
	return {
		for(program) {
			for (const { module, name } of describe(program)) {
				if (module === "tile" && name !== "have") imports[name] = (...operands) => kernels[name](...operands);
			}
			return imports;
		},
		join(memory) {
			if (source) kernels = new WebAssembly.Instance(source, { go: { mem: memory } }).exports;
		},
	};
}

// compiled is a module, or null where the browser cannot compile it.
async function compiled(name) {
	const code = await bytes(name);
	return WebAssembly.validate(code) ? WebAssembly.compile(code) : null;
}

// start starts the program and returns its greeting.
async function start() {
	const [program, tile, digits, line] = await Promise.all([
		get("aloud.wasm").then(compile), compiled("tile.wasm"), bytes("digits.weights"), bytes("line.weights"),
	]);
	const go = new Go();
	const simd = vectors(tile);
	go.importObject.tile = simd.for(program);
	const instance = await WebAssembly.instantiate(program, go.importObject);
	simd.join(instance.exports.mem);
	const running = new Promise((resolve) => { self.aloudStarted = resolve; });
	const ended = go.run(instance).then(() => { throw new Error("the reader ended"); });
	await Promise.race([running, ended]);
	return self.aloud(digits, line);
}

// compile compiles while the program is still coming, where the server says what it is. It is the response itself that is
// given away: of a copy a browser does not keep what it has compiled.
async function compile(response) {
	if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
	return WebAssembly.compile(await response.arrayBuffer());
}

const easel = self.OffscreenCanvas && new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

// drawn is a bitmap as a picture of a size, on white paper where it is transparent.
function drawn(bitmap, width, height) {
	try {
		if (easel.canvas.width !== width || easel.canvas.height !== height) Object.assign(easel.canvas, { width, height });
		easel.fillStyle = "white";
		easel.fillRect(0, 0, width, height);
		easel.drawImage(bitmap, 0, 0, width, height);
		return { width, height, pixels: easel.getImageData(0, 0, width, height).data.buffer };
	} catch (trouble) {
		throw Object.assign(new Error(`the picture does not fit into memory: ${trouble.message}`), { code: "too large" });
	}
}

// plain tells whether a frame of a camera is as frame.js wants it, and shown as it is, neither turned nor stretched. A
// browser that does not say draws it, which takes longer.
function plain(frame) {
	const { format, rotation, flip, visibleRect } = frame;
	return (format === "I420" || format === "NV12") && rotation === 0 && !flip && frame.displayWidth === visibleRect.width && frame.displayHeight === visibleRect.height;
}

let planes = new Uint8Array(0); // of the last frame

// undrawn is a frame as a grey picture about so wide, or null where its bytes are of another form or not to be had.
async function undrawn(frame, width) {
	if (!plain(frame)) return null;
	try {
		const size = frame.allocationSize();
		if (planes.length !== size) planes = new Uint8Array(size);
		return greyOf(planes, await frame.copyTo(planes), frame, Math.max(1, Math.round(frame.displayWidth / width)));
	} catch {
		return null;
	}
}

// seen is a bitmap, which is used up, as a picture of about this size.
async function seen(bitmap, width, height) {
	try {
		return await undrawn(bitmap, width) ?? drawn(bitmap, width, height);
	} finally {
		bitmap.close();
	}
}

// opened is the picture of a file, upright.
async function opened(file) {
	let bitmap;
	try {
		bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
	} catch {
		throw Object.assign(new Error("this file is no picture that the browser can open; take a photograph instead"), { code: "unopened" });
	}
	const scale = Math.min(1, largestSide / Math.max(bitmap.width, bitmap.height));
	const width = Math.max(1, Math.round(bitmap.width * scale)), height = Math.max(1, Math.round(bitmap.height * scale));
	return seen(bitmap, width, height);
}

let last = null; // the picture that was read last

// answered is the answer to a request.
async function answered(request) {
	const { type, file, bitmap, ...rest } = request;
	if (bitmap) Object.assign(rest, await seen(bitmap, rest.width, rest.height));
	if (type === "file") Object.assign(rest, await opened(file));
	if (type === "again") Object.assign(rest, last);
	else if (type === "file" || type === "still") last = { pixels: rest.pixels, width: rest.width, height: rest.height };
	return self.aloud({ ...rest, type: type === "file" || type === "again" ? "still" : type, again: type === "again" });
}

// buffers are the pictures of an answer, which are given away and not copied.
function buffers(answer) {
	return [answer.pixels, answer.see?.pixels, answer.see?.digits].filter((b) => b instanceof ArrayBuffer);
}

const started = start();
started.then(
	(greeting) => postMessage(greeting.ok === false ? { type: "failed", error: greeting.error } : greeting),
	(trouble) => postMessage({ type: "failed", error: String(trouble.message ?? trouble) }),
);

let wanted = false; // somebody waits for the reader

// One request after the other, so that answers come in the order of the requests.
let done = started.catch(() => {});
self.onmessage = ({ data: request }) => {
	wanted ||= request.type !== "settings";
	done = done.then(() => answered(request)).catch((trouble) => ({ ok: false, code: trouble.code ?? "broken", error: String(trouble.message ?? trouble) }))
		.then((answer) => postMessage({ ...answer, id: request.id }, buffers(answer)));
};

// exercise lets the reader look and read before anybody waits for it: a browser makes a program fast only while it runs.
// Nothing is kept of what is read, and it ends as soon as it is in the way.
async function exercise() {
	if (!easel) return;
	const [small, large] = [480, 1920].map((width) => {
		const height = width * 9 / 16;
		Object.assign(easel.canvas, { width, height });
		easel.fillStyle = "white";
		easel.fillRect(0, 0, width, height);
		easel.fillStyle = "black";
		easel.font = `${height / 8}px cursive`;
		easel.fillText("0123 456 789", width / 5, height / 2);
		return { width, height, pixels: easel.getImageData(0, 0, width, height).data.buffer };
	});
	for (let i = 0; i < 12; i++) {
		await new Promise((resolve) => setTimeout(resolve));
		if (wanted) return;
		self.aloud(i % 3 ? { type: "frame", ...small } : { type: "still", again: true, ...large });
	}
}
started.then(exercise).catch(() => {}); // the page has been told already
