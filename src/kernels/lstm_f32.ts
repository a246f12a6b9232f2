// Float LSTM layer in one direction: projected inputs and recurrent weights [hidden][4 * hidden] to the states of all steps and the last ones.
import { fields, portable } from './geometry/fields.ts';
import { RECURRENT_WALK, activationFields, recurrentMacs, rowsOfState } from './geometry/recurrent.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'lstm_f32',
  params: [...RECURRENT_WALK, ...fields('i32', 'input_forget'), ...activationFields('f'), ...activationFields('g'), ...activationFields('h'), ...fields('f32', 'clip')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'r', dtype: 'f32', role: 'in' },
    { name: 'peephole', dtype: 'f32', role: 'in', optional: true },
    { name: 'h0', dtype: 'f32', role: 'in', optional: true },
    { name: 'c0', dtype: 'f32', role: 'in', optional: true },
    { name: 'lens', dtype: 'i32', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out', optional: true },
    { name: 'yh', dtype: 'f32', role: 'out', optional: true },
    { name: 'yc', dtype: 'f32', role: 'out', optional: true },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: rowsOfState(6) })],
  macs: recurrentMacs(4),
});
