// How often the bytes of buffers, scratch and constants are touched in one inference: estimates by which they are ranked for fast memory. Inputs count as
// often as elements are gathered from them, scratch and weights as often as multiply-accumulates read them.
import { featuresOf } from '../cost/features.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import { type Program, rootOf } from '../kernels/program.ts';

export interface Accesses {
  /** By buffer that is placed. */
  readonly buffers: readonly number[];
  /** By call. */
  readonly scratch: readonly number[];
  /** By constant. */
  readonly constants: readonly number[];
}

/** Bytes of weights that serve one multiply-accumulate: two pixels share what is read. */
const WEIGHT_BYTES_PER_MAC = 0.5;

export function accessesOf(program: Program): Accesses {
  const buffers = program.buffers.map(() => 0);
  const constants = program.constants.map(() => 0);
  const add = (list: number[], index: number, bytes: number): void => {
    list[index] = (list[index] ?? 0) + bytes;
  };
  const scratch = program.calls.map((call) => {
    const { macs, inputs, window } = featuresOf(call.kernel, call.params);
    const { operands } = kernelOf(call.kernel);
    call.operands.forEach((operand, i) => {
      if (operand.kind === 'constant') add(constants, operand.id, Math.max(program.constants[operand.id]?.data.byteLength ?? 0, WEIGHT_BYTES_PER_MAC * macs));
      if (operand.kind !== 'buffer') return;
      const bytes = program.buffers[operand.id]?.bytes ?? 0;
      add(buffers, rootOf(program.buffers, operand.id), operands[i]?.role === 'in' ? Math.max(bytes, inputs + window) : bytes);
    });
    return call.scratchBytes === 0 ? 0 : Math.max(2 * call.scratchBytes, macs);
  });
  return { buffers, scratch, constants };
}
