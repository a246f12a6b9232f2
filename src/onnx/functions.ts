// Model-local functions written out: each call of one becomes the nodes of its body, with names of its own. Works on messages, before anything is resolved.
// The operator sets that a function imports must be those of the model; those that the model does not import are added to it.
import { fail } from '../diagnostics/diagnostic.ts';
import { toSafeInteger } from './decode.ts';
import { LIMITS } from './limits.ts';
import type { AttributeProto, FunctionProto, GraphProto, ModelProto, NodeProto } from './schema.ts';

function key(domain: string, name: string, overload: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}:${name}:${overload}`;
}

/** Names and attributes of the place where a body is written. */
interface Call {
  /** What the body's names stand for. */
  readonly names: Map<string, string>;
  /** Attributes that the body's nodes may refer to; null outside functions. */
  readonly attributes: ReadonlyMap<string, AttributeProto> | null;
  readonly prefix: string;
  readonly depth: number;
}

class Inliner {
  readonly #functions: ReadonlyMap<string, FunctionProto>;
  readonly #file: string;
  readonly #taken: Set<string>;
  #nodeCount = 0;

  constructor(model: ModelProto, file: string) {
    this.#functions = new Map(model.functions.map((f) => [key(f.domain, f.name, f.overload), f]));
    this.#file = file;
    this.#taken = new Set(model.graph === null ? [] : namesOf(model.graph));
  }

  /** A graph, or one within a node, whose own names stay as they are outside functions. */
  graph(proto: GraphProto, call: Call): GraphProto {
    const names = new Map(call.names);
    const inner: Call = { ...call, names };
    if (call.attributes !== null) for (const name of definedIn(proto)) names.set(name, this.#fresh(call.prefix, name));
    const renamed = <T extends { readonly name: string }>(list: readonly T[]): T[] => list.map((v) => ({ ...v, name: names.get(v.name) ?? v.name }));
    return { ...proto, input: renamed(proto.input), output: renamed(proto.output), initializer: renamed(proto.initializer), node: proto.node.flatMap((n) => this.#node(n, inner)) };
  }

  #fresh(prefix: string, name: string): string {
    const base = `${prefix}/${name}`;
    let id = base;
    for (let i = 2; this.#taken.has(id); i++) id = `${base}_${i}`;
    this.#taken.add(id);
    return id;
  }

  #node(proto: NodeProto, call: Call): NodeProto[] {
    const where = { file: this.#file, node: proto.name };
    if (++this.#nodeCount > LIMITS.nodes) fail('QT1004', `functions written out make more than ${LIMITS.nodes} nodes`, { where });
    const named = (name: string): string => (name === '' ? '' : (call.names.get(name) ?? name));
    const attribute = proto.attribute.flatMap((a) => this.#attribute(a, call));
    const name = call.prefix === '' || proto.name === '' ? proto.name : `${call.prefix}/${proto.name}`;
    const node: NodeProto = { ...proto, name, attribute, input: proto.input.map(named), output: proto.output.map(named) };
    const body = this.#functions.get(key(proto.domain, proto.opType, proto.overload));
    return body === undefined ? [node] : this.#call(body, node, call.depth + 1);
  }

  #attribute(proto: AttributeProto, call: Call): AttributeProto[] {
    if (proto.refAttrName !== '' && call.attributes !== null) {
      const given = call.attributes.get(proto.refAttrName);
      return given === undefined ? [] : [{ ...given, name: proto.name }];
    }
    return [proto.g === null ? proto : { ...proto, g: this.graph(proto.g, { ...call, depth: call.depth + 1 }) }];
  }

  /** The body of a function in the place of a node that calls it. */
  #call(body: FunctionProto, node: NodeProto, depth: number): NodeProto[] {
    const prefix = node.name === '' ? (node.output.find((o) => o !== '') ?? body.name) : node.name;
    const where = { file: this.#file, node: prefix };
    if (depth > LIMITS.depth) fail('QT1004', `function '${body.name}' calls itself, or functions call each other more than ${LIMITS.depth} deep`, { where });
    if (node.input.length > body.input.length || node.output.length > body.output.length) fail('QT1007', `'${prefix}' gives function '${body.name}' more inputs or outputs than it has`, { where });
    const attributes = new Map([...body.attributeProto, ...node.attribute].map((a) => [a.name, a]));
    const names = new Map<string, string>();
    for (const n of body.node) for (const output of n.output) if (output !== '') names.set(output, this.#fresh(prefix, output));
    body.input.forEach((formal, i) => names.set(formal, node.input[i] ?? ''));
    const copies = body.output.flatMap((formal, i) => this.#output(formal, node.output[i] ?? '', names));
    return [...body.node.flatMap((n) => this.#node(n, { names, attributes, prefix, depth })), ...copies];
  }

  /** A result under the caller's name. */
  #output(formal: string, actual: string, names: Map<string, string>): NodeProto[] {
    if (actual === '') return [];
    const now = names.get(formal);
    if (now === undefined) return fail('QT1007', `a function returns '${formal}', which nothing in it defines`, { where: { file: this.#file, value: formal } });
    return [{ input: [now], output: [actual], name: '', opType: 'Identity', attribute: [], domain: '', overload: '' }];
  }
}

function definedIn(graph: GraphProto): string[] {
  return [...graph.input, ...graph.initializer].map((v) => v.name).concat(graph.node.flatMap((n) => n.output)).filter((name) => name !== '');
}

function namesOf(graph: GraphProto): string[] {
  return definedIn(graph).concat(graph.node.flatMap((n) => n.attribute.flatMap((a) => (a.g === null ? [] : namesOf(a.g)))));
}

/** The graph without calls of functions; null where the model defines none. Adds to `opsets` what only functions import. Throws QT1004, QT1005, QT1007. */
export function inlineFunctions(model: ModelProto, opsets: Map<string, number>, file: string): GraphProto | null {
  if (model.functions.length === 0 || model.graph === null) return null;
  for (const f of model.functions) {
    for (const { domain, version } of f.opsetImport) {
      const name = domain === 'ai.onnx' ? '' : domain;
      const number = toSafeInteger(version, 'an opset version', file);
      const known = opsets.get(name) ?? number;
      if (known !== number) fail('QT1005', `function '${f.name}' imports version ${number} of domain '${domain}', the model version ${known}`, { where: { file } });
      opsets.set(name, number);
    }
  }
  return new Inliner(model, file).graph(model.graph, { names: new Map(), attributes: null, prefix: '', depth: 0 });
}
