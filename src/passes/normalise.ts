// Makes every node canonical in one topological sweep: attributes parsed and defaulted, opset differences gone, shapes and types inferred,
// and whatever depends on constants only computed at once, so that computed shapes and axes are constants where they are needed.
// Operators of other dialects are written as those of ONNX first.
//   %s = Shape(%x); %r = Reshape(%x, Concat(Gather(%s, 0), -1))   ->   %r = Reshape(%x) {shape: [1, 512]}
// Reports all unsupported operators at once. Not a patch: it turns an imported graph into an inferred one.
import { DiagnosticError, diagnose, fail } from '../diagnostics/diagnostic.ts';
import { type AttrValue, type Graph, type Node, type QuantParams, type Subgraph, type Value, type ValueId, makeNode, makeValue, nodeLabel, sameQuant } from '../ir/graph.ts';
import { Fresh } from '../ir/patch.ts';
import { makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { LIMITS } from '../onnx/limits.ts';
import type { ExpandContext, OpDef, ValueType } from '../ops/op-def.ts';
import { outOfScope } from '../ops/shared/out-of-scope.ts';
import { type OpRegistry, findOp, opOf, rejecter, typeOfValue } from '../ops/registry.ts';
import { writtenSinceOpset7 } from './shared/opset-6.ts';

const LARGEST_TENSOR = 2 ** 31 - 1;
/** Constants larger than this are not computed ahead (64 MB of f32). */
const LARGEST_FOLD = 1 << 24;

export interface Unsupported {
  readonly node: string;
  readonly op: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Operators that models do not have. */
function isInternal({ domain }: Pick<Node, 'domain'>): boolean {
  return domain === 'quantune' || domain.startsWith('quantune.');
}

/** Operators without a record; empty when all are known. */
export function unsupportedOperators(graph: Graph, registry: OpRegistry): Unsupported[] {
  return graph.nodes.flatMap((node) => {
    const def = findOp(registry, node.domain, node.op);
    if (def !== undefined && !isInternal(node)) return [];
    const foreign = node.domain !== '' && node.domain !== 'ai.onnx';
    const op = foreign ? `${node.domain}.${node.op}` : node.op;
    const decided = outOfScope(op);
    return [{
      node: nodeLabel(node),
      op,
      reason: decided?.reason ?? (foreign ? `operators of domain '${node.domain}' are not known` : 'no record for this operator'),
      remedy: decided?.remedy ?? (foreign ? 'export with standard ONNX operators' : 'replace it when exporting, or simplify the model so that it folds into constants'),
    }];
  });
}

function whyOf(unsupported: Unsupported | undefined): string {
  return unsupported === undefined ? '' : `${unsupported.reason}; ${unsupported.remedy}`;
}

export function failUnsupported(list: readonly Unsupported[], file?: string): never {
  const counts = new Map<string, string[]>();
  for (const u of list) counts.set(u.op, [...(counts.get(u.op) ?? []), u.node]);
  const notes = [...counts].map(([op, nodes]) => `${op}: ${nodes.length} (${nodes.slice(0, 4).join(', ')}${nodes.length > 4 ? ', ...' : ''}): ${whyOf(list.find((u) => u.op === op))}`);
  throw new DiagnosticError([diagnose('QT2001', `${list.length} nodes use ${counts.size} unsupported operators`, { where: file === undefined ? {} : { file }, notes })]);
}

export function normalise(graph: Graph, registry: OpRegistry, file?: string): Graph {
  const unknown = unsupportedOperators(graph, registry);
  if (unknown.length > 0) failUnsupported(unknown, file);
  const values = new Map(graph.values);
  const read = new Set<ValueId | null>([...graph.outputs, ...graph.nodes.flatMap((n) => n.inputs)]);
  const sweep: Sweep = { graph, read, values, registry, file, fresh: new Fresh(graph), written: { count: 0 }, computed: { elements: 0 } };
  const nodes = graph.nodes.flatMap((node) => normaliseNode(sweep, node, opsetOf(graph, node)));
  const missing = graph.outputs.find((id) => values.get(id)?.shape === null);
  if (missing !== undefined) fail('QT1007', `output '${missing}' is an output that its node does not have`, { where: { value: missing, ...(file === undefined ? {} : { file }) } });
  return { ...graph, nodes, values: keepUsed(graph, nodes, values) };
}

interface Sweep {
  readonly graph: Graph;
  /** Every value that a node reads or that is a graph output. */
  readonly read: Set<ValueId | null>;
  readonly values: Map<ValueId, Value>;
  readonly registry: OpRegistry;
  readonly file: string | undefined;
  readonly fresh: Fresh;
  /** Nodes that subgraphs were written out to. */
  readonly written: { count: number };
  /** Elements of the constants computed so far. */
  readonly computed: { elements: number };
}

/** More nodes than this, from branches and from iterations of loops, are not written out. */
const MOST_WRITTEN = 20_000;

function opsetOf(graph: Graph, { domain }: Node): number {
  return graph.opsets.get(domain === 'ai.onnx' ? '' : domain) ?? 1;
}

/** The canonical node without trailing outputs that are constants; none where all its outputs turned out to be constants; several where it is written as others. */
function normaliseNode(sweep: Sweep, given: Node, opset: number): readonly Node[] {
  const { values, registry } = sweep;
  const node = { ...given, outputs: named(given.outputs, values) };
  const def = opOf(registry, node);
  const reject = rejecter(node, sweep.file);
  checkArity(def, node, reject);
  if (def.finiteConstants === true) checkFinite(sweep, node);
  if (node.subgraphs && !def.expand) reject('it holds a graph', 'export without subgraphs');
  const inputs = node.inputs.map((id) => (id === null ? null : typeOf(values, id, reject)));
  const made: Node[] = [];
  if (opset < 7 && node.domain !== 'quantune' && writtenSinceOpset7(node.op, expandContext(sweep, node, { opset, inputs, made, reject }))) return made;
  if (def.expand?.(expandContext(sweep, node, { opset, inputs, made, reject })) === true) return made;
  const outputCount = given.outputs.filter((o) => o !== '').length;
  const readOutputs = node.outputs.findLastIndex((o) => sweep.read.has(o)) + 1;
  const attrs = def.parse({ raw: node.attrs, opset, inputs, outputCount, readOutputs, reject });
  const kept = def.dataInputs === undefined ? node.inputs.length : Math.min(def.dataInputs, node.inputs.length);
  const types = def.infer({ attrs, inputs, reject }).map((type) => stored(def, { attrs, inputs, type: checkSize(type, reject), reject }));
  stateInput(values, node, def.inputQuant?.(attrs));
  const computed = fold(def, { attrs, inputs, types });
  checkComputed(sweep, computed ?? [], reject);
  types.forEach((type, i) => {
    const id = node.outputs[i];
    if (id === undefined) return;
    const tensor = computed?.[i] ?? type.tensor;
    values.set(id, makeValue({ id, dtype: type.dtype, shape: type.shape, ...(type.quant ? { quant: type.quant } : {}), ...(tensor ? { data: tensor.data } : {}) }));
  });
  const computes = node.outputs.slice(0, types.length).findLastIndex((id) => values.get(id)?.data === undefined);
  if (computes < 0) return [];
  const outputs = node.outputs.slice(0, computes + 1);
  return [makeNode({ ...node, attrs, ...(def.canonical ? { ...def.canonical, attrs: {} } : {}), inputs: trimmed(node.inputs.slice(0, kept)), outputs })];
}

interface Expansion {
  readonly opset: number;
  readonly inputs: readonly (ValueType | null)[];
  readonly made: Node[];
  readonly reject: (message: string, remedy?: string) => never;
}

/** Each node that is added is normalised at once. */
function expandContext(sweep: Sweep, node: Node, { opset: own, inputs, made, reject }: Expansion): ExpandContext {
  const { values, fresh } = sweep;
  const base = node.outputs[0] ?? 'value';
  const add = (given: Pick<Node, 'op' | 'domain' | 'attrs' | 'inputs' | 'outputs'>, opset: number): void => {
    // Records may write internal operators, which models may not.
    if (!isInternal(given)) requireRecords([makeNode({ ...given, id: node.id, origin: node.origin })], sweep);
    made.push(...normaliseNode(sweep, makeNode({ ...given, id: fresh.nodeId(), origin: node.origin }), opset));
  };
  const declared = node.inputs.length - (node.subgraphs?.captured.length ?? 0);
  return {
    raw: node.attrs, opset: own, inputs: inputs.slice(0, declared), inputIds: node.inputs.slice(0, declared), outputIds: node.outputs, reject,
    subgraphs: node.subgraphs?.byAttribute ?? new Map<string, Subgraph>(),
    constant({ dtype, shape, data }) {
      const id = fresh.valueId(`${base}_const`);
      values.set(id, makeValue({ id, dtype, shape, data }));
      return id;
    },
    node(op, attrs, ids, { output = fresh.valueId(`${base}_${op.toLowerCase()}`), domain = '', opset = LIMITS.newestOpset } = {}) {
      add({ op, domain, attrs, inputs: ids, outputs: [output] }, opset);
      return output;
    },
    nodes(op, attrs, ids, count) {
      const outputs = Array.from({ length: count }, () => fresh.valueId(`${base}_${op.toLowerCase()}`));
      add({ op, domain: '', attrs, inputs: ids, outputs }, LIMITS.newestOpset);
      return outputs;
    },
    typeOf: (id) => typeOf(values, id, reject),
    inline: (graph, ids) => inlined(sweep, node, { graph, ids, made, reject }),
  };
}

interface Inlining {
  readonly graph: Subgraph;
  /** What the graph's inputs are. */
  readonly ids: readonly ValueId[];
  readonly made: Node[];
  readonly reject: (message: string, remedy?: string) => never;
}

/** The nodes of a subgraph under fresh names; returns its outputs. */
function inlined(sweep: Sweep, holder: Node, { graph, ids, made, reject }: Inlining): ValueId[] {
  requireRecords(graph.nodes, sweep);
  sweep.written.count += graph.nodes.length;
  if (sweep.written.count > MOST_WRITTEN) reject(`branches and iterations written out make more than ${MOST_WRITTEN} nodes`, 'use fewer iterations, or run one iteration per call with its state as inputs and outputs');
  const first = holder.inputs.length - (holder.subgraphs?.captured.length ?? 0);
  const names = new Map<ValueId, ValueId>(holder.subgraphs?.captured.map((id, i) => [id, holder.inputs[first + i] ?? id]));
  graph.inputs.forEach((id, i) => names.set(id, ids[i] ?? reject(`a graph in it has ${graph.inputs.length} inputs; ${ids.length} are given`)));
  for (const id of graph.nodes.flatMap((n) => n.outputs)) if (id !== '') names.set(id, sweep.fresh.valueId(id));
  for (const id of [...graph.outputs, ...graph.nodes.flatMap((n) => n.inputs)]) sweep.read.add(id === null ? null : (names.get(id) ?? id));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => (id === null ? null : (names.get(id) ?? id)));
    const outputs = node.outputs.map((id) => names.get(id) ?? '');
    made.push(...normaliseNode(sweep, makeNode({ ...node, id: sweep.fresh.nodeId(), inputs, outputs }), opsetOf(sweep.graph, node)));
  }
  return graph.outputs.map((id) => names.get(id) ?? id);
}

function requireRecords(nodes: readonly Node[], sweep: Sweep): void {
  const unknown = unsupportedOperators({ ...sweep.graph, nodes }, sweep.registry);
  if (unknown.length > 0) failUnsupported(unknown, sweep.file);
}

/** A value that no operator quantized gets the scale that its reader gives it. */
function stateInput(values: Map<ValueId, Value>, { inputs: [id = null] }: Node, quant: QuantParams | undefined): void {
  const value = id === null ? undefined : values.get(id);
  if (value !== undefined && quant !== undefined && value.quant === undefined && value.data === undefined) values.set(value.id, makeValue({ ...value, quant }));
}

/** Absent outputs before the last one get names, so that positions stay; those behind it go. */
function named(outputs: readonly ValueId[], values: ReadonlyMap<ValueId, Value>): ValueId[] {
  const kept = outputs.slice(0, outputs.findLastIndex((o) => o !== '') + 1);
  const first = kept.find((o) => o !== '') ?? '';
  return kept.map((id, i) => {
    let name = id === '' ? `${first}.output${i}` : id;
    while (id === '' && values.has(name)) name += '_';
    return name;
  });
}

/** Throws QT1011. Infinity has its uses elsewhere (masks of attention, bounds). */
function checkFinite({ values, file }: Sweep, node: Node): void {
  for (const id of node.inputs) {
    const data = values.get(id ?? '')?.data;
    const bad = data instanceof Float32Array ? data.findIndex((v) => !Number.isFinite(v)) : -1;
    if (bad >= 0) fail('QT1011', `'${id}' holds ${String(data?.[bad])} at element ${bad}`, { where: { node: nodeLabel(node), value: id ?? '', ...(file === undefined ? {} : { file }) } });
  }
}

interface Typed {
  readonly attrs: Node['attrs'];
  readonly inputs: readonly (ValueType | null)[];
  readonly type: ValueType;
  readonly reject: (message: string, remedy?: string) => never;
}

/** What moves 8-bit elements keeps their scale; arithmetic on them is for float between DequantizeLinear and QuantizeLinear. */
function stored(def: OpDef, { attrs, inputs, type, reject }: Typed): ValueType {
  if (inputs[0]?.tensor && inputs[0].quant) return inputs.every((i) => i === null || i.tensor) ? { ...type, ...gridOf(def, { attrs, inputs, type }) } : type;
  const [quant, ...others] = inputs.flatMap((i) => (i?.quant && !i.tensor ? [i.quant] : []));
  if (quant === undefined || def.canonical !== undefined) return type;
  const roles = def.quant?.roles({ attrs, inputs, outputs: [type] });
  const sharing = roles?.inputs.filter((r) => r?.kind === 'shared').length;
  const moves = roles?.outputs.every((r) => r?.kind === 'shared') === true && others.length + 1 === sharing && type.dtype === inputs[0]?.dtype;
  if (!moves || !others.every((o) => sameQuant(quant, o))) return reject('it computes on 8-bit values', 'put DequantizeLinear before it and QuantizeLinear behind it');
  return { ...type, quant };
}

/** The grid of a constant after an operator that moves its elements: where each slice has its scale, only a transposition says where the slices go. */
function gridOf(def: OpDef, { attrs, inputs: [x, ...others], type }: Omit<Typed, 'reject'>): Pick<ValueType, 'quant'> {
  const moves = def.quant?.roles({ attrs, inputs: [x ?? null], outputs: [type] }).outputs.every((r) => r?.kind === 'shared') === true && others.every((o) => o === null || o.dtype === 'i64');
  const quant = x?.quant;
  if (!moves || quant === undefined) return {};
  const { perm } = attrs;
  if (quant.axis === null) return { quant };
  return Array.isArray(perm) ? { quant: { ...quant, axis: perm.indexOf(quant.axis) } } : {};
}

function trimmed(inputs: readonly (ValueId | null)[]): (ValueId | null)[] {
  const list = [...inputs];
  while (list.length > 0 && list.at(-1) === null) list.pop();
  return list;
}

function isTensor(value: AttrValue): boolean {
  return typeof value === 'object' && value !== null && 'tensor' in value;
}

function checkArity(def: OpDef, node: Node, reject: (message: string) => never): void {
  const [least, most] = def.arity;
  const given = node.inputs.length - (node.subgraphs?.captured.length ?? 0);
  const foreign = Object.entries(node.attrs).find(([name, value]) => isTensor(value) && !(def.tensorAttributes ?? []).includes(name));
  if (foreign !== undefined) reject(`attribute '${foreign[0]}' is a tensor, which is not expected`);
  if (given < least || given > most) reject(`${given} inputs given, ${least === most ? least : `${least} to ${most}`} expected`);
}

function typeOf(values: ReadonlyMap<ValueId, Value>, id: ValueId, reject: (message: string) => never): ValueType {
  const value = values.get(id);
  return value === undefined || value.shape === null ? reject(`input '${id}' has no known shape`) : typeOfValue(value);
}

/** What holds no element is a constant. */
function checkSize(type: ValueType, reject: (message: string) => never): ValueType {
  const count = elementCount(type.shape);
  if (type.shape.length > LIMITS.rank) return reject(`output shape [${type.shape.join(',')}] has rank ${type.shape.length}; at most ${LIMITS.rank} is supported`);
  if (type.shape.some((d) => !Number.isSafeInteger(d) || d < 0) || count > LARGEST_TENSOR) return reject(`output shape [${type.shape.join(',')}] is too large`);
  return count === 0 ? { ...type, tensor: makeTensor(type.dtype, type.shape, makeData(type.dtype, 0)) } : type;
}

/** What is computed ahead is bounded, and numbers. */
function checkComputed({ computed, file }: Sweep, tensors: readonly ValueType['tensor'][], reject: (message: string) => never): void {
  for (const tensor of tensors) {
    computed.elements += tensor?.data.length ?? 0;
    if (tensor?.data instanceof Float32Array && tensor.data.some(Number.isNaN)) reject('its inputs are constants, and its result is NaN');
  }
  if (computed.elements > LIMITS.computedElements) fail('QT1004', `constants of more than ${LIMITS.computedElements} elements would be computed ahead`, { where: file === undefined ? {} : { file } });
}

function fold(def: OpDef, call: { attrs: Node['attrs']; inputs: readonly (ValueType | null)[]; types: readonly ValueType[] }): readonly (ValueType['tensor'])[] | null {
  if (call.types.every((t) => t.tensor)) return null;
  const tensors = call.inputs.map((i) => (i === null ? null : i.tensor));
  const small = def.foldsAnySize === true || call.types.every((t) => elementCount(t.shape) <= LARGEST_FOLD);
  if (def.reference === undefined || !small || tensors.some((t) => t === undefined || (t === null && call.inputs.length === 0))) return null;
  if (call.inputs.some((i) => i !== null && !i.tensor)) return null;
  return def.reference({ attrs: call.attrs, inputs: tensors.map((t) => t ?? null), outputs: call.types });
}

function keepUsed(graph: Graph, nodes: readonly Node[], values: ReadonlyMap<ValueId, Value>): Map<ValueId, Value> {
  const used = new Set<ValueId>([...graph.inputs, ...graph.outputs]);
  for (const node of nodes) for (const id of [...node.inputs, ...node.outputs]) if (id !== null) used.add(id);
  return new Map([...values].filter(([id]) => used.has(id)));
}
