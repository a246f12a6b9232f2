// From an ONNX LSTM, GRU or RNN to one node per direction in canonical form (recurrent.ts): parts of the weights are cut out, recurrent weights transposed,
// biases added, and results of two directions joined. All of it is written as nodes; what is constant is folded afterwards.
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { Attrs } from '../../ir/graph.ts';
import { type Shape, elementCount } from '../../ir/tensor.ts';
import type { DecomposeContext, ValueType } from '../op-def.ts';
import { type RecurrentAttrs, type RecurrentKind, type RecurrentOutput, extentOf } from './recurrent.ts';

type Id = string | null;

class Canonical {
  readonly #ctx: DecomposeContext<RecurrentAttrs>;
  readonly #kind: RecurrentKind;
  readonly #direction: number;

  constructor(ctx: DecomposeContext<RecurrentAttrs>, kind: RecurrentKind, direction: number) {
    this.#ctx = ctx;
    this.#kind = kind;
    this.#direction = direction;
  }

  #node(op: string, attrs: Attrs, inputs: readonly Id[], shape: Shape): string {
    return this.#ctx.node(op, attrs, inputs, { dtype: 'f32', shape });
  }

  #slice(id: string, from: Shape, starts: readonly number[], lengths: Shape): string {
    return from.join() === lengths.join() ? id : this.#node('Slice', { starts, steps: from.map(() => 1), lengths }, [id], lengths);
  }

  #reshape(id: string, from: Shape, shape: Shape): string {
    return from.join() === shape.join() ? id : this.#node('Reshape', { shape }, [id], shape);
  }

  /** Elements [from, from + count) along the last axis of the direction's part of an input [directions, ...], without that dimension; null where it is absent. */
  #part(index: number, range?: { readonly from: number; readonly count: number }): Id {
    const id = this.#ctx.inputIds[index] ?? null;
    const shape = this.#ctx.inputs[index]?.shape;
    if (id === null || !shape) return null;
    const inner = range ? [...shape.slice(1, -1), range.count] : shape.slice(1);
    const cut = this.#slice(id, shape, [this.#direction, ...shape.slice(1).map((_, i) => (range && i === shape.length - 2 ? range.from : 0))], [1, ...inner]);
    return this.#reshape(cut, [1, ...inner], inner);
  }

  #state(index: number): Id {
    const { attrs } = this.#ctx;
    const id = this.#ctx.inputIds[index] ?? null;
    const shape = this.#ctx.inputs[index]?.shape;
    if (id === null || !shape) return null;
    const axis = attrs.batchFirst ? 1 : 0;
    const lengths = shape.map((d, i) => (i === axis ? 1 : d));
    const cut = this.#slice(id, shape, shape.map((_, i) => (i === axis ? this.#direction : 0)), lengths);
    return this.#reshape(cut, lengths, lengths.filter((_, i) => i !== axis));
  }

  /** Bias of the projection: both biases added, but for the candidate of a GRU that is linear before the reset. */
  #bias(): Id {
    const width = this.#width();
    const own = this.#part(3, { from: 0, count: width });
    if (own === null) return null;
    if (!this.#ctx.attrs.linearBeforeReset) return this.#node('Add', {}, [own, this.#part(3, { from: width, count: width })], [width]);
    const { hidden } = this.#ctx.attrs;
    const recurrent = this.#part(3, { from: width, count: 2 * hidden });
    const zeros = this.#ctx.constant({ dtype: 'f32', shape: [hidden], data: new Float32Array(hidden) });
    return this.#node('Add', {}, [own, this.#node('Concat', { axis: 0 }, [recurrent, zeros], [width])], [width]);
  }

  #extra(): Id {
    const { hidden, linearBeforeReset } = this.#ctx.attrs;
    if (this.#kind.op === 'LSTM') return this.#part(7);
    return linearBeforeReset ? this.#part(3, { from: this.#width() + 2 * hidden, count: hidden }) : null;
  }

  #width(): number {
    return this.#kind.gates * this.#ctx.attrs.hidden;
  }

  /** x * w + b as nodes of their own. */
  #projected(x: ValueType): string {
    const width = this.#width();
    const shape = [...x.shape.slice(0, 2), width];
    const product = this.#node('MatMul', { transB: true }, [this.#ctx.inputIds[0] ?? null, this.#part(1)], shape);
    const bias = this.#bias();
    return bias === null ? product : this.#node('Add', {}, [product, bias], shape);
  }

  #attrs(isConstant: boolean, outputs: readonly RecurrentOutput[]): RecurrentAttrs {
    const { attrs } = this.#ctx;
    const perDirection = attrs.activations.length / attrs.directions.length;
    return {
      ...attrs, form: isConstant ? 'weights' : 'projected', directions: [attrs.directions[this.#direction] ?? 'forward'],
      activations: attrs.activations.slice(this.#direction * perDirection, (this.#direction + 1) * perDirection), outputs,
    };
  }

  /** The layer; values [steps, batch, hidden] (or batch first) and [batch, hidden]. */
  emit(outputs: readonly RecurrentOutput[]): string[] {
    const { inputs, inputIds, attrs } = this.#ctx;
    const [x, w] = inputs;
    invariant(!!x && !!w, 'a recurrent layer has an input and weights');
    const isConstant = !!w.tensor && (!inputs[3] || !!inputs[3].tensor);
    const r = this.#node('Transpose', { perm: [1, 0] }, [this.#part(2)], [attrs.hidden, this.#width()]);
    const front = isConstant ? [inputIds[0] ?? null, this.#part(1), this.#bias()] : [this.#projected(x), null, null];
    const states = [inputIds[4] ?? null, this.#state(5), this.#kind.op === 'LSTM' ? this.#state(6) : null];
    const types = outputs.map((o): ValueType => ({ dtype: 'f32', shape: o === 'y' ? [...x.shape.slice(0, 2), attrs.hidden] : [extentOf(attrs, x).batch, attrs.hidden] }));
    return this.#ctx.nodes(this.#kind.op, this.#attrs(isConstant, outputs), trimmed([...front, r, this.#extra(), ...states]), types);
  }
}

function trimmed(inputs: readonly Id[]): Id[] {
  return inputs.slice(0, inputs.findLastIndex((id) => id !== null) + 1);
}

/** Results of all directions as the output of the model; one direction is a view. */
function join(ctx: DecomposeContext<RecurrentAttrs>, output: RecurrentOutput, parts: readonly string[], type: ValueType): void {
  const axis = ctx.attrs.batchFirst ? (output === 'y' ? 2 : 1) : (output === 'y' ? 1 : 0);
  const shape = type.shape.map((d, i) => (i === axis ? 1 : d));
  const id = ctx.outputIds[ctx.attrs.outputs.indexOf(output)] ?? '';
  const views = parts.map((part) => ctx.node('Reshape', { shape }, [part], parts.length === 1 ? id : { dtype: type.dtype, shape }));
  if (parts.length > 1) ctx.node('Concat', { axis }, views, id);
}

export function decomposeRecurrent(ctx: DecomposeContext<RecurrentAttrs>, kind: RecurrentKind): boolean {
  if (ctx.attrs.form !== 'onnx') return false;
  const wanted = ctx.attrs.outputs.filter((_, i) => i < ctx.outputIds.length && ctx.isRead(i));
  const parts = ctx.attrs.directions.map((_, d) => new Canonical(ctx, kind, d).emit(wanted));
  wanted.forEach((output, i) => {
    const type = ctx.outputs[ctx.attrs.outputs.indexOf(output)];
    invariant(type !== undefined && elementCount(type.shape) > 0, 'an output that is read has a type');
    join(ctx, output, parts.map((p) => p[i] ?? ''), type);
  });
  return true;
}
