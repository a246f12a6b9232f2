#!/usr/bin/env node
// The command line: wiring only. Each command registers itself and is a thin layer over the API.
import { Command, CommanderError } from 'commander';
import { registerAnalyze } from './commands/analyze.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompile } from './commands/compile.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerInspect } from './commands/inspect.ts';
import { registerRun } from './commands/run.ts';
import { registerTargets } from './commands/targets.ts';
import { VERSION } from './version.ts';

const program = new Command('quantune')
  .description('ONNX in, firmware-ready INT8 C out: measured under QEMU, not promised')
  .version(VERSION)
  .showHelpAfterError('(--help shows what is accepted)')
  .exitOverride()
  .addHelpText('after', '\nExit status: 0 done; 1 model, data or check not good enough; 2 wrong usage; 3 the machine lacks something.');

for (const register of [registerInspect, registerAnalyze, registerCompile, registerRun, registerCheck, registerTargets, registerDoctor]) register(program);
for (const command of program.commands) command.exitOverride().showHelpAfterError('(--help shows what is accepted)');

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
