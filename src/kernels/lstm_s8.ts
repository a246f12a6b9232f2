// LSTM layer in one direction in integers: int8 inputs, weights and states between steps, int16 inside; final states as int8 (yh) or exactly in float (state, yc).
import { fields, portable } from './geometry/fields.ts';
import { RECURRENT_WALK, bytesOfState, integerMacs } from './geometry/recurrent.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'lstm_s8',
  params: [...RECURRENT_WALK, ...fields('i32', 'inputs', 'pre_shift_x', 'pre_shift_h', 'cell_fraction'), ...fields('f32', 'inverse_scale')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in', optional: true },
    { name: 'real', dtype: 'f32', role: 'in', optional: true },
    { name: 'w', dtype: 'i8', role: 'const' },
    { name: 'r', dtype: 'i8', role: 'const' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'tables', dtype: 'i16', role: 'const' },
    { name: 'h0', dtype: 'f32', role: 'in', optional: true },
    { name: 'c0', dtype: 'f32', role: 'in', optional: true },
    { name: 'lens', dtype: 'i32', role: 'in', optional: true },
    { name: 'y', dtype: 'i8', role: 'out', optional: true },
    { name: 'yh', dtype: 'i8', role: 'out', optional: true },
    { name: 'state', dtype: 'f32', role: 'out', optional: true },
    { name: 'yc', dtype: 'f32', role: 'out', optional: true },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: bytesOfState(20) })],
  macs: integerMacs(4),
});
