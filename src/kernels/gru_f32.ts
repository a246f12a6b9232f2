// Float GRU layer in one direction: projected inputs and recurrent weights [hidden][3 * hidden] to the states of all steps and the last one.
import { fields, portable } from './geometry/fields.ts';
import { RECURRENT_WALK, activationFields, recurrentMacs, rowsOfState } from './geometry/recurrent.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'gru_f32',
  params: [...RECURRENT_WALK, ...fields('i32', 'linear_before_reset'), ...activationFields('f'), ...activationFields('g'), ...fields('f32', 'clip')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'r', dtype: 'f32', role: 'in' },
    { name: 'bias', dtype: 'f32', role: 'in', optional: true },
    { name: 'h0', dtype: 'f32', role: 'in', optional: true },
    { name: 'lens', dtype: 'i32', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out', optional: true },
    { name: 'yh', dtype: 'f32', role: 'out', optional: true },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: rowsOfState(5) })],
  macs: recurrentMacs(3),
});
