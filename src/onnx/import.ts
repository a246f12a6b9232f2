// ModelProto -> Graph: functions written out, names resolved, constants read, dynamic dimensions bound, nodes in topological order. Knows no operator but
// Constant, which is no computation. Afterwards every use has one definition and every node its origin; shapes of computed values are unknown.
// Values of subgraphs have names that occur once in the model; their constants are constants of the graph, which the node that holds them captures.
import { DiagnosticError, diagnose, fail } from '../diagnostics/diagnostic.ts';
import { type AttrValue, type Graph, type Node, type Subgraph, type Subgraphs, type Value, type ValueId, makeNode, makeValue } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { type AttributeContext, readAttribute } from './attributes.ts';
import { decodeModel, toSafeInteger } from './decode.ts';
import { type FixedInputs, fixInputs } from './fixed-inputs.ts';
import { inlineFunctions } from './functions.ts';
import { resolveInputs } from './inputs.ts';
import { LIMITS } from './limits.ts';
import { sortNodes } from './order.ts';
import type { GraphProto, ModelProto, NodeProto } from './schema.ts';
import { Scope } from './scope.ts';
import { type ReadExternal, type TensorContext, narrowBits, readTensor } from './tensor-data.ts';

export interface ImportOptions {
  /** For diagnostics. */
  readonly file: string;
  readonly readExternal?: ReadExternal;
  /** Sizes of dynamic dimensions by name; an unnamed one is called `<input>_<axis>`. */
  readonly dims?: ReadonlyMap<string, number>;
  /** Inputs that are constants, by name: shapes, axes and switches that never change. */
  readonly fixed?: FixedInputs;
}

/** Imports a serialized model. Throws QT1002 to QT1014. */
export function importModel(bytes: Uint8Array, options: ImportOptions): Graph {
  const model = decodeModel(bytes, options.file);
  const graph = model.graph;
  if (graph === null) return fail('QT1002', `'${options.file}' holds no graph`, { where: { file: options.file } });
  const opsets = checkModel(model, options.file);
  const whole = inlineFunctions(model, opsets, options.file) ?? graph;
  checkGraph(whole, options.file);
  return new Importer(whole, options).run(opsets);
}

function checkModel(model: ModelProto, file: string): Map<string, number> {
  const where = { file };
  if (model.trainingInfo.length > 0) fail('QT1006', `'${file}' holds training information`, { where });
  const ir = toSafeInteger(model.irVersion, 'the IR version', file);
  if (ir < LIMITS.oldestIr || ir > LIMITS.newestIr) fail('QT1005', `'${file}' has IR version ${ir}; ${LIMITS.oldestIr} to ${LIMITS.newestIr} are supported`, { where });
  const opsets = new Map<string, number>();
  for (const { domain, version } of model.opsetImport) {
    const name = domain === 'ai.onnx' ? '' : domain;
    const number = toSafeInteger(version, 'an opset version', file);
    if (opsets.has(name) && opsets.get(name) !== number) fail('QT1005', `'${file}' imports two versions of domain '${domain}'`, { where });
    opsets.set(name, number);
  }
  const opset = opsets.get('');
  if (opset === undefined) return fail('QT1005', `'${file}' imports no version of the ONNX operators`, { where });
  if (opset < LIMITS.oldestOpset || opset > LIMITS.newestOpset) fail('QT1005', `'${file}' uses opset ${opset}; ${LIMITS.oldestOpset} to ${LIMITS.newestOpset} are supported`, { where });
  return opsets;
}

function checkGraph(graph: GraphProto, file: string): void {
  const where = { file };
  if (graph.sparseInitializer.length > 0) fail('QT1006', `the graph has ${graph.sparseInitializer.length} sparse initializers`, { where });
  if (graph.output.length === 0) fail('QT1007', 'the graph has no output', { where });
}

/** Where a node stands. */
interface Place {
  /** Among the nodes of its graph. */
  readonly index: number;
  readonly label: string;
  readonly scope: Scope;
  /** Of a node in a subgraph: index of the node of the outermost graph. */
  readonly outerIndex?: number;
}

class Importer {
  readonly #graph: GraphProto;
  readonly #options: ImportOptions;
  readonly #tensors: TensorContext;
  readonly #values = new Map<ValueId, Value>();
  /** Names that values of subgraphs, and constants without a name, must not have. */
  readonly #taken: Set<ValueId>;
  #nodeCount = 0;

  constructor(graph: GraphProto, options: ImportOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#tensors = { file: options.file, ...(options.readExternal ? { readExternal: options.readExternal } : {}) };
    this.#taken = new Set([...graph.initializer, ...graph.input].map((v) => v.name).concat(graph.node.flatMap((n) => n.output)));
  }

  run(opsets: ReadonlyMap<string, number>): Graph {
    const scope = new Scope();
    for (const name of this.#taken) scope.define(name, name);
    for (const proto of this.#graph.initializer) this.#constant(proto.name, readTensor(proto, `initializer '${proto.name}'`, this.#tensors), narrowBits(proto.dataType));
    const { open, constants } = fixInputs(this.#graph.input.filter((v) => !this.#values.has(v.name)), this.#options.fixed ?? new Map(), this.#options.file);
    const typeOf = (id: ValueId): number => this.#graph.input.find((v) => v.name === id)?.type?.tensorType?.elemType ?? 0;
    for (const [id, tensor] of constants) this.#constant(id, tensor, narrowBits(typeOf(id)));
    const inputs = resolveInputs(open, { file: this.#options.file, dims: this.#options.dims ?? new Map<string, number>() });
    for (const input of inputs) this.#define(input.id, input);
    const labels = uniqueLabels(this.#graph.node);
    const nodes = this.#graph.node.flatMap((proto, index) => this.#node(proto, { index, label: labels[index] ?? '', scope }) ?? []);
    this.#checkUses(nodes);
    const outputs = this.#graph.output.map((o) => o.name);
    return {
      nodes: sortNodes(nodes, this.#options.file), values: this.#values, inputs: inputs.map((v) => v.id), outputs: this.#outputs(outputs),
      name: this.#graph.name, opsets,
    };
  }

  #define(id: ValueId, value: Value): void {
    const where = { file: this.#options.file, value: id.slice(0, 80) };
    if (id === '') fail('QT1007', 'a value has no name', { where });
    if (this.#values.has(id)) fail('QT1007', `value '${id}' is defined more than once`, { where });
    this.#values.set(id, makeValue(value));
  }

  #constant(id: ValueId, tensor: Tensor, narrow: Pick<Value, 'bits'> = {}): void {
    const bad = tensor.data instanceof Float32Array ? tensor.data.findIndex(Number.isNaN) : -1;
    if (bad >= 0) fail('QT1011', `'${id}' holds NaN at element ${bad}`, { where: { file: this.#options.file, value: id } });
    this.#define(id, { id, dtype: tensor.dtype, shape: tensor.shape, data: tensor.data, ...narrow });
  }

  /** The node, or null where it is a Constant and became a value. */
  #node(proto: NodeProto, place: Place): Node | null {
    const { label, index, scope } = place;
    const context = { node: label, file: this.#options.file };
    if (++this.#nodeCount > LIMITS.nodes) fail('QT1004', `the model has more than ${LIMITS.nodes} nodes, those of subgraphs included`, { where: context });
    if (proto.attribute.length > LIMITS.attributesPerNode) fail('QT1004', `'${label}' has ${proto.attribute.length} attributes`, { where: context });
    if (proto.output.length === 0 || proto.output.every((o) => o === '')) fail('QT1007', `'${label}' has no output`, { where: context });
    const outputs = proto.output.map((name) => (name === '' ? '' : (scope.resolve(name) ?? name)));
    if (proto.opType === 'Constant' && (proto.domain === '' || proto.domain === 'ai.onnx')) {
      this.#constant(outputs[0] ?? '', this.#constantNode(proto, context));
      scope.capture(outputs[0] ?? '');
      return null;
    }
    const { attrs, extra, subgraphs } = this.#attributes(proto, place);
    if (scope.depth === 0) for (const id of outputs) if (id !== '') this.#define(id, { id, dtype: 'f32', shape: null });
    const inputs = [...proto.input.map((name) => (name === '' ? null : this.#use(name, place))), ...extra, ...(subgraphs?.captured ?? [])];
    return makeNode({ id: index, op: proto.opType, domain: proto.domain, attrs, inputs, outputs, origin: { onnxNodes: [label], onnxIndex: place.outerIndex ?? index }, ...(subgraphs ? { subgraphs } : {}) });
  }

  /** Undefined names are left for #checkUses in the outermost graph, which may define values behind their uses. */
  #use(name: string, { scope, label }: Place): ValueId {
    const id = scope.resolve(name);
    if (id !== null || scope.depth === 0) return id ?? name;
    return fail('QT1007', `'${label}' reads '${name}', which nothing defines`, { where: { file: this.#options.file, node: label, value: name } });
  }

  #attributes(proto: NodeProto, place: Place): { readonly attrs: Node['attrs']; readonly extra: readonly ValueId[]; readonly subgraphs: Subgraphs | null } {
    const { label } = place;
    const attrs: Record<string, Node['attrs'][string]> = Object.create(null);
    const extra: ValueId[] = [];
    const graphs = new Map<string, Subgraph>();
    const captured = new Set<ValueId>();
    for (const attribute of proto.attribute) {
      const context = { node: label, file: this.#options.file };
      const read = readAttribute(attribute, context);
      if (attribute.name === '') fail('QT1007', `'${label}' has an attribute without a name`, { where: context });
      if (Object.hasOwn(attrs, attribute.name) || graphs.has(attribute.name)) fail('QT1007', `'${label}' has attribute '${attribute.name}' twice`, { where: context });
      if ('value' in read) attrs[attribute.name] = read.value;
      else if ('graph' in read) {
        const scope = new Scope(place.scope);
        graphs.set(attribute.name, this.#subgraph(read.graph, { ...place, scope }));
        for (const id of scope.captured) captured.add(id);
      } else {
        attrs[attribute.name] = { tensor: true };
        const id = this.#fresh(`${proto.output[0]}.${attribute.name}`);
        this.#constant(id, readTensor(read.tensor, `attribute '${attribute.name}' of '${label}'`, this.#tensors));
        place.scope.capture(id);
        extra.push(id);
      }
    }
    return { attrs, extra, subgraphs: graphs.size === 0 ? null : { byAttribute: graphs, captured: [...captured] } };
  }

  /** A graph within the node at `place`, whose scope is the graph's own and still empty. */
  #subgraph(proto: GraphProto, place: Place): Subgraph {
    const { scope, label } = place;
    const where = { file: this.#options.file, node: label };
    if (scope.depth > LIMITS.depth) fail('QT1004', `'${label}' holds graphs within graphs, more than ${LIMITS.depth} deep`, { where });
    checkGraph(proto, this.#options.file);
    for (const name of [...proto.input, ...proto.initializer].map((v) => v.name).concat(proto.node.flatMap((n) => n.output.filter((o) => o !== '')))) {
      if (name === '' || scope.has(name)) fail('QT1007', `value '${name}' of a graph in '${label}' is defined more than once, or has no name`, { where });
      scope.define(name, this.#fresh(`${label}/${name}`));
    }
    for (const tensor of proto.initializer) {
      const id = scope.resolve(tensor.name) ?? '';
      this.#constant(id, readTensor(tensor, `initializer '${tensor.name}' in '${label}'`, this.#tensors));
      scope.capture(id);
    }
    const labels = uniqueLabels(proto.node);
    const nodes = proto.node.flatMap((node, index) => this.#node(node, { index, label: `${label}/${labels[index] ?? ''}`, scope, outerIndex: place.outerIndex ?? place.index }) ?? []);
    return { inputs: proto.input.map((v) => this.#use(v.name, place)), nodes: sortNodes(nodes, this.#options.file), outputs: proto.output.map((v) => this.#use(v.name, place)) };
  }

  /** A name that nothing in the model has; nothing else gets it. */
  #fresh(base: string): ValueId {
    let id = base;
    for (let i = 2; this.#taken.has(id); i++) id = `${base}_${i}`;
    this.#taken.add(id);
    return id;
  }

  #constantNode(proto: NodeProto, context: AttributeContext): Tensor {
    const [attribute] = proto.attribute;
    const alone = proto.attribute.length === 1 && proto.input.length === 0 && proto.output.length === 1;
    if (attribute === undefined || !alone) return fail('QT1007', `Constant '${context.node}' must have one value, one output and no input`, { where: context });
    const read = readAttribute(attribute, context);
    if ('tensor' in read) return readTensor(read.tensor, `the value of '${context.node}'`, this.#tensors);
    if ('graph' in read) return fail('QT1006', `Constant '${context.node}' holds a graph`, { where: context });
    const list: readonly AttrValue[] = Array.isArray(read.value) ? read.value : [read.value];
    const numbers = (usable: (v: number) => boolean): number[] => list.map((v) => (typeof v === 'number' && usable(v) ? v : fail('QT1007', `Constant '${context.node}': ${attribute.name} holds ${JSON.stringify(v)}`, { where: context })));
    const shape = Array.isArray(read.value) ? [list.length] : [];
    if (attribute.name.startsWith('value_int')) return { dtype: 'i64', shape, data: BigInt64Array.from(numbers(Number.isSafeInteger), BigInt) };
    if (attribute.name.startsWith('value_float')) return { dtype: 'f32', shape, data: Float32Array.from(numbers(() => true)) };
    return fail('QT1006', `Constant '${context.node}' holds ${attribute.name}`, { where: context });
  }

  #checkUses(nodes: readonly Node[]): void {
    const missing = nodes.flatMap((node) => node.inputs.filter((id) => id !== null && !this.#values.has(id)).map((id) => ({ id: id ?? '', node: node.origin.onnxNodes[0] ?? '' })));
    if (missing.length === 0) return;
    const where = { file: this.#options.file };
    throw new DiagnosticError(missing.slice(0, 20).map(({ id, node }) => diagnose('QT1007', `'${node}' reads '${id}', which nothing defines`, { where: { ...where, node, value: id } })));
  }

  #outputs(ids: readonly ValueId[]): ValueId[] {
    const where = { file: this.#options.file };
    const missing = ids.find((id) => !this.#values.has(id));
    if (missing !== undefined) fail('QT1007', `output '${missing}' is not defined`, { where: { ...where, value: missing } });
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) fail('QT1007', `output '${twice}' is listed twice`, { where: { ...where, value: twice } });
    return [...ids];
  }
}

/** The ONNX name of each node, `#index OpType` where it has none; repeated names get their index. */
function uniqueLabels(nodes: readonly NodeProto[]): string[] {
  const seen = new Set<string>();
  return nodes.map((proto, index) => {
    const name = proto.name === '' ? `#${index} ${proto.opType}` : proto.name;
    const label = seen.has(name) ? `${name} (#${index})` : name;
    seen.add(label);
    return label;
  });
}
