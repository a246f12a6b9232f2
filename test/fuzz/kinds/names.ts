// Names of a model, its file and its network that try to get out of where they stand: C, C++, preprocessor, make, CMake, shell, JSON, HTML, terminals. The C
// without its comments is that of plain names, but for the fields called after inputs and outputs; build files are the same bytes; JSON holds the names as they are.
import { emitFiles } from '../../../src/emit/emit-files.ts';
import { Identifiers } from '../../../src/emit/identifier.ts';
import { renderDiagnostic } from '../../../src/diagnostics/render.ts';
import { diagnose } from '../../../src/diagnostics/diagnostic.ts';
import { type PlannedProgram } from '../../../src/kernels/program.ts';
import { floatStage, importStage, programFor } from '../../../src/stages.ts';
import { attr, initializer, input, modelOf, node, opset, output } from '../../support/onnx-bytes.ts';
import { text, varint } from '../../support/protobuf-bytes.ts';
import type { Dice } from '../dice.ts';
import { Fault, type FuzzKind } from '../fuzz-kind.ts';

const HOSTILE: readonly string[] = [
  '*/', '/*', '//', '*/ int main(void) { return system("id"); } /*', '\n#include "/etc/passwd"\n', '??/\n', '\\\n', '??)', '"; }', '%s%n', '__attribute__((constructor))', 'int', 'while', '0', '9x', '__x', 'a.b', 'a_b', 'a b', 'A_B', 'NULL', 'arena', 'QN_MEMCPY', 'defined',
  '$(shell id)', '$(rm -rf /)', '${CMAKE_COMMAND}', '`id`', '; rm -rf x', '&& id', '| id', '\r\n\tid', '#', "'", '"', '\\', '{{x}}', '{{{constructor}}}', '{{#each this}}', '<script>alert(1)</script>', '<img src=x onerror=id>', '&lt;', ']]>', '</script>',
  '","x":"', '\u0000', '\u001b[2J\u001b]0;x\u0007', '\u202e', '\u2028', '\ud83d\ude00', '\u00e9', '__proto__', 'constructor', 'toString', '..', '../../x', '/etc/passwd', 'con', 'x'.repeat(300), ' ', '\t', '-o', '--help', '@file',
];

interface Names {
  readonly x: string;
  readonly hidden: string;
  readonly y: string;
  readonly node: string;
  readonly graph: string;
  readonly file: string;
}

const PLAIN: Names = { x: 'first', hidden: 'hidden', y: 'last', node: 'node', graph: 'graph', file: 'file.onnx' };
const KEYS = ['x', 'hidden', 'y', 'node', 'graph', 'file'] as const;

function hostile(dice: Dice): string {
  return Array.from({ length: 1 + dice.below(3) }, () => dice.pick(HOSTILE)).join(dice.pick(['', ' ', '_']));
}

function make(dice: Dice): Uint8Array {
  const drawn = Object.fromEntries(KEYS.map((key, i) => [key, `${hostile(dice)}${key === 'x' || key === 'y' || key === 'hidden' ? `~${i}` : ''}`]));
  return new TextEncoder().encode(JSON.stringify(drawn));
}

function programOf(names: Names): PlannedProgram {
  const graph = [
    node('Relu', { inputs: [names.x], outputs: [names.hidden], name: names.node }), node('Gemm', { inputs: [names.hidden, `${names.x}w`], outputs: [names.y], name: `${names.node}2`, attrs: [attr.int('transB', 1)] }), text(2, names.graph),
    initializer(`${names.x}w`, { dims: [2, 3], floats: [1, 2, 3, 4, 5, 6] }), input(names.x, [1, 3]), output(names.y),
  ];
  const bytes = modelOf([varint(1, 8), text(2, names.graph), opset(13)], graph);
  return programFor(floatStage(importStage({ bytes, file: names.file }), names.file), ['portable'], names.file);
}

function filesOf(names: Names): ReadonlyMap<string, Uint8Array | string> {
  return emitFiles(programOf(names), { name: 'net', modelDigest: 'd', modelFile: names.file, version: '1', targetId: 'host' });
}

function fieldsOf(names: Names): readonly string[] {
  const identifiers = new Identifiers();
  return [names.x, names.y].map((name) => identifiers.take(name));
}

/** Without comments, and with the two fields under fixed names. */
function codeOf(content: Uint8Array | string, fields: readonly string[]): string {
  const code = Buffer.from(content).toString('utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return fields.reduce((t, field, i) => t.replace(new RegExp(`(?<=[>. *]|\\bnet_)${field}\\b`, 'g'), `FIELD_${i}`), code);
}

const EXPECTED = filesOf(PLAIN);

async function run(content: Uint8Array): Promise<void> {
  const names: Names = JSON.parse(Buffer.from(content).toString());
  const files = filesOf(names);
  for (const [path, wanted] of EXPECTED) {
    const found = files.get(path) ?? '';
    if (!/^[\x20-\x7e\n\t]*$/.test(Buffer.from(found).toString('latin1'))) throw new Fault(`${path} holds more than printable ASCII`);
    if (path.endsWith('.md')) continue;
    const [ours, plain] = /^(?!qn\/|test\/).*\.[ch]$/.test(path) ? [codeOf(found, fieldsOf(names)), codeOf(wanted, fieldsOf(PLAIN))] : [String(found), String(wanted)];
    if (ours !== plain) throw new Fault(`${path} is another file under these names`);
  }
  if ([...files.keys()].join() !== [...EXPECTED.keys()].join()) throw new Fault('there are other files under these names');
  const shown = renderDiagnostic(diagnose('QT2002', names.node, { where: { file: names.file, node: names.node, value: names.x } }));
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028]/.test(shown)) throw new Fault('a diagnostic drives the terminal');
}

function* shrink(content: Uint8Array): Iterable<Uint8Array> {
  const names: Names = JSON.parse(Buffer.from(content).toString());
  for (const key of KEYS) if (names[key] !== PLAIN[key]) yield new TextEncoder().encode(JSON.stringify({ ...names, [key]: PLAIN[key] }));
}

export const NAMES: FuzzKind = { name: 'names', limitMs: 5_000, make, run, shrink };
