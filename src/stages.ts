// The stages as functions of values: bytes -> Graph, fused float graph, integer units, Program for a target. pipeline.ts puts them in order.
import type { TensorSpec } from './data/data-set.ts';
import { fail } from './diagnostics/diagnostic.ts';
import { type Graph, nodeLabel, shapeOf, valueOf } from './ir/graph.ts';
import { verifyGraph } from './ir/verify.ts';
import type { PlannedProgram, Program } from './kernels/program.ts';
import { lowerGraph } from './lower/lower.ts';
import type { FixedInputs } from './onnx/fixed-inputs.ts';
import { importModel } from './onnx/import.ts';
import { REGISTRY, opOf, rejecter } from './ops/registry.ts';
import { floatInputs, floatOutputs } from './passes/float-io.ts';
import { type Normalization, insertInputNormalization } from './passes/fold-input-normalization.ts';
import { dropDeadChannels } from './passes/drop-dead-channels.ts';
import { fuseQdq } from './passes/fuse-qdq.ts';
import { fuseResidual, fuseResidualObserved } from './passes/fuse-residual.ts';
import { hoistQuantize } from './passes/hoist-quantize.ts';
import { FLOAT_PASSES, IMPORTED_PASSES, UNFUSED_PASSES } from './passes/index.ts';
import { type IoType, applyIoType } from './passes/io-type.ts';
import { type Unsupported, failUnsupported, normalise, unsupportedOperators } from './passes/normalise.ts';
import { quantizeOutputs } from './passes/quantize-outputs.ts';
import { signedActivations } from './passes/signed-activations.ts';
import { type Pass, runPasses } from './passes/pass.ts';
import { planProgram } from './plan/plan.ts';
import type { RoundWeights } from './quantize/compensate-rounding.ts';
import { allInt8, insertQdq } from './quantize/insert-qdq.ts';
import type { PrecisionMap, Ranges } from './quantize/scales.ts';
import type { QuantScheme } from './quantize/scheme.ts';

/** ISA folders of the executor, in order of preference. */
export const EXECUTOR_ISA: readonly string[] = ['wasm', 'portable'];

export interface Model {
  readonly bytes: Uint8Array;
  /** Path as given; used in diagnostics only. */
  readonly file: string;
  /** Reads external tensor data beside the model. */
  readonly readExternal?: (location: string, offset: number, length: number | null) => Uint8Array;
  /** Sizes of dynamic dimensions, by name. */
  readonly dims?: ReadonlyMap<string, number>;
  /** Inputs that are constants. */
  readonly fixed?: FixedInputs;
  /** Outputs that are the next run's inputs, by the inputs' names: both are one slot. */
  readonly states?: ReadonlyMap<string, string>;
}

/** Stage 1: bytes -> Graph. Throws QT1xxx. */
export function importStage(model: Model): Graph {
  const graph = importModel(model.bytes, {
    file: model.file,
    ...(model.readExternal ? { readExternal: model.readExternal } : {}),
    ...(model.dims ? { dims: model.dims } : {}),
    ...(model.fixed ? { fixed: model.fixed } : {}),
  });
  verifyGraph(graph, 'imported', 'import');
  if (model.states === undefined || model.states.size === 0) return graph;
  return { ...graph, states: knownStates(graph, model.states, model.file) };
}

/** Where Q/DQ pairs go: around units after fusing, or around every operator of the model. */
export type QuantizeAt = 'fused' | 'imported';

/** Stages 2 and 3: canonical, inferred, folded and fused; one node is one unit. Throws QT2001, QT2002. */
export function floatStage(imported: Graph, file: string, normalization: Normalization | null = null, at: QuantizeAt = 'fused'): Graph {
  const fused = fuse(imported, file, { normalization, at });
  checkConstants(fused, file);
  const stuck = notLowerable(fused);
  return stuck.length > 0 ? failUnsupported(stuck, file) : fused;
}

/** Folding multiplies constants: QT2002 where that left the numbers. Infinity has its uses where nothing is multiplied. */
function checkConstants(graph: Graph, file: string): void {
  for (const node of graph.nodes) {
    const usable = opOf(REGISTRY, node).finiteConstants === true ? Number.isFinite : (v: number): boolean => !Number.isNaN(v);
    for (const id of node.inputs) {
      const data = id === null ? undefined : valueOf(graph, id).data;
      const bad = data instanceof Float32Array ? data.findIndex((v) => !usable(v)) : -1;
      if (bad >= 0) rejecter(node, file)(`constants of it, folded, give ${String(data?.[bad])}`, 'the model was trained or converted wrongly; export it from a good checkpoint');
    }
  }
}

function fuse(imported: Graph, file: string, { normalization, at }: { normalization: Normalization | null; at: QuantizeAt }): Graph {
  const canonical = signedActivations(floatOutputs(floatInputs(normalise(imported, REGISTRY, file), REGISTRY)));
  verifyGraph(canonical, 'inferred', 'normalise');
  checkStates(canonical, file);
  const withInput = normalization === null ? canonical : insertInputNormalization(canonical, normalization);
  return runPasses(withInput, at === 'fused' ? FLOAT_PASSES : UNFUSED_PASSES, { registry: REGISTRY });
}

/** Throws QT2009 where a name is not that of an input or output, or is given twice. */
function knownStates(graph: Graph, states: ReadonlyMap<string, string>, file: string): ReadonlyMap<string, string> {
  for (const [input, output] of states) {
    if (!graph.inputs.includes(input)) fail('QT2009', `there is no input '${input}'; there are: ${graph.inputs.join(', ')}`, { where: { file, value: input } });
    if (!graph.outputs.includes(output)) fail('QT2009', `there is no output '${output}'; there are: ${graph.outputs.join(', ')}`, { where: { file, value: output } });
  }
  if (new Set(states.values()).size !== states.size) fail('QT2009', 'an output is given for two inputs', { where: { file } });
  return states;
}

/** Throws QT2009 where input and output of a state differ in type or shape. */
function checkStates(graph: Graph, file: string): void {
  for (const [input, output] of graph.states ?? []) {
    const [a, b] = [valueOf(graph, input), valueOf(graph, output)];
    if (a.dtype !== b.dtype || shapeOf(a).join() !== shapeOf(b).join()) fail('QT2009', `input '${input}' is ${a.dtype} [${shapeOf(a).join(',')}], output '${output}' ${b.dtype} [${shapeOf(b).join(',')}]`, { where: { file, value: input } });
  }
}

/** Everything that keeps a model from being compiled for want of an operator; empty when nothing does. */
export function unsupportedNodes(imported: Graph, file: string): Unsupported[] {
  const unknown = unsupportedOperators(imported, REGISTRY);
  return unknown.length > 0 ? unknown : notLowerable(fuse(imported, file, { normalization: null, at: 'fused' }));
}

/** Nodes that survived all passes without a way to run them. */
function notLowerable(graph: Graph): Unsupported[] {
  return graph.nodes.filter((node) => opOf(REGISTRY, node).lower === undefined && opOf(REGISTRY, node).view !== true).map((node) => ({
    node: nodeLabel(node),
    op: node.op,
    reason: 'supported on constants only',
    remedy: 'simplify the model so that its inputs are constants',
  }));
}

/** What a data set must deliver: the model's own float inputs. */
export function inputSpecs(float: Graph): TensorSpec[] {
  return float.inputs.map((id) => {
    const value = valueOf(float, id);
    return { name: id, dtype: value.dtype, shape: shapeOf(value) };
  });
}

/** Kernel calls in one arena, for a list of ISA folders. Joined values are written in place and runs read in place, unless the arena is smaller with copies:
 * what is written in parts lives from the first of them on. */
export function programFor(graph: Graph, isa: readonly string[], file: string, exactFloat = false): PlannedProgram {
  const lowered = (parts: boolean): Program => lowerGraph(graph, { registry: REGISTRY, isa, file, exactFloat, parts });
  const inPlace = planProgram(lowered(true));
  const copied = inPlace.buffers.some((buffer) => buffer.within !== undefined) ? planProgram(lowered(false)) : inPlace;
  return copied.arenaBytes < inPlace.arenaBytes ? copied : inPlace;
}

export interface IntegerOptions {
  readonly ioType: IoType;
  readonly means?: ReadonlyMap<string, ArrayLike<number>>;
  readonly precision?: PrecisionMap;
  readonly scheme?: QuantScheme;
  readonly round?: RoundWeights;
  /** Whether residuals are added inside the units whose outputs they are added to (default); `observed` computes those units by themselves too, as more
   * outputs of the graph, so that the error of each can be measured. */
  readonly residuals?: 'fused' | 'observed' | 'separate';
  /** Whether channels that are constant or that nobody reads go (default), or stay, so that every activation can be compared with its float one. */
  readonly deadChannels?: 'dropped' | 'kept';
}

const RESIDUAL_PASSES: Readonly<Record<NonNullable<IntegerOptions['residuals']>, readonly Pass[]>> = { fused: [fuseResidual], observed: [fuseResidualObserved], separate: [] };

/** Stage 5: every unit with an integer form becomes one, or those that `precision` names. */
export function integerStage(graph: Graph, ranges: Ranges, { ioType, means, precision, scheme, round, residuals = 'fused', deadChannels = 'dropped' }: IntegerOptions): Graph {
  const options = { precision: precision ?? allInt8(graph, REGISTRY), registry: REGISTRY, floatOutputs: ioType === 'float', ...(means ? { means } : {}), ...(scheme ? { scheme } : {}), ...(round ? { round } : {}) };
  const fused = runPasses(insertQdq(graph, ranges, options), [hoistQuantize, fuseQdq], { registry: REGISTRY });
  const passes = [...RESIDUAL_PASSES[residuals], ...(deadChannels === 'dropped' ? [dropDeadChannels] : [])];
  const result = runPasses(applyIoType(fused, ioType), passes, { registry: REGISTRY });
  verifyGraph(result, 'quantized', 'drop-dead-channels');
  return result;
}

/** The first half of stage 5 of a model that is quantized already: integer units under its own scales; inputs and outputs are float. */
export function ownUnits(float: Graph, ioType: IoType | undefined): Graph {
  const own = ioType === undefined || ioType === 'float' ? float : quantizeOutputs(float, REGISTRY);
  return runPasses(own, IMPORTED_PASSES, { registry: REGISTRY });
}

/** Stage 5 of a model that is quantized already: its own scales, obeyed; inputs and outputs as it declares them where `ioType` does not say. */
export function importedStage(float: Graph, ioType: IoType | undefined, units = ownUnits(float, ioType)): Graph {
  const declared = new Map([...(float.declared ?? [])].map(([id, dtype]): [string, IoType] => [id, dtype === 'u8' ? 'uint8' : 'int8']));
  const integer = applyIoType(units, ioType ?? declared);
  const result = runPasses(integer, [dropDeadChannels], { registry: REGISTRY });
  verifyGraph(result, 'quantized', 'drop-dead-channels');
  return result;
}
