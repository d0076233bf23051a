// Command phone is the reader in a browser: pixels come in from the page, readings and the sentences to say come back.
// Nothing leaves the telephone. It is built for WebAssembly, by go generate in package phone, and runs in a worker of its
// own, so that the page stays free for the screen reader.
//
// # The worker
//
// The page starts it with new Worker("worker.js") from the folder phone/app and talks to it in messages. The worker speaks
// first, once:
//
//	{type: "ready", simd: true, languages: [{code: "en", name: "English", rightToLeft: false}, …], countries: ["AC", …]}
//	{type: "failed", error: "…"}     the browser is too old, or a file is missing
//
// From then on every request gets one answer, in the order of the requests:
//
//	{id, type, …}                    id is whatever the page likes; it comes back
//	{id, ok: true, …}
//	{id, ok: false, code, error}     error is one English sentence for the console; code is for the page, which has its own words:
//	                                 "unopened"  the browser cannot open this file as a picture
//	                                 "too large" the picture does not fit into memory
//	                                 "request"   the request makes no sense: a mistake of the page
//	                                 "broken"    a mistake of ours; the worker should be started anew
//
// Pictures are RGBA, 4·width·height bytes in an ArrayBuffer as ImageData has them, or grey, width·height bytes, and are best
// transferred: worker.postMessage({id, type, pixels, width, height}, [pixels]). In place of pixels a bitmap will do, an
// ImageBitmap or a VideoFrame, which the worker scales to about width and height.
//
//	settings   {language: "pt-BR", country: "BR"}
//	           chooses for all that is said from now on; English and no country before. → {language: "pt", name: "Português",
//	           rightToLeft: false, country: "BR"}: English where the language is unknown, "" where the country is
//	frame      {pixels, width, height}
//	           looks, and does not read: for every frame of the camera, scaled to about 480 pixels on the longer side.
//	           → {instruction: "move left", text: "Cut off on the left. Move left.", digits: 7, count: "Seven digits.",
//	           steady: false, cutOff: {left, top, right, bottom}, blurred, dark, glare, far, near, tilted}. instruction is
//	           one of reader.Instructions, and does not change with the language; "good" and steady together are the
//	           moment to take the picture. count is "" while nothing is seen
//	still      {pixels, width, height, follow: false, see: false}
//	           reads a picture. With follow it is one more look at the same note, and the answer is what all looks since
//	           begin agree upon: a number is then sure once three have read it alike, each for sure.
//	           → {reading, speech, see}
//	file       {file: a Blob, follow, see}
//	           the same for a file, which the browser opens, upright; larger ones than 4000 pixels are scaled down
//	again      {see}
//	           the same for the picture that was read last
//	speech     {}
//	           says what was read last, by anything but again, in the language chosen since. → {speech}
//	begin      {}
//	           forgets the looks and frames so far: another note. → {}
//	digit      {pixels, width, height}
//	           tells what the network makes of a single digit, drawn dark on light in any size. → {char: "7",
//	           probabilities: [eleven numbers, of 0 to 9 and of no digit], pixels: ArrayBuffer of 28·28 bytes, what the
//	           network was given, ink 255 on 0}; char is "" where nothing is drawn or no digit is likeliest
//	sentences  {}
//	           what can be said, in the language chosen. → {instructions: {"move left": "…", …}, reasons: {"dark": "…", …},
//	           digits: ["zero", …], unclear: "unclear"}
//
// A reading is what "aloud read --json" prints of a file, without the file's name, turned and maybe_turned always there.
// Boxes are those of the picture as it was sent, however the paper lies on it. The speech that goes with it is
//
//	{sentence: "Ten digits. Zero two zero. …",    all of it, for a live region
//	 parts: ["Ten digits.", "Zero two zero.", …], the same, sentence by sentence in the order to be spoken, an utterance each
//	 numbers: [{                                   each number of the reading, in its order
//	   announced: "",                              "First:" where there are several
//	   count: "Ten digits.",
//	   groups: ["Zero two zero.", …],
//	   doubts: ["The fourth digit, five, is doubtful: it may be six."],
//	   warning: "",                                where the country's telephone numbers have another length
//	   parts: […],                                 of this number alone, to repeat it
//	   walk: ["The first digit: zero.", …],        a sentence for each digit, with its doubt
//	   grouped: "020 555 0137",                    to be shown
//	   dial: "0205550137"}]}                       "" where a digit is refused: such a number is not called
//
// Where paper may lie another way, parts end with that. Where there is no number, numbers is empty, and parts say why and what to do. see is there if it was asked for:
//
//	{pixels, width, height,                        RGBA: the ink that was found, framed in lines and digits
//	 digits: ArrayBuffer}                          28·28 bytes for each digit of each number, what the network was given
//
// # The service worker
//
// Package phone puts a line in front of app/sw.js when it serves or exports it,
//
//	const PRECACHE = {version: "…", files: ["./", "worker.js", …]};
//
// with every file of the app but sw.js itself, and a version that is a hash of them all.
package main
