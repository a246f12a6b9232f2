// What the instructions of a kernel call depend on, counted from its params. Costs are linear in these (targets/<id>/costs.json has the coefficients).
import { patchIsContiguous, patchLength } from '../kernels/geometry/conv.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import type { ParamValues } from '../kernels/program.ts';

export const FEATURES = ['call', 'pixels', 'outputs', 'macs', 'inputs', 'window'] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Readonly<Record<Feature, number>>;

const NONE: Features = { call: 1, pixels: 0, outputs: 0, macs: 0, inputs: 0, window: 0 };

/** pixels: output positions; outputs: elements written; macs; inputs: elements gathered into patches; window: elements that pooling reads. */
export function featuresOf(kernel: string, params: ParamValues): Features {
  const get = (name: string): number => params[name] ?? 1;
  const macs = kernelOf(kernel).macs(params);
  if (params['out_h'] !== undefined) {
    const pixels = get('batch') * get('out_h') * get('out_w');
    const outputs = pixels * (params['out_c'] ?? get('channels'));
    const gathers = kernel.startsWith('conv2d') && !patchIsContiguous(params);
    return { ...NONE, pixels, outputs, macs, inputs: gathers ? pixels * patchLength(params) * get('groups') : 0, window: macs === 0 ? outputs * get('kernel_h') * get('kernel_w') : 0 };
  }
  if (params['in_c'] !== undefined) return { ...NONE, pixels: get('batch'), outputs: get('batch') * get('out_c'), macs };
  if (params['rows'] !== undefined) return { ...NONE, pixels: get('rows'), outputs: get('rows') * get('cols') };
  if (params['planes'] !== undefined) return { ...NONE, pixels: get('height') * get('width'), outputs: get('planes') * get('height') * get('width') };
  if (params['count'] !== undefined) return { ...NONE, outputs: get('count') };
  const sizes = Object.keys(params).filter((name) => /^d\d$/.test(name)).map(get);
  const outputs = sizes.reduce((p, d) => p * d, 1);
  return { ...NONE, pixels: outputs / (sizes.at(-1) ?? 1), outputs };
}
