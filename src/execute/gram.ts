// Gram matrices of sampled inputs, computed by the module in a memory of its own that grows to the largest one.
import { invariant } from '../diagnostics/diagnostic.ts';
import { loadRuntime } from './runtime-module.ts';

const PAGE = 65536;
/** The module keeps its stack and static data below this address. */
const FIRST_FREE = 2 << 20;

export class GramKernel {
  readonly #memory = new WebAssembly.Memory({ initial: FIRST_FREE / PAGE });
  readonly #gram: (rows: number, columns: number, x: number, gram: number) => void;

  constructor(module: WebAssembly.Module = loadRuntime()) {
    const gram = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports['qn_observe_gram_f32'];
    invariant(typeof gram === 'function', 'the executor module has qn_observe_gram_f32');
    this.#gram = (...args) => void gram(...args);
  }

  /** Lower triangle of x^T x, [columns][columns], of x [rows][columns]; zero above the diagonal. */
  gram(x: Float32Array, columns: number): Float32Array {
    const end = FIRST_FREE + 4 * (x.length + columns * columns);
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.#memory.grow(missing);
    new Float32Array(this.#memory.buffer, FIRST_FREE, x.length).set(x);
    this.#gram(x.length / columns, columns, FIRST_FREE, FIRST_FREE + 4 * x.length);
    return new Float32Array(this.#memory.buffer, FIRST_FREE + 4 * x.length, columns * columns).slice();
  }
}
