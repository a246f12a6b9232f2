// Records of functions of one float element: one kernel in float, one look-up in a table of 256 entries in INT8.
import type { AttrValue } from '../../ir/graph.ts';
import { type OpDef, type ParseContext, defineOp } from '../op-def.ts';
import { callUnary, elementwiseReference } from './element-functions.ts';
import { ACTIVATION_IN_OUT, inferUnary, lowerTable, permuteElementwise } from './elementwise.ts';

export interface UnarySpec<A> {
  readonly op: string;
  readonly domain?: string;
  readonly since: readonly number[];
  readonly kernel: string | ((attrs: A) => string);
  /** In double precision. */
  readonly f: (x: number, attrs: A) => number;
  /** Whether it has an integer form; functions with poles or steep ends stay float. */
  readonly int8: boolean;
  /** Float params of the kernel. */
  readonly params?: (attrs: A) => Readonly<Record<string, number>>;
}

/** A function with attributes, which are the kernel's float params by the same names unless `params` says otherwise. */
export function unaryOpWith<A extends { readonly [K in keyof A]: AttrValue }>(spec: UnarySpec<A>, parse: (ctx: ParseContext) => A): OpDef {
  const { op, domain, since, kernel, f, params = () => ({}) } = spec;
  return defineOp<A>({
    op, since, ...(domain === undefined ? {} : { domain }),
    arity: [1, 1],
    parse,
    infer(ctx) {
      const [type] = inferUnary(ctx);
      return type?.dtype === 'f32' ? [type] : ctx.reject(`element type ${type?.dtype} is not allowed; floats are expected`);
    },
    reference: (ctx) => elementwiseReference(ctx, { float: (x) => f(x, ctx.attrs) }),
    ...(spec.int8 ? { quant: ACTIVATION_IN_OUT } : {}),
    permute: permuteElementwise,
    lower(ctx) {
      const [x] = ctx.inputs;
      const [y] = ctx.outputs;
      if (!x || !y) return ctx.reject('its operand is missing');
      if (x.dtype === 'i8') return lowerTable(ctx, (v) => f(v, ctx.attrs));
      callUnary(ctx, typeof kernel === 'string' ? kernel : kernel(ctx.attrs), { x, y, params: params(ctx.attrs) });
    },
  });
}

/** A function without attributes. */
export function unaryOp(op: string, since: readonly number[], { kernel = `${op.toLowerCase()}_f32`, f, int8 = true }: { readonly kernel?: string; readonly f: (x: number) => number; readonly int8?: boolean }): OpDef {
  return unaryOpWith<Record<never, never>>({ op, since, kernel, f, int8 }, () => ({}));
}
