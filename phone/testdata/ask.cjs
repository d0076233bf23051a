// Runs the app's worker under node, as a browser would, and asks it what stands on standard input: a request a line, with
// the name of a file in place of pixels. Each answer is a line, and the greeting is the first.
//
//	node ask.cjs FOLDER [bare] < requests
//
// FOLDER holds the app. With bare this is a browser without vectors.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const readline = require("readline");

const [folder, bare] = process.argv.slice(2);

globalThis.self = globalThis;
globalThis.require = require;
globalThis.fetch = async (name) => {
	const file = path.join(folder, name);
	if (!fs.existsSync(file)) return new Response("", { status: 404, statusText: "Not Found" });
	const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
	return new Response(fs.readFileSync(file), { headers: { "Content-Type": type } });
};
globalThis.importScripts = (...names) => names.forEach((name) => vm.runInThisContext(fs.readFileSync(path.join(folder, name), "utf8"), { filename: name }));
if (bare) {
	const validate = WebAssembly.validate;
	WebAssembly.validate = (code) => code.length > 100000 && validate(code); // the module of vectors is small
}

const tell = (answer) => process.stdout.write(JSON.stringify(answer, (_, v) => (v instanceof ArrayBuffer ? Buffer.from(v).toString("base64") : v)) + "\n");

const requests = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
globalThis.postMessage = async (answer) => {
	tell(answer);
	const { value, done } = await requests.next();
	if (done || answer.type === "failed") process.exit(0);
	const request = JSON.parse(value);
	if (typeof request.pixels === "string") {
		const data = fs.readFileSync(request.pixels);
		request.pixels = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
	}
	self.onmessage({ data: request });
};
importScripts("worker.js");
