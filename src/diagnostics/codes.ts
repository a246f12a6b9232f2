// Every diagnostic code there is, by area: QT1xxx model file, QT2xxx graph and operators, QT3xxx data and calibration,
// QT4xxx targets and memory, QT5xxx tools of the machine, QT6xxx command line and output, QT9xxx defects of Quantune.
import { DATA_CODES } from './codes/data.ts';
import { EXECUTE_CODES } from './codes/execute.ts';
import { GRAPH_CODES } from './codes/graph.ts';
import { INTERNAL_CODES } from './codes/internal.ts';
import { MACHINE_CODES } from './codes/machine.ts';
import { MODEL_CODES } from './codes/model.ts';
import { TARGET_CODES } from './codes/target.ts';
import { USAGE_CODES } from './codes/usage.ts';
import type { CodeSpec } from './diagnostic.ts';

const ALL = {
  ...MODEL_CODES,
  ...GRAPH_CODES,
  ...DATA_CODES,
  ...EXECUTE_CODES,
  ...TARGET_CODES,
  ...MACHINE_CODES,
  ...USAGE_CODES,
  ...INTERNAL_CODES,
};

export type Code = keyof typeof ALL;

export const CODES: Readonly<Record<Code, CodeSpec>> = ALL;
