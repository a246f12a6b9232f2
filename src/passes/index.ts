// The ordered list of rewrites between import and calibration. Read it as the documentation of what a graph goes through.
import { absorbTranspose } from './absorb-transpose.ts';
import { affineToDepthwise } from './affine-to-depthwise.ts';
import { channelsLast } from './channels-last.ts';
import { decompose } from './decompose.ts';
import { eliminateViews } from './eliminate-views.ts';
import { foldAffine } from './fold-affine.ts';
import { foldConstants } from './fold-constants.ts';
import { foldPad } from './fold-pad.ts';
import { foldSlice } from './fold-slice.ts';
import { fuseActivation } from './fuse-activation.ts';
import { fuseClamp } from './fuse-clamp.ts';
import { fuseQdq } from './fuse-qdq.ts';
import { hoistQuantize } from './hoist-quantize.ts';
import { joinCasts } from './join-casts.ts';
import { joinQuantize } from './join-quantize.ts';
import { liftElementwise } from './lift-elementwise.ts';
import type { Pass } from './pass.ts';
import { sinkDequantize } from './sink-dequantize.ts';
import { loadConstants, storeConstants } from './store-constants.ts';
import { transposeIntoProduct } from './transpose-into-product.ts';
import { unitTranspose } from './unit-transpose.ts';
import { widenSums } from './widen-sums.ts';

export const FLOAT_PASSES: readonly Pass[] = [
  fuseActivation,
  decompose,
  fuseActivation,
  transposeIntoProduct,
  joinCasts,
  sinkDequantize,
  joinQuantize,
  foldConstants,
  eliminateViews,
  liftElementwise,
  eliminateViews,
  foldAffine,
  affineToDepthwise,
  foldAffine,
  foldPad,
  foldSlice,
  channelsLast,
  eliminateViews,
  absorbTranspose,
  unitTranspose,
  eliminateViews,
  fuseClamp,
];

/** From a model with scales of its own to integer units. What has no integer form, or none with these scales, stays float with conversions. */
export const IMPORTED_PASSES: readonly Pass[] = [sinkDequantize, storeConstants, sinkDequantize, hoistQuantize, joinQuantize, fuseQdq, loadConstants, fuseQdq, widenSums];

/** Without what joins operators into one unit: every operator of the model keeps its own scales (--quantize-at imported). */
export const UNFUSED_PASSES: readonly Pass[] = [decompose, transposeIntoProduct, joinCasts, sinkDequantize, joinQuantize, foldConstants, eliminateViews, channelsLast, eliminateViews, absorbTranspose, unitTranspose, eliminateViews];
