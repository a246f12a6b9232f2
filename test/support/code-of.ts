// What a refusal says: the code of the first diagnostic that `run` throws, undefined where it throws none. Anything else that is thrown passes.
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';

export function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]?.code;
    throw error;
  }
}
