// The networks of the conformance archive's light/ folder, whose weights are ConstantOfShape nodes with one value: written as models with seeded random
// weights of a trained network's size, so that outputs say something, and as large as the originals.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_PROTO } from '../dist/onnx/schema.js';

const FLOAT = 1;

/** Uniform numbers in [low, high): xorshift. */
function uniform(count, seed, low, high) {
  let state = Math.imul(seed + 1, 2654435761) >>> 0 || 1;
  return Float32Array.from({ length: count }, () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return low + (state / 2 ** 32) * (high - low);
  });
}

/** Half width of the values around their middle, by what the constant is for: filters keep the size of activations, factors and variances lie around 1. */
function rangeOf(name, dims, graph) {
  if (dims.length > 1) {
    const bound = Math.sqrt(6 / dims.slice(1).reduce((p, d) => p * d, 1));
    return [-bound, bound];
  }
  const direct = graph.node.find((n) => n.input.includes(name));
  const reader = direct?.opType === 'Unsqueeze' ? graph.node.find((n) => n.input.includes(direct.output[0])) : direct;
  const place = direct?.input.indexOf(name);
  const isFactor = reader?.opType === 'Mul' || (reader?.opType === 'BatchNormalization' && (place === 1 || place === 4));
  return isFactor ? [0.5, 1.5] : [-0.1, 0.1];
}

function initializerOf(node, index, graph) {
  const shape = graph.initializer.find((i) => i.name === node.input[0]);
  const raw = shape.rawData?.length ? new BigInt64Array(Uint8Array.from(shape.rawData).buffer) : shape.int64Data;
  const dims = Array.from(raw, Number);
  const [name] = node.output;
  const data = uniform(dims.reduce((p, d) => p * d, 1), index, ...rangeOf(name, dims, graph));
  return { name, dims, dataType: FLOAT, rawData: new Uint8Array(data.buffer) };
}

/** Unpacks `name` (light/light_vgg19.onnx) from the archive and writes it with weights into `folder`; returns the file. */
export function lightModel(archive, name, folder) {
  execFileSync('tar', ['-xJf', archive, '-C', folder, name]);
  const model = MODEL_PROTO.toObject(MODEL_PROTO.decode(readFileSync(join(folder, name))), { longs: Number });
  const { graph } = model;
  const filled = graph.node.filter((n) => n.opType === 'ConstantOfShape' && graph.initializer.some((i) => i.name === n.input[0]));
  const weights = filled.map((node, i) => initializerOf(node, i, graph));
  const names = new Set(filled.map((n) => n.input[0]));
  graph.node = graph.node.filter((n) => !filled.includes(n));
  graph.initializer = [...graph.initializer.filter((i) => !names.has(i.name)), ...weights];
  graph.input = graph.input.filter((i) => !names.has(i.name));
  const file = join(folder, name.replace(/^.*\//, ''));
  writeFileSync(file, MODEL_PROTO.encode(MODEL_PROTO.fromObject(model)).finish());
  return file;
}
