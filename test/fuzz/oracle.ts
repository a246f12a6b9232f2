// The oracle: a result, or a coded diagnostic that is not of a defect. What else is thrown, takes longer than its limit or more memory, is a failure; it is shrunk
// as long as it fails in the same way.
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { Dice } from './dice.ts';
import type { FuzzKind } from './fuzz-kind.ts';

export interface Failure {
  readonly kind: string;
  readonly seed: number;
  /** Where it failed, without particulars: failures of one signature are one defect. */
  readonly signature: string;
  readonly text: string;
  readonly content: Uint8Array;
}

function signatureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frame = /\/(?:src|dist|test)\/(\S+?):\d+/.exec(error.stack ?? '')?.[1] ?? '';
  const text = error instanceof DiagnosticError ? `${error.diagnostics[0]?.code ?? ''} ${error.diagnostics[0]?.message ?? ''}` : error.message;
  return `${error.name} ${text.replace(/'[^']*'/g, "'...'").replace(/\d+/g, 'N').slice(0, 80)} ${error instanceof DiagnosticError ? '' : frame}`.trim();
}

function isRefusal(error: unknown): boolean {
  return error instanceof DiagnosticError && error.diagnostics.length > 0 && error.diagnostics.every((d) => d.code !== 'QT9001' && d.message !== '' && d.remedy !== '');
}

/** Null where all is well. */
export async function faultOf(kind: FuzzKind, content: Uint8Array): Promise<{ signature: string; text: string } | null> {
  const begun = process.cpuUsage();
  try {
    await kind.run(content);
  } catch (error) {
    if (!isRefusal(error)) return { signature: signatureOf(error), text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const { user, system } = process.cpuUsage(begun);
  const elapsed = (user + system) / 1000;
  return elapsed > kind.limitMs ? { signature: 'slow', text: `took ${Math.round(elapsed)} ms of processor time` } : null;
}

const MOST_TRIES = 3000;

async function shrunk(kind: FuzzKind, content: Uint8Array, signature: string): Promise<Uint8Array> {
  let [smallest, tries] = [content, 0];
  for (let again = signature !== 'slow'; again; ) {
    again = false;
    for (const smaller of kind.shrink(smallest)) {
      if (++tries > MOST_TRIES) return smallest;
      if ((await faultOf(kind, smaller))?.signature !== signature) continue;
      smallest = smaller;
      again = true;
      break;
    }
  }
  return smallest;
}

/** Runs the case of one seed; the failure, shrunk unless its signature is known already. */
export async function runSeed(kind: FuzzKind, seed: number, known: ReadonlySet<string> = new Set()): Promise<Failure | null> {
  const content = kind.make(new Dice(seed));
  const fault = await faultOf(kind, content);
  if (fault === null) return null;
  return { kind: kind.name, seed, ...fault, content: known.has(fault.signature) ? content : await shrunk(kind, content, fault.signature) };
}
