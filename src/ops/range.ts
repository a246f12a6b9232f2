// Range: https://onnx.ai/onnx/operators/onnx__Range.html, of constant start, limit and step: a constant. 64-bit integers are exact.
import type { DType } from '../ir/dtype.ts';
import { isFloat, makeData } from '../ir/dtype.ts';
import { makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, requiredInput } from './shared/attributes.ts';

export type RangeAttrs = { readonly start: number; readonly step: number; readonly count: number; readonly dtype: DType };

const LARGEST = 1 << 24;

export default defineOp<RangeAttrs>({
  op: 'Range',
  since: [11, 27],
  arity: [3, 3],
  dataInputs: 0,
  parse(ctx) {
    const scalar = (name: string, index: number): number => constantInput(ctx, name, index)?.[0] ?? ctx.reject(`input '${name}' is missing`);
    const [start, limit, step] = [scalar('start', 0), scalar('limit', 1), scalar('delta', 2)];
    const count = Math.max(0, Math.ceil((limit - start) / step));
    if (step === 0 || !(count <= LARGEST)) return ctx.reject(`the range from ${start} to ${limit} by ${step} is not usable`);
    return { start, step, count, dtype: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype };
  },
  infer({ attrs: { start, step, count, dtype } }) {
    const data = makeData(dtype, count);
    const wide = typeof data[0] === 'bigint';
    for (let i = 0; i < count; i++) data[i] = wide ? BigInt(start) + BigInt(i) * BigInt(step) : isFloat(dtype) ? start + i * step : Math.trunc(start + i * step);
    return [{ dtype, shape: [count], tensor: makeTensor(dtype, [count], data) }];
  },
});
