// What every command shares: one JSON object or text on stdout, progress and diagnostics on stderr, and the exit status.
// A command is a function from options to a result; nothing else in commands/ writes to the terminal.
import { type Diagnostic, DiagnosticError, type ExitStatus, diagnose } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render.ts';

export interface OutputOptions {
  readonly json?: boolean;
}

export interface Session {
  /** A line of progress; replaces the previous one on a terminal, silent when stderr is not one. */
  progress(text: string): void;
  /** A warning or note; printed once on stderr. */
  report(diagnostic: Diagnostic): void;
}

export interface Outcome<T> {
  readonly result: T;
  /** What people see; stdout without --json. */
  readonly text: string;
  /** Exit status 1 without a diagnostic: a check that failed. */
  readonly failed?: boolean;
  /** Another exit status without a diagnostic. */
  readonly status?: ExitStatus;
}

function terminalSession(): Session & { clear(): void } {
  const live = process.stderr.isTTY === true;
  const clear = (): void => {
    if (live) process.stderr.write('\r\x1b[2K');
  };
  return {
    clear,
    progress(text) {
      if (live) process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
    report(diagnostic) {
      clear();
      process.stderr.write(`${renderDiagnostic(diagnostic)}\n`);
    },
  };
}

/** Anything that is not a coded diagnostic is a defect of Quantune; it is reported as one, without a stack trace. */
export function asDiagnostics(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [diagnose('QT9001', message)];
}

/** Runs a command to its end and sets the exit status: 0 done, 1 to 3 as the diagnostics say. */
export async function execute<T extends object>(name: string, options: OutputOptions, command: (session: Session) => Promise<Outcome<T>>): Promise<void> {
  const session = terminalSession();
  try {
    const outcome = await command(session);
    session.clear();
    process.stdout.write(options.json === true ? `${JSON.stringify(outcome.result, null, 2)}\n` : `${outcome.text}\n`);
    process.exitCode = outcome.status ?? (outcome.failed === true ? 1 : 0);
  } catch (error) {
    session.clear();
    const diagnostics = asDiagnostics(error);
    for (const d of diagnostics) process.stderr.write(`${renderDiagnostic(d)}\n`);
    if (options.json === true) process.stdout.write(`${JSON.stringify({ command: name, diagnostics }, null, 2)}\n`);
    process.exitCode = new DiagnosticError(diagnostics).exitStatus;
  }
}
