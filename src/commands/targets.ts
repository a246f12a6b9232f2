// quantune targets: what can be built for.
import type { Command } from 'commander';
import { formatBytes } from '../report/format.ts';
import { left, renderTable } from '../report/table.ts';
import { listTargets } from '../targets/load.ts';
import type { Board, Target } from '../targets/target.ts';
import { type OutputOptions, type Outcome, execute } from './session.ts';

interface TargetsResult {
  readonly command: 'targets';
  readonly targets: readonly { readonly id: string; readonly title: string; readonly note: string | null; readonly fpu: string; readonly isa: readonly string[]; readonly boards: readonly Board[] }[];
}

function memoryText({ memory }: Board): string {
  if (memory === null) return 'not limited';
  const extra = [memory.weights && `weights ${formatBytes(memory.weights.length)}`, memory.arena && `arena ${formatBytes(memory.arena.length)}`].filter((t) => t !== null);
  return [`flash ${formatBytes(memory.flash.length)}`, `RAM ${formatBytes(memory.ram.length)}`, ...extra].join(', ');
}

function text(targets: readonly Target[]): string {
  const rows = targets.flatMap((t) => t.boards.map((b, i) => [i === 0 ? t.id : '', i === 0 ? t.title : '', b.name, memoryText(b)]));
  return renderTable([left('target'), left('core'), left('board'), left('memory')], rows);
}

export function registerTargets(program: Command): void {
  program
    .command('targets')
    .description('list what can be built for, with the boards and their memory')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  quantune targets --json')
    .action((options: OutputOptions) => execute('targets', options, async (): Promise<Outcome<TargetsResult>> => {
      const targets = listTargets();
      const result: TargetsResult = { command: 'targets', targets: targets.map(({ id, title, note, fpu, isa, boards }) => ({ id, title, note, fpu, isa, boards })) };
      return { result, text: text(targets) };
    }));
}
