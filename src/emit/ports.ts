// Inputs and outputs of a program as views: where each lies in the arena, its C type, its scale.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type DType, bytesOf } from '../ir/dtype.ts';
import type { PlannedProgram, ProgramIo } from '../kernels/program.ts';
import { arenaViews, basePointer, blockOf, offsetInArena } from './arenas.ts';
import { type CText, type View, trusted } from './c-text.ts';
import { commentText } from './comment.ts';
import { type Identifiers, macroOf } from './identifier.ts';
import { floatLiteral, intLiteral, unsignedLiteral } from './literal.ts';

const TYPES: Readonly<Record<DType, string>> = {
  f32: 'float', f64: 'double', i8: 'int8_t', u8: 'uint8_t', i16: 'int16_t', u16: 'uint16_t', i32: 'int32_t', u32: 'uint32_t', i64: 'int64_t', u64: 'uint64_t', bool: 'uint8_t',
};

/** C type of an element. */
export function cType(dtype: DType): CText {
  return trusted(TYPES[dtype]);
}

export interface Port {
  readonly field: CText;
  readonly view: View;
}

interface PortContext {
  readonly program: PlannedProgram;
  readonly name: CText;
  readonly names: Identifiers;
}

function portOf(context: PortContext, io: ProgramIo, kind: { word: 'input' | 'output'; index: number }): Port {
  const buffer = context.program.buffers[io.buffer];
  invariant(buffer !== undefined, `no buffer of '${io.name}'`);
  const field = context.names.take(io.name);
  const scale = buffer.quant?.scale[0];
  const zeroPoint = buffer.quant?.zeroPoint[0];
  const view: View = {
    name: context.name,
    field,
    title: trusted(`${kind.word} ${kind.index}, ${commentText(io.name)}`),
    about: trusted(`${cType(buffer.dtype)} [${buffer.shape.join('][')}]`),
    prefix: trusted(`${macroOf(context.name)}_${kind.word.toUpperCase()}_${kind.index}`),
    type: cType(buffer.dtype),
    offset: unsignedLiteral(offsetInArena(context.program, context.program.offsets[io.buffer] ?? 0)),
    block: blockOf(context.program, context.program.offsets[io.buffer] ?? 0),
    base: basePointer(context.program, context.program.offsets[io.buffer] ?? 0),
    arenaParameter: arenaViews(context.program, context.name)['arenaParameter'] ?? trusted(''),
    count: unsignedLiteral(buffer.bytes / bytesOf(buffer.dtype)),
    bytes: unsignedLiteral(buffer.bytes),
    quantized: scale !== undefined,
    scale: floatLiteral(scale ?? 1),
    zeroPoint: intLiteral(zeroPoint ?? 0),
  };
  return { field, view };
}

/** Views of all inputs and outputs; field names differ from one another across both. */
export function portsOf(context: PortContext): { inputs: Port[]; outputs: Port[] } {
  const { program } = context;
  return {
    inputs: program.inputs.map((io, index) => portOf(context, io, { word: 'input', index })),
    outputs: program.outputs.map((io, index) => portOf(context, io, { word: 'output', index })),
  };
}
