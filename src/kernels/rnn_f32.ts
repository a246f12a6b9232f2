// Float RNN layer in one direction: projected inputs and recurrent weights [hidden][hidden] to the states of all steps and the last one.
import { fields, portable } from './geometry/fields.ts';
import { RECURRENT_WALK, activationFields, recurrentMacs, rowsOfState } from './geometry/recurrent.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'rnn_f32',
  params: [...RECURRENT_WALK, ...activationFields('f'), ...fields('f32', 'clip')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'r', dtype: 'f32', role: 'in' },
    { name: 'h0', dtype: 'f32', role: 'in', optional: true },
    { name: 'lens', dtype: 'i32', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out', optional: true },
    { name: 'yh', dtype: 'f32', role: 'out', optional: true },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: rowsOfState(2) })],
  macs: recurrentMacs(1),
});
