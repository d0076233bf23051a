// Runs a model: node run.js MODEL INPUT DIMENSION... reads float32 numbers from standard input, gives them to the model as
// the input of that name and shape, and prints what comes out as JSON: each output's shape and numbers.
const ort = require("onnxruntime-node");
const fs = require("fs");

async function main([model, input, ...dims]) {
  const bytes = fs.readFileSync(0);
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const session = await ort.InferenceSession.create(model);
  const outputs = await session.run({ [input]: new ort.Tensor("float32", numbers, dims.map(Number)) });
  const printed = {};
  for (const [name, t] of Object.entries(outputs)) printed[name] = { shape: t.dims, numbers: Array.from(t.data) };
  process.stdout.write(JSON.stringify(printed));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
