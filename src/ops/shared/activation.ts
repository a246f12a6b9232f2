// Activation functions of recurrent layers: names, numbers by which kernels know them, default alpha and beta, and their values.
// Lists of alphas and betas are consumed in order by the functions that have one (LSTM, GRU and RNN of the ONNX specification).
import type { AttrValue } from '../../ir/graph.ts';
import type { ParamValues } from '../../kernels/program.ts';
import type { ParseContext } from '../op-def.ts';

export type Activation = { readonly kind: string; readonly alpha: number; readonly beta: number };

interface Kind {
  /** Defaults; absent where the function has no such constant. */
  readonly alpha?: number;
  readonly beta?: number;
  readonly value: (x: number, alpha: number, beta: number) => number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** In the order of their numbers. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['Sigmoid', { value: sigmoid }],
  ['Tanh', { value: (x) => Math.tanh(x) }],
  ['Relu', { value: (x) => Math.max(0, x) }],
  ['Affine', { alpha: 1, beta: 0, value: (x, alpha, beta) => alpha * x + beta }],
  ['LeakyRelu', { alpha: 0.01, value: (x, alpha) => (x < 0 ? alpha * x : x) }],
  ['ThresholdedRelu', { alpha: 1, value: (x, alpha) => (x > alpha ? x : 0) }],
  ['ScaledTanh', { alpha: 1, beta: 1, value: (x, alpha, beta) => alpha * Math.tanh(beta * x) }],
  ['HardSigmoid', { alpha: 0.2, beta: 0.5, value: (x, alpha, beta) => Math.max(0, Math.min(1, alpha * x + beta)) }],
  ['Elu', { alpha: 1, value: (x, alpha) => (x < 0 ? alpha * Math.expm1(x) : x) }],
  ['Softsign', { value: (x) => x / (1 + Math.abs(x)) }],
  ['Softplus', { value: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))) }],
]);

const NAMES: readonly string[] = [...KINDS.keys()];

export function activate({ kind, alpha, beta }: Activation, x: number): number {
  return KINDS.get(kind)?.value(x, alpha, beta) ?? Number.NaN;
}

/** Kernel params of the function that a kernel calls `name`. */
export function activationParams(name: string, { kind, alpha, beta }: Activation): ParamValues {
  return { [name]: NAMES.indexOf(kind), [`${name}_alpha`]: Math.fround(alpha), [`${name}_beta`]: Math.fround(beta) };
}

function listOf(ctx: ParseContext, name: string): readonly AttrValue[] {
  const value = Object.hasOwn(ctx.raw, name) ? (ctx.raw[name] ?? []) : [];
  return Array.isArray(value) ? value : ctx.reject(`attribute '${name}' must be a list`);
}

function numbersOf(ctx: ParseContext, name: string): number[] {
  return listOf(ctx, name).map((v) => (typeof v === 'number' ? v : ctx.reject(`attribute '${name}' must be a list of numbers`)));
}

/** The functions of all directions; `defaults` are those of one. */
export function parseActivations(ctx: ParseContext, defaults: readonly string[], directions: number): Activation[] {
  const given = listOf(ctx, 'activations');
  const names = given.length > 0 ? given : Array.from({ length: directions }, () => defaults).flat();
  if (names.length !== defaults.length * directions) return ctx.reject(`attribute 'activations' names ${names.length} functions; ${defaults.length * directions} are expected`);
  const alphas = numbersOf(ctx, 'activation_alpha');
  const betas = numbersOf(ctx, 'activation_beta');
  return names.map((name) => {
    const kind = NAMES.find((known) => typeof name === 'string' && known.toLowerCase() === name.toLowerCase());
    const spec = kind === undefined ? undefined : KINDS.get(kind);
    if (kind === undefined || spec === undefined) return ctx.reject(`activation function ${JSON.stringify(name)} is not known`, `use one of ${NAMES.join(', ')}`);
    const alpha = spec.alpha === undefined ? 0 : (alphas.shift() ?? spec.alpha);
    return { kind, alpha, beta: spec.beta === undefined ? 0 : (betas.shift() ?? spec.beta) };
  });
}
