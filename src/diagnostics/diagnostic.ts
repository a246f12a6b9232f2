// The one way in which Quantune refuses an input: a coded diagnostic that names file, node and remedy.
// Every code is declared once in codes/; a DiagnosticError carries one or more diagnostics to the edge (CLI or API caller).
// Anything else that is thrown is a defect of Quantune itself.
import { CODES, type Code } from './codes.ts';

export type Severity = 'error' | 'warning' | 'note';

/** What the CLI exits with: 1 model, data or check not good enough; 2 wrong usage; 3 the machine lacks something. */
export type ExitStatus = 1 | 2 | 3;

export interface CodeSpec {
  /** One sentence without the particulars. */
  readonly title: string;
  /** What the user can do about it. */
  readonly remedy: string;
  readonly exit: ExitStatus;
  /** `error` unless stated. */
  readonly severity?: Severity;
}

export interface Where {
  readonly file?: string;
  /** ONNX node name, or `#index OpType` where the node has none. */
  readonly node?: string;
  readonly value?: string;
  /** Byte offset in `file`, or path of a field (`memory.ram.length`). */
  readonly at?: string | number;
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  readonly where: Where;
  /** Further lines: one per unsupported operator, per dynamic dimension, ... */
  readonly notes: readonly string[];
}

export interface DiagnosticOptions {
  readonly where?: Where;
  readonly notes?: readonly string[];
  /** Replaces the remedy of the code where the place knows a better one. */
  readonly remedy?: string;
}

export function diagnose(code: Code, message: string, options: DiagnosticOptions = {}): Diagnostic {
  const spec = CODES[code];
  return {
    code,
    severity: spec.severity ?? 'error',
    message,
    remedy: options.remedy ?? spec.remedy,
    where: options.where ?? {},
    notes: options.notes ?? [],
  };
}

export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }

  /** The highest exit status of the codes it carries. */
  get exitStatus(): ExitStatus {
    return this.diagnostics.reduce<ExitStatus>((worst, d) => (CODES[d.code].exit > worst ? CODES[d.code].exit : worst), 1);
  }
}

/** Throws a DiagnosticError with a single diagnostic. */
export function fail(code: Code, message: string, options: DiagnosticOptions = {}): never {
  throw new DiagnosticError([diagnose(code, message, options)]);
}

/** Receives warnings and notes while a stage goes on. */
export type Report = (diagnostic: Diagnostic) => void;

/** Throws QT9001: an invariant of Quantune itself does not hold (a defect, not a fault of the input). */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) fail('QT9001', message);
}
