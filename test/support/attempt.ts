// Everything that `compile` does with a model, in process and without data: import, float passes, ranges from random inputs, integer units, C for a
// target. The one way in which malformed models and fuzzers reach the compiler; gives what came out or throws what the compiler throws.
import { generateFirmware } from '../../src/firmware.ts';
import { quantizeModel } from '../../src/pipeline.ts';
import { hasOwnScales } from '../../src/quantize/own-scales.ts';
import { ownInputRange } from '../../src/quantize/own-scales.ts';
import { randomInputs } from '../../src/quantize/without-data.ts';
import { type Model, floatStage, importStage } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import type { Target } from '../../src/targets/target.ts';

export interface AttemptOptions {
  readonly precision?: 'int8' | 'float';
  readonly target?: Target;
  readonly name?: string;
  /** Stored with their outputs; none by default. */
  readonly golden?: number;
}

const HOST = loadTarget('host');

/** The files of the firmware folder. Throws what the compiler throws. */
export async function attemptModel(model: Model, { precision = 'int8', target = HOST, name, golden = 0 }: AttemptOptions = {}): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const float = floatStage(importStage(model), model.file);
  const given = randomInputs(float, hasOwnScales(float) ? ownInputRange(float) : undefined);
  const calibration = precision === 'float' ? {} : { calibration: { ...given, observer: 'expected' as const } };
  const quantized = await quantizeModel(model, { precision, threads: 1, report: () => undefined, ...calibration });
  const vectors = golden === 0 ? {} : { golden: { dataSet: given.dataSet, samples: golden } };
  return generateFirmware(quantized, { target, ...(name === undefined ? {} : { name }), ...vectors }).files;
}
