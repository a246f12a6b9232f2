// quantune doctor: what of the machine is needed, what was found, and the command that mends what is missing.
import type { Command } from 'commander';
import { type MachineFact, inspectMachine } from '../toolchain/machine.ts';
import { left, renderTable } from '../report/table.ts';
import { type OutputOptions, type Outcome, execute } from './session.ts';

interface DoctorResult {
  readonly command: 'doctor';
  readonly ok: boolean;
  readonly facts: readonly MachineFact[];
}

function text(result: DoctorResult): string {
  const rows = result.facts.map((f) => [f.ok ? 'ok' : 'MISSING', f.what, f.version ?? '-', f.neededFor]);
  const remedies = result.facts.flatMap((f) => (f.ok || f.remedy === null ? [] : [`  ${f.what}: ${f.remedy}`]));
  return [renderTable([left(''), left('what'), left('version'), left('needed to')], rows), '', ...(result.ok ? ['everything is there'] : ['to mend:', ...remedies])].join('\n');
}

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what is installed, what is missing, and how to mend it')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  quantune doctor')
    .action((options: OutputOptions) => execute('doctor', options, async (): Promise<Outcome<DoctorResult>> => {
      const facts = await inspectMachine();
      const result: DoctorResult = { command: 'doctor', ok: facts.every((f) => f.ok), facts };
      return { result, text: text(result), ...(result.ok ? {} : { status: 3 }) };
    }));
}
