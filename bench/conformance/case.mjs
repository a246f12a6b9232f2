// One conformance case: model, inputs and expected outputs from files, and the comparison. Inputs that operators must know when compiling
// (shapes, axes, repeats) are fixed to the values of the case.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_PROTO } from '../../dist/onnx/schema.js';
import { readTensor } from '../../dist/onnx/tensor-data.js';
import { REGISTRY, findOp } from '../../dist/ops/registry.js';

const TENSOR_PROTO = MODEL_PROTO.root.lookupType('TensorProto');
/** Relative step of the elements of an output that are rounded to 16 bits, by TensorProto.DataType. */
const HALF_STEPS = { 10: 2 ** -10, 16: 2 ** -7 };
const RELATIVE = 1e-4;
const ABSOLUTE = 1e-6;
/** Half of the last place of expected values that were written with four decimals. */
const FOUR_DECIMALS = 5e-5;
/** Integers and flags of at most so many elements may be what a loop or a range needs to know. */
const SMALL = 8;

function readValue(file) {
  const proto = TENSOR_PROTO.toObject(TENSOR_PROTO.decode(readFileSync(file)), { defaults: true, longs: String });
  return { ...readTensor(proto, file, { file }), dataType: proto.dataType };
}

function readSet(folder, prefix) {
  const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.startsWith(`${prefix}_`) && f.endsWith('.pb')) : [];
  return files.sort((a, b) => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0])).map((f) => join(folder, f));
}

/** Model bytes, its messages, and the paths of its tensors. */
export function readCase(root, id) {
  const folder = join(root, id);
  const bytes = readFileSync(join(folder, 'model.onnx'));
  const proto = MODEL_PROTO.toObject(MODEL_PROTO.decode(bytes), { defaults: true, longs: Number });
  const { graph } = proto;
  const initial = new Set(graph.initializer.map((t) => t.name));
  const set = join(folder, 'test_data_set_0');
  return {
    id, bytes, graph,
    operators: [...new Set(graph.node.map((n) => (['', 'ai.onnx'].includes(n.domain) ? n.opType : `${n.domain}.${n.opType}`)))],
    inputNames: graph.input.map((v) => v.name).filter((name) => !initial.has(name)),
    inputFiles: readSet(set, 'input'), outputFiles: readSet(set, 'output'),
  };
}

export function readInputs(one) {
  return new Map(one.inputNames.flatMap((name, i) => (one.inputFiles[i] === undefined ? [] : [[name, readValue(one.inputFiles[i])]])));
}

export function readOutputs(one) {
  return one.outputFiles.map(readValue);
}

function fixedValue(tensor) {
  return { values: Array.from(tensor.data), shape: tensor.shape };
}

/** What to fix, in the order of trying: what operators ask for and what has no elements, then all small integers and flags, then all scalars too. */
export function fixings(one, inputs) {
  const asked = new Set(one.graph.node.flatMap((node) => {
    const { dataInputs = Infinity, constantInputs = [] } = findOp(REGISTRY, node.domain, node.opType) ?? {};
    return node.input.filter((_, i) => i >= dataInputs || constantInputs.includes(i));
  }));
  const pick = (test) => new Map([...inputs].filter(test).map(([name, tensor]) => [name, fixedValue(tensor)]));
  const first = pick(([name, t]) => asked.has(name) || t.data.length === 0);
  const second = pick(([name, t]) => asked.has(name) || t.data.length === 0 || (!(t.data instanceof Float32Array) && t.shape.length <= 1 && t.data.length <= SMALL));
  const third = pick(([name, t]) => second.has(name) || t.shape.length === 0);
  return [first, second, third].filter((set, i, all) => i === 0 || set.size > all[i - 1].size);
}

/** Sizes of dynamic dimensions, from the case's own inputs. */
export function dimsOf(one, inputs, fixed) {
  const open = one.graph.input.filter((v) => inputs.has(v.name) && !fixed.has(v.name));
  return new Map(open.flatMap((v) => (v.type?.tensorType?.shape?.dim ?? []).flatMap((d, axis) => {
    const size = inputs.get(v.name).shape[axis];
    return (d.dimParam !== '' || d.dimValue === null || d.dimValue <= 0) && size > 0 ? [[d.dimParam === '' ? `${v.name}_${axis}` : d.dimParam, size]] : [];
  })));
}

function hasFourDecimals(values) {
  return values.every((v) => Math.abs(v * 1e4 - Math.round(v * 1e4)) < 2e-3 * Math.max(1, Math.abs(v)));
}

function near(actual, expected, { relative, absolute }) {
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  if (!Number.isFinite(expected)) return actual === expected;
  return Math.abs(actual - expected) <= relative * Math.abs(expected) + absolute;
}

/** Without the rows at the end that are not used: a selection has as many rows as it can have, -1 in the rest. */
function used(actual, count) {
  return actual instanceof BigInt64Array && actual.length > count && actual.subarray(count).every((v) => v === -1n) ? actual.subarray(0, count) : actual;
}

/** Why an output differs from what the case expects; null where it does not. */
export function difference(output, expected) {
  const actual = used(output, expected.data.length);
  if (actual.length !== expected.data.length) return `${actual.length} elements, ${expected.data.length} expected`;
  if (expected.data instanceof Float32Array) {
    const relative = HALF_STEPS[expected.dataType] ?? RELATIVE;
    const absolute = hasFourDecimals(expected.data) ? FOUR_DECIMALS : ABSOLUTE;
    const at = expected.data.findIndex((v, i) => !near(actual[i], v, { relative, absolute }));
    return at < 0 ? null : `element ${at} is ${actual[at]}, ${expected.data[at]} expected`;
  }
  const at = expected.data.findIndex((v, i) => BigInt(actual[i]) !== BigInt(v));
  return at < 0 ? null : `element ${at} is ${actual[at]}, ${expected.data[at]} expected`;
}
