// The calls of a program as views: params structs, places of buffers, and one block per unit that reads like a list of layers.
import { invariant } from '../diagnostics/diagnostic.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import { symbolOf } from '../kernels/kernel-def.ts';
import type { BufferId, KernelCall, Operand, PlannedProgram, Unit } from '../kernels/program.ts';
import { placeText, rangeText } from './arenas.ts';
import { arrayExpression, elementType } from './arrays.ts';
import { type CText, type View, trusted } from './c-text.ts';
import { commentText } from './comment.ts';
import { type ConstantForms, fieldViews } from './constant-shapes.ts';
import type { NamedConstants } from './constants.ts';
import { macroOf } from './identifier.ts';
import { unsignedLiteral } from './literal.ts';
import { cType } from './ports.ts';

export interface LayerContext {
  readonly program: PlannedProgram;
  readonly name: CText;
  readonly constants: NamedConstants;
  readonly forms: ConstantForms;
}

function bufferSymbol(context: LayerContext, buffer: BufferId): string {
  return `${macroOf(context.name)}_B${buffer}`;
}

/** Buffers in order of their place, for the comment and the macros. */
export function bufferViews(context: LayerContext): View[] {
  const { program } = context;
  const rows = program.buffers.map((buffer) => ({ buffer, offset: program.offsets[buffer.id] ?? 0 }));
  return rows.sort((a, b) => a.offset - b.offset || a.buffer.id - b.buffer.id).map(({ buffer, offset }) => ({
    symbol: trusted(bufferSymbol(context, buffer.id)),
    place: placeText(program, offset),
    range: rangeText(program, offset, buffer.bytes),
    about: trusted(`B${buffer.id} ${cType(buffer.dtype)} [${buffer.shape.join(',')}] ${commentText(buffer.name)}`),
  }));
}

/** Params structs; calls with the same kernel and values share one, those of forms with constant params need none. */
export function paramViews(context: LayerContext): { views: View[]; symbols: string[] } {
  const known = new Map<string, string>();
  const views: View[] = [];
  const symbols = context.program.calls.map((call) => {
    if (call.constantShapes === true) return '';
    const key = `${call.kernel} ${JSON.stringify(call.params)}`;
    const symbol = known.get(key) ?? `${context.name}_p${known.size}`;
    if (!known.has(key)) {
      views.push({ type: trusted(`qn_${call.kernel}_params`), symbol: trusted(symbol), fields: fieldViews(call) });
      known.set(key, symbol);
    }
    return symbol;
  });
  return { views, symbols };
}

function operandText(context: LayerContext, operand: Operand, def: { dtype: Parameters<typeof cType>[0]; role: string }): string {
  const type = cType(def.dtype);
  if (operand.kind === 'null') return 'NULL';
  if (operand.kind === 'buffer') {
    const offset = operand.byteOffset === 0 ? '' : ` + ${unsignedLiteral(operand.byteOffset)}`;
    return `AT(${type}, ${bufferSymbol(context, operand.id)}${offset})`;
  }
  const constant = context.constants.of.get(operand.id);
  invariant(constant !== undefined, `constant ${operand.id} has no name`);
  const pointer = arrayExpression(constant.symbol, constant.data);
  return elementType(constant.data) === type ? pointer : `(const ${type} *)(const void *)${pointer}`;
}

function callText(context: LayerContext, index: number, params: string): CText {
  const call = context.program.calls[index];
  invariant(call !== undefined, `no call ${index}`);
  const kernel = kernelOf(call.kernel);
  const operands = kernel.operands.map((def, i) => operandText(context, call.operands[i] ?? { kind: 'null' }, def));
  const scratch = call.scratchBytes > 0 ? [`AT(void, ${placeText(context.program, context.program.scratchOffsets[index] ?? 0)})`] : ['NULL'];
  const form = context.forms.symbolOf(call);
  const args = [...(form === null ? [`&${params}`] : []), ...operands, ...(kernel.scratch === true ? scratch : [])];
  return trusted(`${form ?? symbolOf(call.kernel, call.isa)}(${args.join(', ')})`);
}

function aboutUnit(unit: Unit): string {
  const macs = unit.macs === 0 ? '' : `, ${unit.macs} MACs`;
  const fused = unit.onnxNodes.length > 1 ? ` (with ${unit.onnxNodes.slice(1).map((n) => commentText(n)).join(', ').slice(0, 80)})` : '';
  return `${unit.op} ${commentText(unit.name)}${fused}: [${unit.outputShape.join(',')}] ${unit.precision}${macs}`;
}

export function layerViews(context: LayerContext, params: readonly string[]): View[] {
  const { program, name } = context;
  const width = String(program.units.length - 1).length;
  return program.units.map((unit, number) => ({
    number: trusted(String(number).padStart(width)),
    about: trusted(aboutUnit(unit)),
    unit: trusted(`${macroOf(name)}_UNIT(${number})`),
    calls: program.calls.flatMap((call, i) => (call.unit === number ? [{ call: callText(context, i, params[i] ?? '') }] : [])),
  }));
}
