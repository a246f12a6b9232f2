// What a target is: how to compile for a core, which kernels to prefer, and the boards that firmware for it can be measured on.
// Plain data read from targets/<id>/target.json by load.ts; nothing in src names a particular target.

/** Floating-point hardware: none, single precision, or single and double. */
export type Fpu = 'none' | 'single' | 'full';

/** A stretch of addresses, in bytes. */
export interface Region {
  readonly origin: number;
  readonly length: number;
}

/** What goes where: flash holds code, tables and, unless `weights` exists, the weights; ram the stack and, unless `arena` exists, the arena. */
export interface BoardMemory {
  readonly flash: Region;
  readonly ram: Region;
  readonly weights: Region | null;
  readonly arena: Region | null;
}

export const REGION_ROLES = ['flash', 'ram', 'weights', 'arena'] as const;
export type RegionRole = (typeof REGION_ROLES)[number];

/** How firmware is run: a whole machine, a single process, or this machine itself. */
export type Emulator =
  | { readonly mode: 'system'; readonly binary: string; readonly machine: string; readonly args: readonly string[] }
  | { readonly mode: 'user'; readonly binary: string; readonly cpu: string; readonly args: readonly string[] }
  | { readonly mode: 'native' };

/** A board and a use of its memory; a target lists them in order of preference, and the first that the firmware fits is used. */
export interface Board {
  readonly name: string;
  /** null: memory is not limited (an operating system provides it). */
  readonly memory: BoardMemory | null;
  readonly qemu: Emulator;
}

export interface Target {
  readonly id: string;
  readonly title: string;
  /** For people: what is special about this target. */
  readonly note: string | null;
  /** Absolute path of the folder that target.json lies in. */
  readonly folder: string;
  /** Compiler triple; `native` compiles for this machine. */
  readonly triple: string;
  readonly mcpu: string;
  readonly cflags: readonly string[];
  /** Kernel folders of runtime-c/kernels in order of preference; those without a variant of a kernel are passed over. */
  readonly isa: readonly string[];
  readonly fpu: Fpu;
  /** Stack reserved on boards with limited memory. */
  readonly stackBytes: number;
  /** Absolute path; null where the compiler's default layout is used. */
  readonly linkerScript: string | null;
  /** Startup and support sources of the bench, absolute paths. */
  readonly sources: readonly string[];
  /** Name of the file in runtime-c/bench/ports. */
  readonly port: string;
  readonly boards: readonly [Board, ...Board[]];
}
