// The textual form of a graph, for tests and dumps: one line per input, constant, node and output list. parseGraph(printGraph(g)) gives the same graph.
//   input %x: f32[1,3,8,8]
//   const %w: f32[4] = [1, -2.5, 0, 3]
//   %y: f32[1,4,8,8] = Conv(%x, %w, _) {"groups":1} clamp [0, inf] normal [0.5] [2] from "conv1" #3 id 7
//   output %y
// Names are JSON strings where they are not plain. Numbers are printed so that they read back exactly.
import { fail } from '../diagnostics/diagnostic.ts';
import { type DType, type TensorData, makeData } from './dtype.ts';
import { type Attrs, type Graph, type Node, type QuantParams, type Value, type ValueId, makeNode, makeValue, valueOf } from './graph.ts';

const PLAIN = /^[A-Za-z0-9_.\-/:]+$/;

function nameText(name: string): string {
  return PLAIN.test(name) ? `%${name}` : `%${JSON.stringify(name)}`;
}

function numberText(value: number): string {
  if (value === Infinity) return 'inf';
  return value === -Infinity ? '-inf' : Object.is(value, -0) ? '-0' : String(value);
}

function numbersText(values: readonly number[]): string {
  return `[${values.map(numberText).join(', ')}]`;
}

/** JSON with infinities as strings that no attribute uses. */
function attrsText(attrs: Attrs): string {
  const text = JSON.stringify(attrs, (_, v: unknown) => (typeof v === 'number' && !Number.isFinite(v) ? `\u0001${numberText(v)}` : typeof v === 'bigint' ? `\u0002${v}` : v));
  return text === '{}' ? '' : ` ${text}`;
}

function quantText(quant: QuantParams | undefined): string {
  return quant === undefined ? '' : ` q${JSON.stringify([quant.scale, quant.zeroPoint, quant.axis])}`;
}

function typeText(value: Value): string {
  return `${value.dtype}${value.shape === null ? '?' : `[${value.shape.join(',')}]`}${quantText(value.quant)}`;
}

function nodeText(graph: Graph, node: Node): string {
  const outputs = node.outputs.map((id) => `${nameText(id)}: ${typeText(valueOf(graph, id))}`).join(', ');
  const inputs = node.inputs.map((id) => (id === null ? '_' : nameText(id))).join(', ');
  const op = node.domain === '' ? node.op : `${node.domain}::${node.op}`;
  const clamp = node.clamp === undefined ? '' : ` clamp [${numberText(node.clamp.min)}, ${numberText(node.clamp.max)}]`;
  const normal = node.normal === undefined ? '' : ` normal ${numbersText(node.normal.mean)} ${numbersText(node.normal.deviation)}`;
  const origin = ` from ${node.origin.onnxNodes.map((n) => JSON.stringify(n)).join(' ')} #${node.origin.onnxIndex} id ${node.id}`;
  return `${outputs} = ${op}(${inputs})${attrsText(node.attrs)}${clamp}${normal}${origin}`;
}

/** The graph as text; opsets and the name of the graph come first. */
export function printGraph(graph: Graph): string {
  const constants = [...graph.values.values()].filter((v) => v.data !== undefined);
  return [
    `graph ${JSON.stringify(graph.name)} ${JSON.stringify([...graph.opsets])}`,
    ...graph.inputs.map((id) => `input ${nameText(id)}: ${typeText(valueOf(graph, id))}`),
    ...constants.map((v) => `const ${nameText(v.id)}: ${typeText(v)} = [${Array.from(v.data as ArrayLike<number | bigint>, (x) => (typeof x === 'bigint' ? `${x}` : numberText(x))).join(', ')}]`),
    ...graph.nodes.map((node) => nodeText(graph, node)),
    `output ${graph.outputs.map(nameText).join(', ')}`,
  ].join('\n');
}

/** Reads what one line holds, from left to right. */
class Cursor {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  take(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'yu');
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#line);
    if (match === null) return null;
    this.#at = sticky.lastIndex;
    return match[0];
  }

  need(pattern: RegExp): string {
    return this.take(pattern) ?? fail('QT9001', `textual graph: ${String(pattern)} is expected at column ${this.#at + 1} of: ${this.#line.slice(0, 120)}`);
  }

  name(): ValueId {
    this.need(/%/);
    const quoted = this.take(/"(?:[^"\\]|\\.)*"/);
    return quoted === null ? this.need(/[A-Za-z0-9_.\-/:]*[A-Za-z0-9_.\-/]/) : JSON.parse(quoted);
  }

  number(): number {
    const text = this.need(/-?inf|NaN|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/);
    return text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);
  }

  /** A balanced JSON value that starts here. */
  json(): unknown {
    const rest = this.#line.slice(this.#at);
    let depth = 0;
    let quoted = false;
    for (let i = 0; i < rest.length; i++) {
      const c = rest[i];
      if (quoted) {
        if (c === '\\') i += 1;
        else if (c === '"') quoted = false;
      } else if (c === '"') quoted = true;
      else if (c === '{' || c === '[') depth += 1;
      else if (c === '}' || c === ']') depth -= 1;
      if (depth === 0 && !quoted) {
        this.#at += i + 1;
        return JSON.parse(rest.slice(0, i + 1), revive);
      }
    }
    return fail('QT9001', `textual graph: unbalanced brackets in: ${this.#line.slice(0, 120)}`);
  }

  value(): Value {
    const id = this.name();
    this.need(/: /);
    const dtype = this.need(/f32|f64|i8|u8|i16|u16|i32|u32|i64|u64|bool/) as DType;
    const shape = this.take(/\?/) === null ? (this.json() as number[]) : null;
    if (this.take(/ q/) === null) return { id, dtype, shape };
    const [scale, zeroPoint, axis] = this.json() as [number[], number[], number | null];
    return { id, dtype, shape, quant: { scale, zeroPoint, axis } };
  }
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.startsWith('\u0001')) return value === '\u0001inf' ? Infinity : value === '\u0001-inf' ? -Infinity : Number.NaN;
  return value.startsWith('\u0002') ? BigInt(value.slice(1)) : value;
}

function parseData(cursor: Cursor, dtype: DType, count: number): TensorData {
  cursor.need(/ = \[/);
  const data = makeData(dtype, count);
  for (let i = 0; i < count; i++) {
    if (i > 0) cursor.need(/, /);
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(cursor.need(/-?\d+/));
    else data[i] = cursor.number();
  }
  cursor.need(/\]/);
  return data;
}

function parseNumbers(cursor: Cursor): number[] {
  cursor.need(/\[/);
  const numbers = list(cursor, () => cursor.number());
  cursor.need(/\]/);
  return numbers;
}

function list<T>(cursor: Cursor, item: () => T): T[] {
  const items = [item()];
  while (cursor.take(/, /) !== null) items.push(item());
  return items;
}

function parseNode(cursor: Cursor, values: Map<ValueId, Value>): Node {
  const outputs = list(cursor, () => cursor.value());
  for (const value of outputs) values.set(value.id, makeValue(value));
  cursor.need(/ = /);
  const domain = cursor.take(/[\w.]+(?=::)/) ?? '';
  if (domain !== '') cursor.need(/::/);
  const op = cursor.need(/\w+/);
  cursor.need(/\(/);
  const inputs = cursor.take(/(?=\))/) === null ? list(cursor, () => (cursor.take(/_/) === null ? cursor.name() : null)) : [];
  cursor.need(/\)/);
  const attrs = cursor.take(/ (?=\{)/) === null ? {} : (cursor.json() as Attrs);
  const bounds = cursor.take(/ clamp \[/) === null ? null : { min: cursor.number(), comma: cursor.need(/, /), max: cursor.number(), end: cursor.need(/\]/) };
  const normal = cursor.take(/ normal /) === null ? null : { mean: parseNumbers(cursor), space: cursor.need(/ /), deviation: parseNumbers(cursor) };
  cursor.need(/ from/);
  const onnxNodes: string[] = [];
  while (cursor.take(/ (?=")/) !== null) onnxNodes.push(String(cursor.json()));
  const onnxIndex = Number(cursor.need(/ #-?\d+/).slice(2));
  const id = Number(cursor.need(/ id \d+/).slice(4));
  return makeNode({ id, op, domain, attrs, inputs, outputs: outputs.map((v) => v.id), origin: { onnxNodes, onnxIndex }, ...(bounds ? { clamp: { min: bounds.min, max: bounds.max } } : {}), ...(normal ? { normal: { mean: normal.mean, deviation: normal.deviation } } : {}) });
}

/** Reads what printGraph wrote. Throws QT9001 naming line and column. */
export function parseGraph(text: string): Graph {
  const values = new Map<ValueId, Value>();
  const nodes: Node[] = [];
  const inputs: ValueId[] = [];
  let outputs: ValueId[] = [];
  let name = '';
  let opsets: [string, number][] = [];
  for (const line of text.split('\n')) {
    const cursor = new Cursor(line);
    if (cursor.take(/graph /) !== null) {
      name = String(cursor.json());
      cursor.need(/ /);
      opsets = cursor.json() as [string, number][];
    } else if (cursor.take(/input /) !== null) {
      const value = cursor.value();
      values.set(value.id, makeValue(value));
      inputs.push(value.id);
    } else if (cursor.take(/const /) !== null) {
      const value = cursor.value();
      values.set(value.id, makeValue({ ...value, data: parseData(cursor, value.dtype, (value.shape ?? []).reduce((p, d) => p * d, 1)) }));
    } else if (cursor.take(/output /) !== null) outputs = list(cursor, () => cursor.name());
    else if (line.trim() !== '') nodes.push(parseNode(cursor, values));
  }
  return { nodes, values, inputs, outputs, name, opsets: new Map(opsets) };
}
