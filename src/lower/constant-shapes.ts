// Which calls get a form of their kernel in which the compiler knows their params: those that save most instructions for a byte of code come first,
// until the budget is spent. Calls with equal params share a form; where every call of a kernel has one, the kernel itself is not linked. Results do not
// depend on it.
import { type ConstantShapeTable, constantShapeOf, savedInstructions } from '../cost/constant-shapes.ts';
import { type CostTable, predictedInstructions } from '../cost/cost-table.ts';
import type { KernelCall, Program } from '../kernels/program.ts';

/** size: none; balanced: where a kilobyte saves at least BALANCED_GAIN of the network's instructions; speed: wherever instructions are saved. */
export type OptimizeFor = 'size' | 'balanced' | 'speed';
export const OPTIMIZE_FOR: readonly OptimizeFor[] = ['size', 'balanced', 'speed'];

export const BALANCED_GAIN = 0.01;

export interface ConstantShapeOptions {
  readonly optimizeFor: OptimizeFor;
  /** Most bytes of code that are added; unlimited by default. */
  readonly flashBudget?: number;
  readonly costs: CostTable;
  readonly shapes: ConstantShapeTable;
}

export interface ConstantShapeChoice<P extends Program> {
  readonly program: P;
  readonly forms: number;
  /** Predicted, as the bytes, which are negative where kernels that are not linked any more are larger. */
  readonly savedInstructions: number;
  readonly flashBytes: number;
}

interface Form {
  readonly key: string;
  readonly kernel: string;
  readonly saved: number;
  readonly bytes: number;
}

/** All forms of one kernel. */
interface Group {
  readonly forms: readonly Form[];
  /** Bytes of the kernel that is not needed any more where all forms are chosen; 0 where calls without a form need it. */
  readonly sharedBytes: number;
}

/** Calls with one key share a form. */
export function formKey(call: Pick<KernelCall, 'kernel' | 'isa' | 'params'>): string {
  return `${call.kernel} ${call.isa} ${JSON.stringify(call.params)}`;
}

const kernelKey = (call: Pick<KernelCall, 'kernel' | 'isa'>): string => `${call.kernel} ${call.isa}`;

function groupsOf(calls: readonly KernelCall[], shapes: ConstantShapeTable): Group[] {
  const forms = new Map<string, Form>();
  const shared = new Map<string, number>();
  for (const call of calls) {
    const kernel = kernelKey(call);
    const shape = constantShapeOf(shapes, call);
    const saved = savedInstructions(shapes, call);
    shared.set(kernel, saved > 0 ? Math.min(shape?.sharedBytes ?? 0, shared.get(kernel) ?? Infinity) : 0);
    if (shape !== null && saved > 0) forms.set(formKey(call), { key: formKey(call), kernel, bytes: shape.bytes, saved: (forms.get(formKey(call))?.saved ?? 0) + saved });
  }
  return [...shared].map(([kernel, sharedBytes]) => ({ forms: [...forms.values()].filter((form) => form.kernel === kernel), sharedBytes })).filter((group) => group.forms.length > 0);
}

const bytesOf = (forms: readonly Form[]): number => forms.reduce((sum, form) => sum + form.bytes, 0);

/** First kernels whose forms together are no larger than the kernel, then forms by what a byte saves. */
function chosenForms(groups: readonly Group[], least: number, flashBudget: number): Form[] {
  const free = groups.filter(({ forms, sharedBytes }) => bytesOf(forms) <= sharedBytes).flatMap((group) => group.forms);
  const others = groups.flatMap((group) => group.forms).filter((form) => !free.includes(form) && form.saved >= least * form.bytes);
  const chosen = [...free];
  let room = flashBudget;
  for (const form of others.sort((a, b) => b.saved / b.bytes - a.saved / a.bytes || (a.key < b.key ? -1 : 1))) {
    if (form.bytes > room) continue;
    chosen.push(form);
    room -= form.bytes;
  }
  return chosen;
}

/** The program with the chosen calls marked. */
export function withConstantShapes<P extends Program>(program: P, { optimizeFor, flashBudget = Infinity, costs, shapes }: ConstantShapeOptions): ConstantShapeChoice<P> {
  const least = optimizeFor === 'balanced' ? (BALANCED_GAIN * predictedInstructions(costs, program.calls)) / 1024 : 0;
  const groups = optimizeFor === 'size' ? [] : groupsOf(program.calls, shapes);
  const chosen = chosenForms(groups, least, flashBudget);
  const keys = new Set(chosen.map((form) => form.key));
  const gone = groups.filter(({ forms }) => forms.every((form) => keys.has(form.key)));
  return {
    program: { ...program, calls: program.calls.map((call) => (keys.has(formKey(call)) ? { ...call, constantShapes: true } : call)) },
    forms: chosen.length,
    savedInstructions: chosen.reduce((total, form) => total + form.saved, 0),
    flashBytes: bytesOf(chosen) - gone.reduce((total, group) => total + group.sharedBytes, 0),
  };
}
