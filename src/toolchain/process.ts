// Runs one program to its end with a time limit. The only place that starts processes; what the argv is, others decide.
// Never throws for what the program does: the outcome says how it ended.
import { execa } from 'execa';

export interface Command {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the program; that of this process when absent. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds; the program is killed afterwards. */
  readonly timeoutMs: number;
}

export interface Outcome {
  /** null when a signal ended it or it could not be started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** What the system said when the program could not be started. */
  readonly startError: string | null;
}

const MOST_OUTPUT = 4 * 1024 * 1024;

export async function runProcess(command: Command): Promise<Outcome> {
  const result = await execa(command.program, [...command.args], {
    cwd: command.cwd,
    ...(command.env === undefined ? {} : { env: command.env, extendEnv: false }),
    timeout: command.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_OUTPUT,
    reject: false,
    stdin: 'ignore',
  });
  const started = result.exitCode !== undefined || result.signal !== undefined || result.timedOut || result.isMaxBuffer;
  return {
    exitCode: result.exitCode ?? null,
    signal: result.signal ?? null,
    timedOut: result.timedOut,
    stdout: result.stdout,
    stderr: result.stderr,
    startError: started ? null : (result.originalMessage ?? 'it could not be started'),
  };
}

/** The last lines of what a program said, for the notes of a diagnostic. */
export function lastLines(text: string, most = 12): readonly string[] {
  return text.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '').slice(-most);
}

/** Calls `work` for each item, at most `width` at a time; results in the order of the items. */
export async function mapLimited<A, B>(items: readonly A[], width: number, work: (item: A) => Promise<B>): Promise<readonly B[]> {
  const results = new Map<number, B>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      const item = items[i];
      if (item !== undefined) results.set(i, await work(item));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return items.flatMap((_, i) => {
    const result = results.get(i);
    return result === undefined ? [] : [result];
  });
}
