// Float depthwise convolution for MVE, where each output channel has its own input channel; canonical constants.
import { defineVariant } from './geometry/fields.ts';

export default defineVariant('mve', { supports: (p) => p['in_c'] === p['out_c'] });
