// An operator is one record in one file: what it means (parse, infer, reference), how it is quantized (quant), how it commutes with
// a transposition (permute), and what it becomes (decompose or lower). A missing facet is a fact, not an error.
import type { DType } from '../ir/dtype.ts';
import type { AttrValue, Attrs, ChannelNormals, Clamp, QuantParams, Subgraph } from '../ir/graph.ts';
import type { Shape, Tensor } from '../ir/tensor.ts';
import type { KernelConstants } from '../kernels/kernel-def.ts';
import type { ConstantRole, ParamValues } from '../kernels/program.ts';
import type { ChannelMoments } from '../numeric/moments.ts';

/** Type of a value; `tensor` where it is constant; `quant` where it is quantized. */
export interface ValueType {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly tensor?: Tensor | null;
  readonly quant?: QuantParams;
  /** As of a value. */
  readonly bits?: number;
}

export interface ParseContext {
  readonly raw: Attrs;
  readonly opset: number;
  /** Known types of the inputs; null where the optional input is absent. */
  readonly inputs: readonly (ValueType | null)[];
  /** Outputs that the node names; for some operators their number decides the mode. */
  readonly outputCount: number;
  /** How many of them, counted to the last one, some node or the caller reads. */
  readonly readOutputs: number;
  /** Throws a coded diagnostic that names the node: the attribute or static input is not acceptable. */
  reject(message: string, remedy?: string): never;
}

export interface InferContext<A> {
  readonly attrs: A;
  readonly inputs: readonly (ValueType | null)[];
  reject(message: string, remedy?: string): never;
}

export interface ReferenceContext<A> {
  readonly attrs: A;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs: readonly ValueType[];
}

/** What a convolution reads: lengths per dimension; pads are top, left, bottom, right, and hold `padValues` per channel (null: zero). */
export interface PaddedWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly padValues: readonly number[] | null;
}

/** How one input or output takes part in quantization. */
export type QuantRole =
  /** int8, asymmetric, range from calibration, widened to the values in `includes` (what a convolution reads as padding). */
  | { readonly kind: 'activation'; readonly includes?: readonly number[] }
  /** int8 in [-127, 127], symmetric, one scale per slice along `axis` 0; constants only. Elements are [output][input channel / groups][tap], and
   * multiply the first activation input; groups and taps are 1 by default. With a
   * window they slide over an NHWC image; without one each row of the input is read as a whole. */
  | { readonly kind: 'weight'; readonly axis: number; readonly groups?: number; readonly taps?: number; readonly window?: PaddedWindow }
  /** int32 at scale(input `activation`) * scale(input `weight`). */
  | { readonly kind: 'bias'; readonly activation: number; readonly weight: number }
  /** Same scale and zero point as every other member of the node marked so (Concat, MaxPool, Reshape ...). */
  | { readonly kind: 'shared' }
  /** Scale and zero point fixed by the operator (Softmax: 1/256, -128); others that a model brings are for `fits` to judge where `orOwn` says so. */
  | { readonly kind: 'fixed'; readonly scale: number; readonly zeroPoint: number; readonly orOwn?: boolean };

export interface QuantContext<A> {
  readonly attrs: A;
  readonly inputs: readonly (ValueType | null)[];
  readonly outputs: readonly ValueType[];
}

export interface QuantFacet<A> {
  /** Whether an integer form exists for these attributes and shapes. */
  supports(ctx: QuantContext<A>): boolean;
  /** Whether each input may be float or int8 by itself, and the output float, int8 or both (two outputs). */
  mixes?(ctx: QuantContext<A>): boolean;
  /** Whether the unit can also write float from its integer accumulators, and int8 from float arithmetic: conversions beside it then vanish. */
  readonly converts?: boolean;
  /** Null: float also in the integer form, or as it is. */
  roles(ctx: QuantContext<A>): { readonly inputs: readonly (QuantRole | null)[]; readonly outputs: readonly (QuantRole | null)[] };
  /** Whether the unit can add `residual` to its accumulators and round the sum to `output`, all int8. The residual then follows its own inputs. */
  takesResidual?(ctx: QuantContext<A>, sum: { readonly residual: ValueType; readonly output: ValueType }): boolean;
  /** Attributes under which the unit reads its first input in float, on a finer grid over that range, where nothing stores it in int8 anyway. */
  readsFloat?(attrs: A, range: { readonly min: number; readonly max: number }): A;
  /** Whether the integers of this form exist: multipliers fit the requantization rule, accumulators int32. Types are those of the integer form; all fit by
   * default, and scales chosen by quantize do. */
  fits?(ctx: QuantContext<A>): boolean;
  /** Smallest output scale that the integer form can serve, from the scales of the inputs; outputs that hardly vary would get a smaller one. */
  leastOutputScale?(ctx: QuantContext<A>, inputScales: readonly number[]): number;
}

/** A tensor as lowering sees it: type plus the handle that kernel calls take. */
export interface LowerValue extends ValueType {
  readonly handle: LowerHandle;
}

export interface LowerHandle {
  readonly value: string;
}

export type CallOperand =
  | { readonly value: LowerHandle; readonly byteOffset?: number }
  /** Canonical constant; packed by the chosen variant. */
  | { readonly constant: Tensor['data']; readonly dtype: DType; readonly role: ConstantRole }
  | null;

export interface LowerContext<A> {
  readonly attrs: A;
  readonly clamp: Clamp | null;
  readonly inputs: readonly (LowerValue | null)[];
  readonly outputs: readonly LowerValue[];
  /** Appends a kernel call; operands by name; the variant is the first in the target's preference order that supports it. */
  call(kernel: string, params: ParamValues, operands: Readonly<Record<string, CallOperand>>): void;
  /** A temporary buffer of the unit. */
  temporary(dtype: DType, shape: Shape): LowerValue;
  /** The part of `whole` that begins at element `start`, as a value of its own: what a call writes there overwrites nothing else. */
  part(whole: LowerValue, start: number, shape: Shape): LowerValue;
  /** Whether input `index` lies already where it belongs in the output, or the output where it is in the input: nothing is left to move. */
  inPlace(index: number): boolean;
  reject(message: string, remedy?: string): never;
}

/** Builds the nodes an operator decomposes into; values are named from the node's own outputs. */
export interface DecomposeContext<A> {
  readonly attrs: A;
  readonly clamp: Clamp | null;
  readonly inputs: readonly (ValueType | null)[];
  readonly inputIds: readonly (string | null)[];
  readonly outputs: readonly ValueType[];
  readonly outputIds: readonly string[];
  /** `quant`: the grid on which its elements lie. */
  constant(tensor: Tensor, quant?: QuantParams | null): string;
  /** Adds a node; its outputs are `outputIds` given, or one fresh value of the given type. Returns the first output. */
  node(op: string, attrs: Attrs, inputs: readonly (string | null)[], output: string | ValueType): string;
  /** As `node`, with several outputs; returns all of them. */
  nodes(op: string, attrs: Attrs, inputs: readonly (string | null)[], outputs: readonly (string | ValueType)[]): string[];
  /** Whether some node or the caller reads output `index`. */
  isRead(index: number): boolean;
  /** Says how the output `id` of an added node is distributed. */
  state(id: string, normal: ChannelNormals): void;
}

/** What a node of another dialect is written as, node by node: each is read as any node of the model, at the newest opset. */
export interface ExpandContext extends Pick<ParseContext, 'raw' | 'opset' | 'inputs' | 'reject'> {
  readonly inputIds: readonly (string | null)[];
  readonly outputIds: readonly string[];
  /** The constant as a value that nodes can read. */
  constant(tensor: Tensor): string;
  /** Adds a node of ONNX with attributes as a model has them; its output is `to.output`, or a fresh value. Returns that. */
  node(op: string, attrs: Attrs, inputs: readonly (string | null)[], to?: { readonly output?: string | undefined; readonly domain?: string; readonly opset?: number }): string;
  /** As `node`, with `count` outputs, all of them fresh. */
  nodes(op: string, attrs: Attrs, inputs: readonly (string | null)[], count: number): string[];
  /** Type, and elements where it is constant, of an input or of what a node that was added gives. */
  typeOf(id: string): ValueType;
  /** Graphs that attributes hold, by name. What they read from around them is known already. */
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  /** Adds the nodes of a subgraph that reads `inputs`; returns what its outputs are. */
  inline(graph: Subgraph, inputs: readonly string[]): string[];
}

export interface OpSpec<A extends object> {
  readonly op: string;
  /** '' is ai.onnx. */
  readonly domain?: string;
  /** Opset versions at which the operator's meaning changed, all of which `parse` understands. */
  readonly since: readonly number[];
  /** Fewest and most inputs; Infinity where variadic. */
  readonly arity: readonly [number, number];
  /** Limits that a reader of docs/operators.md should know. */
  readonly notes?: string;
  /** Attributes that are tensors, each of which follows the inputs as one more; none by default. */
  readonly tensorAttributes?: readonly string[];
  /** How many leading inputs stay data after parse; the others (pads, axes, bounds) were read into attrs. All by default. */
  readonly dataInputs?: number;
  /** Of the inputs that stay data, those that must be constants, because the shape of the output depends on their values. */
  readonly constantInputs?: readonly number[];
  /** Raw attributes -> typed, defaulted and range-checked; the differences between opsets end here. */
  parse(ctx: ParseContext): A;
  infer(ctx: InferContext<A>): readonly ValueType[];
  /** Whether constants of any size are computed ahead: the reference takes no more memory than its output. */
  readonly foldsAnySize?: boolean;
  /** Float semantics: the oracle, and constant folding. */
  reference?(ctx: ReferenceContext<A>): readonly Tensor[];
  readonly quant?: QuantFacet<A>;
  /** New attributes under which op(transpose(x, perm)) equals transpose(op(x), perm); null where it does not commute. */
  permute?(attrs: A, perm: readonly number[], inputs: readonly (ValueType | null)[]): A | null;
  /** The internal operator that normalise puts in its place, without attributes: values carry what they said (QuantizeLinear, DequantizeLinear). */
  readonly canonical?: { readonly op: string; readonly domain: string };
  /** How its first input is stored, where that is an 8-bit input of the model, of which nothing else says it. */
  inputQuant?(attrs: A): QuantParams;
  /** Rewrites into nodes of ONNX before anything else is asked of the record. Returns false where this instance stays as it is. */
  expand?(ctx: ExpandContext): boolean;
  /** Attributes of the NHWC form of an operator over NCHW images; the pass channels-last then transposes around it. Null where it has none. */
  channelsLast?(attrs: A): A | null;
  /** Whether NaN or infinity in a constant input means a broken model: weights, statistics. */
  readonly finiteConstants?: boolean;
  /** Whether its kernels apply an output clamp, so that a following ReLU or Clip may be fused. */
  readonly clamps?: boolean;
  /** Whether it only renames elements (Reshape, Flatten): output is input in row-major order. */
  readonly view?: boolean;
  /** Element at which each input begins in the output, where its elements are one run of it (Concat, Pad); null where they are not. */
  runsInOutput?(ctx: QuantContext<A>): readonly (number | null)[];
  /** Element of the input at which the output begins, where its elements are one run of it (Slice); null where they are not. */
  runInInput?(ctx: QuantContext<A>): number | null;
  /** Rewrites into more primitive operators; runs before calibration. Returns false where this instance stays. */
  decompose?(ctx: DecomposeContext<A>): boolean;
  lower?(ctx: LowerContext<A>): void;
  /** Whether op(s * x) = s * op(x) for positive scales s per channel (last dimension, repeating) that all its data inputs share. */
  homogeneous?(ctx: QuantContext<A>): boolean;
  /** Moments of the output's channels (last dimension) before its clamp, from those of the computed inputs; null where they say nothing. What has
   * weights, and what only renames elements, needs none. */
  moments?(ctx: QuantContext<A>, inputs: readonly ChannelMoments[]): ChannelMoments | null;
  /** Multiply-accumulates. */
  macs?(ctx: QuantContext<A>): number;
}

/** An operator record with its attribute type erased; only defineOp makes one. */
export type OpDef = OpSpec<Attrs>;

/** The one place where an operator's typed attributes meet the graph's JSON-like ones. */
export function defineOp<A extends { readonly [K in keyof A]: AttrValue }>(spec: OpSpec<A>): OpDef {
  return Object.freeze(spec as unknown as OpDef);
}

/** An operator that is but a way to write others. */
export function defineDialect(spec: Pick<OpSpec<Attrs>, 'op' | 'domain' | 'since' | 'arity'> & { expand(ctx: ExpandContext): void }): OpDef {
  const { expand, ...named } = spec;
  return Object.freeze({
    ...named,
    parse: () => ({}),
    infer: (ctx) => ctx.reject('it is read as other operators'),
    expand(ctx) {
      expand(ctx);
      return true;
    },
  } satisfies OpDef);
}

export type { KernelConstants };
