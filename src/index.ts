// The public TypeScript API: every stage is a function; the CLI is a thin layer over these.
export { CODES, type Code } from './diagnostics/codes.ts';
export { type Diagnostic, DiagnosticError, type Report } from './diagnostics/diagnostic.ts';
export { renderDiagnostic } from './diagnostics/render.ts';
export type { DataSet, DataSetDescription, Selection, TensorSpec } from './data/data-set.ts';
export type { EvaluationResult, MetricName } from './data/metrics.ts';
export { openDataSet } from './data/open-data-set.ts';
export type { Graph, Node, Value } from './ir/graph.ts';
export type { PlannedProgram, Program, Unit } from './kernels/program.ts';
export { readModel } from './onnx/read-model.ts';
export { encodeInputs, realOutputs } from './execute/encode.ts';
export { evaluatePrograms } from './execute/evaluate.ts';
export { Executor } from './execute/executor.ts';
export { defaultThreads } from './execute/pool.ts';
export { loadRuntime } from './execute/runtime-module.ts';
export { EXECUTOR_ISA, type Model, type QuantizeModelOptions, type QuantizedModel, floatStage, importStage, inputSpecs, programFor, quantizeModel } from './pipeline.ts';
