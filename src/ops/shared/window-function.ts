// Window functions of signal processing, on a constant size: folded when the model is read.
import type { DType } from '../../ir/dtype.ts';
import type { InferContext, OpSpec, ValueType } from '../op-def.ts';
import { constantInput, intAttr } from './attributes.ts';
import { elementTypeAttr } from './element-type.ts';
import { fromNumbers } from './elementwise.ts';

export type WindowAttrs = { readonly size: number; readonly periodic: boolean; readonly dtype: DType };

/** `value` is the window at the fraction n / N of its period. */
export function windowFunction(value: (fraction: number) => number): Pick<OpSpec<WindowAttrs>, 'since' | 'arity' | 'dataInputs' | 'parse' | 'infer'> {
  return {
    since: [17],
    arity: [1, 1],
    dataInputs: 0,
    parse(ctx) {
      const size = constantInput(ctx, 'size', 0)?.[0] ?? ctx.reject('the size is missing');
      if (size < 1 || size > 1 << 24) return ctx.reject(`the size is ${size}; 1 to ${1 << 24} are supported`);
      return { size, periodic: intAttr(ctx, 'periodic', 1) !== 0, dtype: elementTypeAttr(ctx, 'output_datatype', 'f32') };
    },
    infer({ attrs }: InferContext<WindowAttrs>): ValueType[] {
      const period = attrs.periodic ? attrs.size : Math.max(1, attrs.size - 1);
      const type = { dtype: attrs.dtype, shape: [attrs.size] };
      return [{ ...type, tensor: fromNumbers(type, Array.from({ length: attrs.size }, (_, n) => value(n / period))) }];
    },
  };
}
