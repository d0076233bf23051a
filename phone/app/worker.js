// The reader's worker: it starts the Go program, gives it what only a browser can do, and passes messages on. What they say
// stands in cmd/phone/doc.go.
importScripts("wasm_exec.js");

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

// weights fetches a file of weights, which come as every other byte first, and then those between: so they are compressed
// best.
async function weights(name) {
	const parted = await bytes(name);
	const odd = Math.ceil(parted.length / 2); // where they begin
	return parted.map((_, i) => parted[(i % 2) * odd + (i >> 1)]);
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
		get("aloud.wasm").then(compile), compiled("tile.wasm"), weights("digits.weights"), weights("line.weights"),
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

// compile compiles while the program is still coming, where the server says what it is.
async function compile(response) {
	try {
		return await WebAssembly.compileStreaming(response.clone());
	} catch {
		return WebAssembly.compile(await response.arrayBuffer());
	}
}

const easel = self.OffscreenCanvas && new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

// drawn is a bitmap, which is used up, as a picture of a size.
function drawn(bitmap, width, height) {
	try {
		if (easel.canvas.width !== width || easel.canvas.height !== height) Object.assign(easel.canvas, { width, height });
		easel.clearRect(0, 0, width, height);
		easel.drawImage(bitmap, 0, 0, width, height);
		return { width, height, pixels: easel.getImageData(0, 0, width, height).data.buffer };
	} catch (trouble) {
		throw Object.assign(new Error(`the picture does not fit into memory: ${trouble.message}`), { code: "too large" });
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
	return drawn(bitmap, width, height);
}

let last = null; // the picture that was read last

// answered is the answer to a request.
async function answered(request) {
	const { type, file, bitmap, ...rest } = request;
	if (bitmap) Object.assign(rest, drawn(bitmap, rest.width, rest.height));
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

// One request after the other, so that answers come in the order of the requests.
let done = started.catch(() => {});
self.onmessage = ({ data: request }) => {
	done = done.then(() => answered(request)).catch((trouble) => ({ ok: false, code: trouble.code ?? "broken", error: String(trouble.message ?? trouble) }))
		.then((answer) => postMessage({ ...answer, id: request.id }, buffers(answer)));
};
