// What rounding one input of a network costs at its outputs: the float network with that input as int8 has it, against the network as it is. One float
// inference per trial and sample; for small networks only.
import { errorPower, sqnrDb, sumPowers } from '../data/metrics/error-power.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { QuantParams } from '../ir/graph.ts';
import type { PlannedProgram } from '../kernels/program.ts';
import { Executor } from './executor.ts';
import { type Logits, logitsOf, runWithLogits } from './logits.ts';
import { loadRuntime } from './runtime-module.ts';

interface Sample {
  readonly inputs: readonly TensorData[];
  readonly outputs: readonly Float32Array[];
}

function rounded(values: TensorData, { scale: [scale = 1], zeroPoint: [zero = 0] }: QuantParams): Float32Array {
  const [least, most] = [-128 - zero, 127 - zero];
  return Float32Array.from(values as ArrayLike<number>, (v) => scale * Math.max(least, Math.min(most, Math.round(v / scale))));
}

export class InputTrials {
  readonly #executor: Executor;
  readonly #logits: readonly (Logits | null)[];
  readonly #samples: readonly Sample[];

  constructor(float: PlannedProgram, samples: readonly (readonly TensorData[])[]) {
    this.#executor = Executor.create(float, loadRuntime());
    this.#logits = logitsOf(float);
    this.#samples = samples.map((inputs) => ({ inputs, outputs: runWithLogits(this.#executor, this.#logits, inputs).logits }));
  }

  /** SQNR in dB at the outputs, before a final softmax, where nothing but input `index` is rounded. */
  sqnrDb(index: number, quant: QuantParams): number {
    return sqnrDb(sumPowers(this.#samples.flatMap(({ inputs, outputs }) => {
      const given = inputs.map((data, i) => (i === index ? rounded(data, quant) : data));
      return runWithLogits(this.#executor, this.#logits, given).logits.map((other, i) => errorPower(outputs[i] ?? other, other));
    })));
  }
}
