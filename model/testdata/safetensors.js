// Reads a safetensors file as the format is published (huggingface/safetensors, README, "Format"), sharing no code with the
// program that wrote it: node safetensors.js FILE prints the metadata and, for each tensor, shape and numbers as JSON.
const fs = require("fs");

function half(bits) {
  const sign = bits >> 15 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const numbers = {
  F16: { size: 2, at: (view, i) => half(view.getUint16(i, true)) },
  F32: { size: 4, at: (view, i) => view.getFloat32(i, true) },
  F64: { size: 8, at: (view, i) => view.getFloat64(i, true) },
};

const file = fs.readFileSync(process.argv[2]);
const length = Number(file.readBigUInt64LE(0));
const header = JSON.parse(file.toString("utf8", 8, 8 + length));
const read = { metadata: header.__metadata__, tensors: {} };
delete header.__metadata__;
let covered = 0;
for (const [name, t] of Object.entries(header)) {
  const [begin, end] = t.data_offsets, { size, at } = numbers[t.dtype];
  const view = new DataView(file.buffer, file.byteOffset + 8 + length + begin, end - begin);
  read.tensors[name] = { shape: t.shape, numbers: Array.from({ length: (end - begin) / size }, (_, i) => at(view, i * size)) };
  covered += end - begin;
}
if (covered !== file.length - 8 - length) throw new Error("the tensors do not cover the file");
process.stdout.write(JSON.stringify(read));
