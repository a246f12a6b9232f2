// Float depthwise convolution for the WebAssembly executor, where each output channel has its own input channel; canonical constants.
import { defineVariant } from './geometry/fields.ts';

export default defineVariant('wasm', { exactFloat: true, supports: (p) => p['in_c'] === p['out_c'] });
