// Runs a Go program for js/wasm under node, as go_js_wasm_exec of the Go distribution does, with the module of vectors that
// it imports.
//
//	node run.cjs GOROOT MODULE PROGRAM [argument...]
"use strict";
const fs = require("fs");
const path = require("path");

const [root, vectors, program, ...rest] = process.argv.slice(2);
globalThis.require = require;
globalThis.fs = fs;
globalThis.path = path;
require("vm").runInThisContext(fs.readFileSync(path.join(root, "lib/wasm/wasm_exec.js"), "utf8"));

const go = new Go();
go.argv = [program, ...rest];
go.env = { TMPDIR: require("os").tmpdir() };
go.exit = process.exit;
let kernels = null;
const code = fs.readFileSync(vectors);
go.importObject.tile = { have: () => (kernels ? 1 : 0) };
for (const { name } of WebAssembly.Module.exports(new WebAssembly.Module(code))) {
	go.importObject.tile[name] = (...operands) => kernels[name](...operands);
}
WebAssembly.instantiate(fs.readFileSync(program), go.importObject).then(({ instance }) => {
	if (process.env.ALOUD_BARE === undefined) kernels = new WebAssembly.Instance(new WebAssembly.Module(code), { go: { mem: instance.exports.mem } }).exports;
	process.on("exit", (status) => {
		if (status === 0 && !go.exited) { // a deadlock, of which Go will tell
			go._pendingEvent = { id: 0 };
			go._resume();
		}
	});
	return go.run(instance);
}).catch((trouble) => {
	console.error(trouble);
	process.exit(1);
});
