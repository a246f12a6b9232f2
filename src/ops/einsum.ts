// Einsum: https://onnx.ai/onnx/operators/onnx__Einsum.html. Operands are joined from left to right: letters that no later operand and no output has
// are summed away, letters of both are batches, and the rest is a matrix product [batch][free of a][summed] x [batch][summed][free of b].
import { elementCount } from '../ir/tensor.ts';
import { type ExpandContext, type ValueType, defineDialect } from './op-def.ts';
import { intList, intTensor } from './shared/writer.ts';

/** Letters of the dimensions, in order; ellipsis dimensions are capital letters, which equations do not use here. */
interface Term {
  readonly id: string | null;
  readonly letters: string;
}

const ELLIPSIS_LETTERS = 'ABCDEFGH';

interface Equation {
  readonly terms: readonly string[];
  readonly output: string;
}

/** Blanks removed, ellipses replaced, an implicit output made explicit: letters that occur once, in alphabetic order behind the ellipsis. */
function parseEquation(ctx: ExpandContext): Equation {
  const text = ctx.raw['equation'];
  if (typeof text !== 'string' || /[^a-z.,> -]/i.test(text)) return ctx.reject(`attribute 'equation' is ${JSON.stringify(text)}`);
  const [left = '', right] = text.replaceAll(' ', '').split('->');
  const sides = left.split(',');
  if (/[A-H]/.test(left)) return ctx.reject(`the equation '${text}' uses capital letters`, 'use small letters');
  if (sides.length !== ctx.inputs.length) return ctx.reject(`the equation '${text}' has ${sides.length} operands, the node ${ctx.inputs.length}`);
  const spans = sides.map((side, i) => (side.includes('...') ? (ctx.inputs[i]?.shape.length ?? 0) - (side.length - 3) : 0));
  const widest = ELLIPSIS_LETTERS.slice(0, Math.max(0, ...spans));
  const terms = sides.map((side, i) => side.replace('...', widest.slice(widest.length - (spans[i] ?? 0))));
  terms.forEach((term, i) => term.length !== ctx.inputs[i]?.shape.length && ctx.reject(`'${sides[i]}' does not fit shape [${ctx.inputs[i]?.shape.join(',')}]`));
  const all = terms.join('');
  const once = [...new Set(all)].filter((l) => !widest.includes(l) && all.split(l).length === 2).sort().join('');
  return { terms, output: right === undefined ? `${widest}${once}` : right.replace('...', widest) };
}

function sizesOf(ctx: ExpandContext, terms: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  terms.forEach((term, i) => [...term].forEach((letter, d) => {
    const size = ctx.inputs[i]?.shape[d] ?? 1;
    const known = sizes.get(letter) ?? 1;
    if (known !== 1 && size !== 1 && known !== size) ctx.reject(`'${letter}' has ${known} and ${size} elements`);
    sizes.set(letter, Math.max(known, size));
  }));
  return sizes;
}

class Contraction {
  readonly #ctx: ExpandContext;
  readonly #sizes: ReadonlyMap<string, number>;

  constructor(ctx: ExpandContext, sizes: ReadonlyMap<string, number>) {
    this.#ctx = ctx;
    this.#sizes = sizes;
  }

  #count(letters: string): number {
    return elementCount([...letters].map((l) => this.#sizes.get(l) ?? 1));
  }

  /** The operand with every dimension at its full size, and repeated letters on their diagonal. */
  prepared(term: Term, type: ValueType): Term {
    const full = [...term.letters].map((l) => this.#sizes.get(l) ?? 1);
    const wide = full.every((d, i) => d === type.shape[i]) ? term.id : this.#ctx.node('Expand', {}, [term.id, intList(this.#ctx, ...full)]);
    return this.#diagonal({ id: wide, letters: term.letters });
  }

  #diagonal({ id, letters }: Term): Term {
    const again = [...letters].findIndex((l, i) => letters.indexOf(l) < i);
    if (again < 0) return { id, letters };
    const first = letters.indexOf(letters[again] ?? '');
    const size = this.#sizes.get(letters[again] ?? '') ?? 1;
    const rest = [...letters].filter((_, i) => i !== first && i !== again).join('');
    const moved = this.transposed({ id, letters: letters.slice(0, again) + letters[again]?.toUpperCase() + letters.slice(again + 1) }, `${letters[first]}${letters[again]?.toUpperCase()}${rest}`);
    const flat = this.#ctx.node('Reshape', {}, [moved.id, intList(this.#ctx, size * size, this.#count(rest))]);
    const places = intTensor(this.#ctx, [size], Array.from({ length: size }, (_, i) => i * (size + 1)));
    const kept = this.#ctx.node('Gather', { axis: 0 }, [flat, places]);
    const shape = [size, ...[...rest].map((l) => this.#sizes.get(l) ?? 1)];
    return this.#diagonal({ id: this.#ctx.node('Reshape', {}, [kept, intList(this.#ctx, ...shape)]), letters: `${letters[first]}${rest}` });
  }

  transposed({ id, letters }: Term, order: string): Term {
    if (letters === order) return { id, letters };
    return { id: this.#ctx.node('Transpose', { perm: [...order].map((l) => letters.indexOf(l)) }, [id]), letters: order };
  }

  summed(term: Term, kept: string): Term {
    const axes = [...term.letters].flatMap((l, i) => (kept.includes(l) ? [] : [i]));
    if (axes.length === 0) return term;
    return { id: this.#ctx.node('ReduceSum', { keepdims: 0 }, [term.id, intList(this.#ctx, ...axes)]), letters: [...term.letters].filter((l) => kept.includes(l)).join('') };
  }

  /** Product of two operands, in which letters outside `kept` are summed. */
  joined(a: Term, b: Term, kept: string): Term {
    const left = this.summed(a, b.letters + kept);
    const right = this.summed(b, a.letters + kept);
    const both = [...left.letters].filter((l) => right.letters.includes(l));
    const batch = both.filter((l) => kept.includes(l)).join('');
    const inner = both.filter((l) => !kept.includes(l)).join('');
    const [rows, columns] = [left, right].map((t) => [...t.letters].filter((l) => !both.includes(l)).join(''));
    const p = this.#matrix(this.transposed(left, `${batch}${rows}${inner}`), [batch, rows ?? '', inner]);
    const q = this.#matrix(this.transposed(right, `${batch}${inner}${columns}`), [batch, inner, columns ?? '']);
    const letters = `${batch}${rows}${columns}`;
    const shape = intList(this.#ctx, ...[...letters].map((l) => this.#sizes.get(l) ?? 1));
    return { id: this.#ctx.node('Reshape', {}, [this.#ctx.node('MatMul', {}, [p, q]), shape]), letters };
  }

  #matrix(term: Term, groups: readonly string[]): string {
    return this.#ctx.node('Reshape', {}, [term.id, intList(this.#ctx, ...groups.map((g) => this.#count(g)))]);
  }
}

export default defineDialect({
  op: 'Einsum',
  since: [12],
  arity: [1, Infinity],
  expand(ctx) {
    const { terms, output } = parseEquation(ctx);
    const contraction = new Contraction(ctx, sizesOf(ctx, terms));
    const stray = [...output].find((l, i) => !terms.join('').includes(l) || output.indexOf(l) !== i);
    if (stray !== undefined) ctx.reject(`the output of the equation names '${stray}', which no operand has, or twice`);
    const all = terms.map((letters, i) => contraction.prepared({ id: ctx.inputIds[i] ?? null, letters }, ctx.inputs[i] ?? { dtype: 'f32', shape: [] }));
    const [first = { id: null, letters: '' }, ...others] = all;
    const product = others.reduce((done, next, i) => contraction.joined(done, next, output + others.slice(i + 1).map((t) => t.letters).join('')), first);
    const last = contraction.transposed(contraction.summed(product, output), output);
    ctx.node('Identity', {}, [last.id], { output: ctx.outputIds[0] });
  },
});
