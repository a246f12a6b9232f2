// Options of mixed precision that compile and analyze share.
import { type Command, Option } from 'commander';
import { ALLOCATORS, type AllocatorName } from '../quantize/allocators/registry.ts';
import { metricWeightsOf, parseBudget } from '../quantize/allocate.ts';
import { type QuantScheme, SCHEMAS, type SchemaName, schemeOf } from '../quantize/scheme.ts';
import { METRIC_SAMPLES, type MixedOptions } from '../pipeline.ts';
import { collect, parseCount, parseNumbers } from './model-options.ts';

export interface AllocationFlags {
  readonly budget: readonly string[];
  readonly allocator: AllocatorName;
  readonly keepFloat: readonly string[];
  readonly keepInt8: readonly string[];
  readonly metricWeights?: readonly number[];
  readonly metricSamples: number;
}

export interface SchemeFlags {
  readonly schema: SchemaName;
  readonly symmetric: boolean;
}

export function schemeOptions(command: Command): Command {
  return command
    .addOption(new Option('--schema <name>', 'scales: one per output channel, one per tensor, or one per tensor that is a power of two').choices(SCHEMAS).default('per-channel'))
    .option('--symmetric', 'activations with zero point 0', false);
}

export function schemeOfFlags({ schema, symmetric }: SchemeFlags): QuantScheme {
  return schemeOf(schema, symmetric);
}

export interface TechniqueFlags {
  readonly equalize: boolean;
  readonly biasCorrection: boolean;
  readonly compensateRounding: boolean;
  readonly fuseResidual: boolean;
}

/** What makes INT8 better, each with a switch. */
export function techniqueOptions(command: Command): Command {
  return command
    .option('--no-equalize', 'keep the channels of activations as the model scales them')
    .option('--no-bias-correction', 'keep biases as they are')
    .option('--no-compensate-rounding', 'round each weight by itself')
    .option('--no-fuse-residual', 'round the output of a convolution before a residual is added to it');
}

export function techniquesOfFlags({ biasCorrection, ...flags }: TechniqueFlags): { equalize: boolean; correctBias: boolean; compensateRounding: boolean; fuseResidual: boolean } {
  const { equalize, compensateRounding, fuseResidual } = flags;
  return { equalize, correctBias: biasCorrection, compensateRounding, fuseResidual };
}

export function metricSamplesOption(command: Command): Command {
  return command.option('--metric-samples <n>', 'calibration samples on which float and INT8 are compared', parseCount, METRIC_SAMPLES);
}

export function allocationOptions(command: Command): Command {
  const allocators = Object.values(ALLOCATORS).map((a) => `${a.name}: ${a.summary}`).join('; ');
  return metricSamplesOption(command)
    .option('--budget <limit>', 'with --precision mixed: float-macs=10%, sqnr=35dB, latency=+5%, ram=64KB or +10%, flash=300KB or +10% (repeatable)', collect, [])
    .addOption(new Option('--allocator <name>', `who decides what stays in float (${allocators})`).choices(Object.keys(ALLOCATORS)).default('default'))
    .option('--keep-float <unit>', 'this unit computes in float (repeatable)', collect, [])
    .option('--keep-int8 <unit>', 'this unit computes in INT8 (repeatable)', collect, [])
    .option('--metric-weights <list>', 'weights of W-SQNR, A-SQNR, W-MSE, A-MSE in the published score (default: equal)', parseNumbers);
}

/** Throws QT3603, QT3604. */
export function mixedOptionsOf(flags: AllocationFlags): MixedOptions {
  const { allocator, keepFloat, keepInt8, metricSamples, metricWeights } = flags;
  return { allocator, keepFloat, keepInt8, metricSamples, budget: parseBudget(flags.budget), ...(metricWeights ? { metricWeights: metricWeightsOf(metricWeights) } : {}) };
}
