// What the records of recurrent kernels share: params of the walk over steps, of activation functions, and multiply-accumulates of the states.
import type { ParamField } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { fields } from './fields.ts';

export const RECURRENT_WALK: readonly ParamField[] = fields('i32', 'steps', 'batch', 'hidden', 'step_rows', 'batch_rows', 'reverse');

/** Number, alpha and beta of the activation function called `name`. */
export function activationFields(name: string): readonly ParamField[] {
  return [...fields('i32', name), ...fields('f32', `${name}_alpha`, `${name}_beta`)];
}

/** Multiply-accumulates of a state with the weights of `gates` gates. */
export function recurrentMacs(gates: number): (params: ParamValues) => number {
  return ({ steps = 0, batch = 0, hidden = 0 }) => steps * batch * gates * hidden * hidden;
}

/** `rows` rows of floats as long as the state. */
export function rowsOfState(rows: number): (params: ParamValues) => number {
  return ({ hidden = 0 }) => 4 * rows * hidden;
}

/** Multiply-accumulates of inputs and states with the weights of `gates` gates. */
export function integerMacs(gates: number): (params: ParamValues) => number {
  return ({ steps = 0, batch = 0, hidden = 0, inputs = 0 }) => steps * batch * gates * hidden * (hidden + inputs);
}

/** `bytes` for each element of the state, and a row of inputs in int16. */
export function bytesOfState(bytes: number): (params: ParamValues) => number {
  return ({ hidden = 0, inputs = 0 }) => bytes * hidden + 2 * inputs;
}
