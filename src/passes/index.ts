// The ordered list of rewrites between import and calibration. Read it as the documentation of what a graph goes through.
import { absorbTranspose } from './absorb-transpose.ts';
import { affineToDepthwise } from './affine-to-depthwise.ts';
import { channelsLast } from './channels-last.ts';
import { decompose } from './decompose.ts';
import { eliminateViews } from './eliminate-views.ts';
import { foldAffine } from './fold-affine.ts';
import { foldConstants } from './fold-constants.ts';
import { foldPad } from './fold-pad.ts';
import { fuseClamp } from './fuse-clamp.ts';
import type { Pass } from './pass.ts';

export const FLOAT_PASSES: readonly Pass[] = [
  decompose,
  foldConstants,
  eliminateViews,
  foldAffine,
  affineToDepthwise,
  foldAffine,
  foldPad,
  channelsLast,
  eliminateViews,
  absorbTranspose,
  eliminateViews,
  fuseClamp,
];

/** Without what joins operators into one unit: every operator of the model keeps its own scales (--quantize-at imported). */
export const UNFUSED_PASSES: readonly Pass[] = [decompose, foldConstants, eliminateViews, channelsLast, eliminateViews, absorbTranspose, eliminateViews];
