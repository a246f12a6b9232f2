// The command lines of compiler, linker and emulator as pure functions of target and files; nothing is run here.
import type { Board, BoardMemory, Region, Target } from '../targets/target.ts';
import { COMMON_FLAGS, WARNING_FLAGS } from '../targets/c-flags.ts';

/** Compiler and processor of a target, as every compile and link command needs it. */
export function targetFlags(target: Target): readonly string[] {
  return [...(target.triple === 'native' ? [] : ['-target', target.triple]), `-mcpu=${target.mcpu}`, ...target.cflags];
}

export interface CompileFlags {
  readonly includes: readonly string[];
  readonly extra: readonly string[];
}

/** Everything of a compile command but the names of source and object: what an object depends on besides its sources. */
export function compileFlags(target: Target, flags: CompileFlags): readonly string[] {
  return ['cc', ...targetFlags(target), ...COMMON_FLAGS, ...WARNING_FLAGS, ...flags.extra, ...flags.includes.map((folder) => `-I${folder}`)];
}

export interface LinkFiles {
  readonly objects: readonly string[];
  readonly output: string;
}

export function linkArgs(target: Target, files: LinkFiles): readonly string[] {
  const script = target.linkerScript === null ? [] : ['-T', target.linkerScript];
  return ['cc', ...targetFlags(target), '-g0', '-Wl,--gc-sections', ...script, ...files.objects, '-o', files.output];
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function regionLine(name: string, attributes: string, r: Region): string {
  return `  ${name} (${attributes}) : ORIGIN = ${hex(r.origin)}, LENGTH = ${hex(r.length)}`;
}

/** Text of memory.ld, which the linker script of a target includes: its regions under the four names, and the stack. */
export function memoryScript(memory: BoardMemory, stackBytes: number): string {
  const { flash, ram, weights, arena } = memory;
  return [
    'MEMORY',
    '{',
    regionLine('flash', 'rx', flash),
    regionLine('ram', 'rwx', ram),
    ...(weights === null ? [] : [regionLine('weights', 'rx', weights)]),
    ...(arena === null ? [] : [regionLine('arena', 'rwx', arena)]),
    '}',
    ...(weights === null ? ['REGION_ALIAS("weights", flash)'] : []),
    ...(arena === null ? ['REGION_ALIAS("arena", ram)'] : []),
    `qn_stack_bytes = ${hex(stackBytes)};`,
    '',
  ].join('\n');
}

/** Names inside the folder that a program runs in: free of commas and spaces, the same on every machine. */
export interface RunFiles {
  readonly elf: string;
  /** null: do not count. */
  readonly plugin: { readonly file: string; readonly marks: string; readonly out: string; /** Processor, as the compiler names it. */ readonly core: string } | null;
}

/** Program name and arguments that run firmware; a native board runs the file itself. */
export function runCommand(board: Board, files: RunFiles): { readonly binary: string; readonly args: readonly string[] } {
  const plugin = files.plugin === null ? [] : ['-plugin', `${files.plugin.file},marks=${files.plugin.marks},out=${files.plugin.out},core=${files.plugin.core}`];
  const { qemu } = board;
  switch (qemu.mode) {
    case 'native':
      return { binary: files.elf, args: [] };
    case 'user':
      return { binary: qemu.binary, args: ['-cpu', qemu.cpu, ...qemu.args, ...plugin, files.elf] };
    case 'system':
      return {
        binary: qemu.binary,
        args: ['-machine', qemu.machine, '-semihosting-config', 'enable=on,target=native', '-nographic', '-monitor', 'none', '-serial', 'none', '-display', 'none',
          ...qemu.args, ...plugin, '-kernel', files.elf],
      };
  }
}
