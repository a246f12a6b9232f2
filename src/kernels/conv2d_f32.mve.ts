// Float convolution for MVE: eight output channels are the lanes. Scratch: a strip of the input, none where patches are runs of the input.
import { defineVariant } from './geometry/fields.ts';
import { FLOAT_STRIP, packStripLanes, stripScratchBytes, stripSupports } from './geometry/mve-strip.ts';

export default defineVariant('mve', { supports: stripSupports, pack: packStripLanes, scratchBytes: (p) => stripScratchBytes(p, FLOAT_STRIP) });
