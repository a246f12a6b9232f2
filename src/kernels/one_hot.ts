// y[outer][depth][inner] = values[1] where the index of that place is the depth, else values[0]. Indices are int32 or int64 (the other operand is null)
// and count from the end where negative. Elements of any size.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'one_hot',
  params: [...fields('i32', 'outer', 'depth', 'inner', 'element_bytes')],
  operands: [
    { name: 'indices', dtype: 'i32', role: 'in', optional: true },
    { name: 'indices64', dtype: 'i64', role: 'in', optional: true },
    { name: 'values', dtype: 'u8', role: 'in', bytes: true },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable()],
  macs: noMacs,
});
