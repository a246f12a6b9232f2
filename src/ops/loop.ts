// Loop: https://onnx.ai/onnx/operators/onnx__Loop.html, written out iteration by iteration. The trip count and every condition must be constant, or become so when
// the nodes before them are folded; results that are collected are joined along a new first axis.
import { type ExpandContext, defineDialect } from './op-def.ts';
import { giveOutputs, stacked, subgraphOf } from './shared/control-flow.ts';
import { scalar } from './shared/writer.ts';

const REMEDY = 'export the loop with a fixed number of iterations, fix the input it depends on (--fix), or run one iteration per call with its state as inputs and outputs';

/** A constant scalar; `fallback` where the input is absent. */
function constantScalar(ctx: ExpandContext, index: number, name: string, fallback: number): number {
  const input = ctx.inputs[index];
  if (!input) return fallback;
  if (!input.tensor) return ctx.reject(`input '${name}' is computed at run time; it must be a constant`, REMEDY);
  return Number(input.tensor.data[0] ?? fallback);
}

interface Iterations {
  readonly states: readonly string[];
  /** By iteration, then by collected output. */
  readonly collected: readonly (readonly string[])[];
}

function iterate(ctx: ExpandContext, initial: readonly string[]): Iterations {
  const body = subgraphOf(ctx, 'body');
  const trips = constantScalar(ctx, 0, 'M', Infinity);
  let states = initial;
  let goesOn = constantScalar(ctx, 1, 'cond', 1) !== 0;
  const collected: string[][] = [];
  for (let i = 0; i < trips && goesOn; i++) {
    const [condition = '', ...results] = ctx.inline(body, [scalar(ctx, 'i64', i), scalar(ctx, 'bool', 1), ...states]);
    const { tensor } = ctx.typeOf(condition);
    if (!tensor) return ctx.reject(`whether iteration ${i + 1} runs is known at run time only`, REMEDY);
    states = results.slice(0, initial.length);
    collected.push(results.slice(initial.length));
    goesOn = Number(tensor.data[0]) !== 0;
  }
  return { states, collected };
}

export default defineDialect({
  op: 'Loop',
  since: [1, 11, 13, 16, 19, 21, 23, 24, 25],
  arity: [2, Infinity],
  expand(ctx) {
    const initial = ctx.inputIds.slice(2).map((id, i) => id ?? ctx.reject(`state ${i} has no initial value`));
    const { states, collected } = iterate(ctx, initial);
    const count = ctx.outputIds.length - states.length;
    if (count > 0 && collected.length === 0) return ctx.reject('it collects results, but no iteration runs: an output without elements');
    const joined = Array.from({ length: Math.max(0, count) }, (_, k) => stacked(ctx, collected.map((results) => results[k] ?? ctx.reject(`its body collects ${results.length} results; ${count} are read`)), 0));
    giveOutputs(ctx, [...states, ...joined]);
  },
});
