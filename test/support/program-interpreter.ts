// Runs a lowered program through the kernels' references, one buffer per value: what the program means, without planning, packing or C.
import { bytesOf, viewData } from '../../src/ir/dtype.ts';
import { type Tensor, elementCount, makeTensor } from '../../src/ir/tensor.ts';
import { kernelOf } from '../../src/kernels/catalogue.ts';
import type { KernelCall, Operand, Program } from '../../src/kernels/program.ts';
import type { OperandDef } from '../../src/kernels/kernel-def.ts';
import type { Operands } from '../kernels/cases/kernel-case.ts';
import { Params, resultsOf } from '../kernels/references/kernel-references.ts';

type Memory = readonly Uint8Array<ArrayBuffer>[];

/** A buffer of its own for each that is placed; parts lie in those. */
function memoryOf({ buffers }: Program): Memory {
  const memory: Uint8Array<ArrayBuffer>[] = [];
  for (const { bytes, within } of buffers) memory.push(within === undefined ? new Uint8Array(bytes).fill(0xa5) : (memory[within.buffer] ?? new Uint8Array()).subarray(within.byteOffset, within.byteOffset + bytes));
  return memory;
}

function bytesOfTensor(tensor: Tensor): Uint8Array {
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

function viewOf(program: Program, memory: Memory, operand: Operand | undefined, def: OperandDef): Operands[string] {
  if (operand?.kind === 'constant') return program.constants[operand.id]?.data ?? null;
  if (operand?.kind !== 'buffer') return null;
  const bytes = memory[operand.id] ?? new Uint8Array();
  return viewData(def.dtype, bytes.buffer, bytes.byteOffset + operand.byteOffset, (bytes.length - operand.byteOffset) / bytesOf(def.dtype));
}

/** The strided copy, whose strides may lead backwards from where the operands start; 8 or 32 bits per element. */
function copy(memory: Memory, { operands: [x, y], params, kernel }: KernelCall, constants: Program['constants']): void {
  const size = Number(kernel.slice('copy_nd_'.length)) / 8;
  const constant = x?.kind === 'constant' ? constants[x.id]?.data : undefined;
  const source = x?.kind === 'buffer' ? memory[x.id] : constant && new Uint8Array(constant.buffer, constant.byteOffset, constant.byteLength);
  const target = y?.kind === 'buffer' ? memory[y.id] : undefined;
  if (!source || !target || y?.kind !== 'buffer') throw new Error('a copy between nothing');
  const walk = (dim: number, from: number, to: number): void => {
    if (dim === 6) return void target.set(source.subarray(from, from + size), to);
    for (let i = 0; i < (params[`d${dim}`] ?? 1); i++) walk(dim + 1, from + i * size * (params[`x_s${dim}`] ?? 0), to + i * size * (params[`y_s${dim}`] ?? 0));
  };
  walk(0, x?.kind === 'buffer' ? x.byteOffset : 0, y.byteOffset);
}

function runCall(program: Program, memory: Memory, call: KernelCall): void {
  if (call.kernel.startsWith('copy_nd_')) return copy(memory, call, program.constants);
  const kernel = kernelOf(call.kernel);
  const operands: Record<string, Operands[string]> = Object.fromEntries(kernel.operands.map((def, i) => [def.name, viewOf(program, memory, call.operands[i], def)]));
  const results = Object.entries(resultsOf(call.kernel, new Params(call.params), operands, 'y'));
  if (results.length === 0 || call.isa !== 'portable') throw new Error(`cannot interpret ${call.kernel} for ${call.isa}`);
  for (const [name, result] of results) {
    const target = operands[name];
    if (!target) throw new Error(`${call.kernel} has no output ${name}`);
    new Uint8Array(target.buffer, target.byteOffset).set(new Uint8Array(result.buffer, result.byteOffset, result.byteLength));
  }
}

/** Outputs by name. The program must be lowered for 'portable', whose constants are not packed. */
export function interpretProgram(program: Program, inputs: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const memory = memoryOf(program);
  for (const { name, buffer } of program.inputs) {
    const tensor = inputs.get(name);
    if (!tensor) throw new Error(`no input '${name}'`);
    memory[buffer]?.set(bytesOfTensor(tensor));
  }
  for (const call of program.calls) runCall(program, memory, call);
  return new Map(program.outputs.map(({ name, buffer }) => {
    const info = program.buffers[buffer];
    const bytes = memory[buffer];
    if (!info || !bytes) throw new Error(`no buffer for output '${name}'`);
    return [name, makeTensor(info.dtype, info.shape, viewData(info.dtype, bytes.buffer, bytes.byteOffset, elementCount(info.shape)))];
  }));
}
