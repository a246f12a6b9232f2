// Builds a generated folder for a target, runs it on samples and compares every output byte with what the executor gave.
import { fail } from './diagnostics/diagnostic.ts';
import type { Target } from './targets/target.ts';
import { buildFirmware } from './toolchain/build-firmware.ts';
import type { FirmwareSizes } from './toolchain/firmware-sizes.ts';
import { type Instructions, runFirmware } from './toolchain/run-firmware.ts';

export interface MeasureRequest {
  readonly folder: string;
  readonly target: Target;
  /** For the ELF file. */
  readonly outDir: string;
  readonly inputs: Uint8Array;
  /** The executor's outputs for the first of `inputs`. */
  readonly expected: Uint8Array;
  readonly timeoutMs?: number;
}

export interface Measurement {
  readonly board: string;
  readonly samples: number;
  readonly outputs: Uint8Array;
  /** Exact count per inference; null where the target is not emulated. */
  readonly instructions: Instructions | null;
  readonly stackBytes: number | null;
  readonly sizes: FirmwareSizes;
  readonly bytesCompared: number;
  readonly bytesDifferent: number;
}

const NO_SIZES: FirmwareSizes = { codeBytes: 0, tableBytes: 0, weightBytes: 0, libraryBytes: 0 };

/** Bytes of `expected` that `outputs` does not begin with. Throws QT5008 where there are too few. */
export function countDifferent(expected: Uint8Array, outputs: Uint8Array): number {
  if (outputs.length < expected.length) return fail('QT5008', `the firmware wrote ${outputs.length} bytes of output; ${expected.length} were expected`);
  return expected.reduce((count, byte, i) => (outputs[i] === byte ? count : count + 1), 0);
}

/** Throws QT4006 (memory) and QT5xxx (tools). */
export async function measureFirmware(request: MeasureRequest): Promise<Measurement> {
  const firmware = await buildFirmware({ folder: request.folder, target: request.target, outDir: request.outDir, profile: true });
  const run = await runFirmware({ firmware, inputs: request.inputs, ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }) });
  return {
    board: firmware.board.name,
    samples: run.samples,
    outputs: run.outputs,
    instructions: run.instructions,
    stackBytes: run.stackBytes,
    sizes: firmware.sizes ?? NO_SIZES,
    bytesCompared: request.expected.length,
    bytesDifferent: countDifferent(request.expected, run.outputs),
  };
}
