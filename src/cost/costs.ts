// What a program costs on a target: the figures that budgets limit.
import type { PlannedProgram } from '../kernels/program.ts';
import { type CostTable, predictedInstructions } from './cost-table.ts';

export interface Costs {
  /** Predicted, of one inference. */
  readonly instructions: number;
  /** The arena, with the scratch of kernels. */
  readonly ramBytes: number;
  /** Weights and tables; code is not known before it is compiled. */
  readonly flashBytes: number;
}

export function costsOf(program: PlannedProgram, table: CostTable): Costs {
  return {
    instructions: predictedInstructions(table, program.calls),
    ramBytes: program.arenaBytes,
    flashBytes: program.constants.reduce((sum, c) => sum + c.data.byteLength, 0),
  };
}
