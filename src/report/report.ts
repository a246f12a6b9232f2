// The report types that scripts rely on: what `compile`, `run`, `check` and `inspect` print with --json, and what report.json holds.
// Text is a view of them. Field names are part of the interface; schemas/ holds a JSON Schema of each.
import type { Precision } from '../kernels/program.ts';

/** What two inferences say of a unit; null where it has no weights, or nothing was analysed. */
export interface UnitMetrics {
  readonly wSqnrDb: number | null;
  readonly aSqnrDb: number | null;
  readonly sqnrDropDb: number | null;
  readonly wMse: number | null;
  readonly aMse: number | null;
  /** 1 is the unit that contributes most to the noise at the outputs. */
  readonly rank: number | null;
}

export interface UnitReport extends UnitMetrics {
  readonly unit: string;
  readonly op: string;
  readonly onnxNodes: readonly string[];
  readonly precision: Precision;
  readonly macs: number;
  readonly weightBytes: number;
  readonly outputShape: readonly number[];
}

export interface IoReport {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Present where the caller passes quantized values. */
  readonly scale?: number;
  readonly zeroPoint?: number;
  /** Present on a uint8 input whose mean and standard deviation were folded into the first layer. */
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** What was done to make INT8 better. */
export interface TechniquesReport {
  readonly equalize: boolean;
  readonly biasCorrection: boolean;
  readonly compensateRounding: boolean;
  readonly fuseResidual: boolean;
  readonly schema: 'per-channel' | 'per-tensor' | 'power-of-two';
  readonly symmetric: boolean;
  readonly quantizeAt: 'fused' | 'imported';
}

/** With --calibrate none: what ranges rest on. */
export interface WithoutDataReport {
  /** Of the random inputs, which are the metric samples and the golden inputs too. */
  readonly inputRange: readonly [number, number];
  readonly randomInputs: number;
  /** Share of the ranges that rest on random inputs alone. */
  readonly guessedShare: number;
  readonly batchNormalization: number;
  readonly propagated: number;
  readonly known: number;
  readonly guessed: number;
  readonly ranges: readonly { readonly value: string; readonly unit: string; readonly source: 'batch-normalization' | 'propagated' | 'known' | 'guessed' }[];
}

export interface CompileReport {
  readonly generator: 'quantune';
  readonly version: string;
  readonly command: 'compile';
  /** Name of the model file without its folder. */
  readonly model: string;
  readonly modelDigest: string;
  readonly name: string;
  readonly target: string;
  readonly precision: 'int8' | 'float' | 'mixed';
  /** Whether float results are the executor's bytes on every target (--exact-float). */
  readonly exactFloat: boolean;
  readonly observer: string | null;
  /** 0 without data. */
  readonly calibrationSamples: number;
  /** null where there was data. */
  readonly withoutData: WithoutDataReport | null;
  /** Whether scales are the model's own (QuantizeLinear, DequantizeLinear). */
  readonly ownScales: boolean;
  /** null where everything is float, or scales are the model's own. */
  readonly techniques: TechniquesReport | null;
  /** Whole-network executions per calibration sample. */
  readonly inferences: number;
  readonly inputs: readonly IoReport[];
  readonly outputs: readonly IoReport[];
  readonly units: readonly UnitReport[];
  readonly outputSqnrDb: number | null;
  readonly memory: {
    readonly arenaBytes: number;
    readonly arenaLowerBoundBytes: number;
    readonly weightBytes: number;
    readonly tableBytes: number;
    /** With a memory map: what its regions hold, and how large they are. */
    readonly regions: readonly { readonly name: string; readonly holds: 'arena' | 'constants'; readonly bytes: number; readonly size: number }[];
  };
  readonly golden: { readonly samples: number };
  /** With precision mixed. */
  readonly allocation: { readonly floatMacsShare: number; readonly predictedSqnrDb: number; readonly predictedInstructions: number } | null;
  /** Stand-alone conversions between float and int8 that are executed, those at inputs and outputs included. */
  readonly conversions: number;
  /** Forms of kernels with constant params: how many, and what they are predicted to take and to save. */
  readonly constantShapes: { readonly forms: number; readonly flashBytes: number; readonly savedInstructions: number };
}

export interface AnalyzeUnit extends UnitMetrics {
  readonly unit: string;
  readonly op: string;
  readonly precision: Precision;
  readonly macs: number;
  readonly weightBytes: number;
  readonly outputShape: readonly number[];
  readonly onnxNodes: readonly string[];
  /** Share of the noise at the outputs that this unit adds, 0 to 1. */
  readonly contribution: number;
  /** Published weighted score of the four metrics; null without weights. */
  readonly publishedScore: number | null;
}

/** An allocation that nothing beats in every figure. */
export interface ParetoPoint {
  readonly floatMacsShare: number;
  readonly predictedSqnrDb: number;
  readonly predictedInstructions: number;
  readonly ramBytes: number;
  readonly flashBytes: number;
}

export interface AnalyzeResult {
  readonly command: 'analyze';
  readonly model: string;
  readonly target: string;
  readonly observer: string | null;
  readonly calibrationSamples: number;
  /** null where there was data. */
  readonly withoutData: WithoutDataReport | null;
  readonly metricSamples: number;
  /** Whole-network executions per metric sample. */
  readonly inferences: number;
  readonly units: readonly AnalyzeUnit[];
  /** All INT8, on the metric samples. */
  readonly outputSqnrDb: number | null;
  /** Predicted SQNR by share of multiply-accumulates in float. */
  readonly pareto: readonly ParetoPoint[];
  readonly memory: { readonly arenaBytes: number; readonly weightBytes: number; readonly tableBytes: number };
  readonly seconds: CompileResult['seconds'];
  readonly peakRssBytes: number;
}

/** What compile prints: the report and the figures that differ from run to run and therefore are in no file. */
export interface CompileResult extends CompileReport {
  readonly folder: string;
  readonly seconds: Readonly<Record<'import' | 'calibrate' | 'sensitivity' | 'allocate' | 'lower' | 'emit', number>>;
  readonly peakRssBytes: number;
}

/** Outputs of the target against those of the executor, on the golden samples. */
export interface HostMatch {
  readonly samples: number;
  readonly bytesCompared: number;
  readonly bytesDifferent: number;
  /** Whether identical bytes are promised: no unit computes in float, or all do so exactly. */
  readonly identical: boolean;
  /** Outputs stored as int8 or uint8. */
  readonly int8: { readonly valuesCompared: number; readonly differByOne: number; readonly differByMore: number };
  /** Outputs stored as float; the largest difference as a share of the tensor's largest value, null where a value is no number. */
  readonly float: { readonly valuesCompared: number; readonly valuesDifferent: number; readonly largestError: number | null };
  /** Whether the outputs are what is promised of this folder. */
  readonly kept: boolean;
}

export interface RunResult {
  readonly command: 'run';
  readonly model: string;
  readonly name: string;
  readonly target: string;
  readonly exactFloat: boolean;
  readonly samples: number;
  readonly metric: string;
  readonly float: number | null;
  readonly quantized: number | null;
  readonly agreement: number | null;
  readonly outputSqnrDb: number | null;
  /** null on a target that is not emulated. */
  readonly instructions: {
    readonly total: number;
    readonly perUnit: readonly { readonly unit: string; readonly op: string; readonly precision: Precision; readonly macs: number; readonly instructions: number }[];
  } | null;
  readonly memory: {
    readonly arenaBytes: number;
    readonly stackBytes: number | null;
    readonly codeBytes: number;
    readonly weightBytes: number;
    readonly tableBytes: number;
  };
  readonly hostMatch: HostMatch;
}

export interface CheckFigure {
  readonly name: string;
  readonly baseline: number | null;
  readonly now: number | null;
  /** The worst acceptable value. */
  readonly limit: number | null;
  readonly ok: boolean;
}

export interface CheckResult {
  readonly command: 'check';
  readonly passed: boolean;
  readonly figures: readonly CheckFigure[];
}

export interface InspectResult {
  readonly command: 'inspect';
  readonly model: string;
  readonly opsets: Readonly<Record<string, number>>;
  readonly inputs: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[];
  readonly outputs: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[];
  readonly nodes: readonly { readonly node: string; readonly op: string; readonly outputShape: readonly number[]; readonly macs: number; readonly params: number }[];
  readonly macs: number;
  readonly params: number;
  readonly unsupported: readonly { readonly node: string; readonly op: string; readonly reason: string; readonly remedy: string }[];
}
