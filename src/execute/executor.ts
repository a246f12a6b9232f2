// Runs a planned program in WebAssembly: params, constants and arena are laid out in linear memory once, each call is a function with its
// arguments bound. The kernels are the ones that ship, so INT8 bytes are those of every target.
import { fail, invariant } from '../diagnostics/diagnostic.ts';
import { type TensorData, bytesOf, viewData } from '../ir/dtype.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import { symbolOf } from '../kernels/kernel-def.ts';
import { ALIGNMENT, type BufferId, type KernelCall, type PlannedProgram } from '../kernels/program.ts';

const PAGE = 65536;
const MOST_PAGES = 65536;
/** The module keeps its stack and static data below this address. */
const FIRST_FREE = 2 << 20;

/** Stands for the inputs where units are numbered. */
export const INPUTS = -1;

export type Exports = Readonly<Record<string, (...args: number[]) => void>>;

interface BoundCall {
  readonly unit: number;
  run(): void;
}

export interface ExecutorOptions {
  /** Bytes for the caller's own use, from `extraOffset` on. */
  readonly extraBytes?: number;
}

export class Executor {
  readonly program: PlannedProgram;
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
  readonly extraOffset: number;
  /** Whole-network executions so far. */
  executions = 0;
  readonly #arena: number;
  readonly #calls: readonly BoundCall[];

  private constructor(parts: { program: PlannedProgram; memory: WebAssembly.Memory; exports: Exports; arena: number; extraOffset: number; calls: readonly BoundCall[] }) {
    this.program = parts.program;
    this.memory = parts.memory;
    this.exports = parts.exports;
    this.extraOffset = parts.extraOffset;
    this.#arena = parts.arena;
    this.#calls = parts.calls;
  }

  /** Throws QT3502 where the program does not fit 4 GB or the machine. */
  static create(program: PlannedProgram, module: WebAssembly.Module, options: ExecutorOptions = {}): Executor {
    const layout = new Layout(FIRST_FREE);
    const arena = layout.take(program.arenaBytes);
    const constants = program.constants.map((c) => layout.take(c.data.byteLength));
    const params = program.calls.map((call) => layout.take(4 * kernelOf(call.kernel).params.length));
    const extraOffset = layout.take(options.extraBytes ?? 0);
    const memory = makeMemory(layout.end);
    const exports = exportsOf(new WebAssembly.Instance(module, { env: { memory } }));
    program.constants.forEach((c, i) => new Uint8Array(memory.buffer).set(new Uint8Array(c.data.buffer, c.data.byteOffset, c.data.byteLength), constants[i]));
    program.calls.forEach((call, i) => writeParams(memory, call, params[i] ?? 0));
    const place = { program, exports, arena, constants };
    const calls = program.calls.map((call, i) => bind(place, { call, params: params[i] ?? 0, scratch: arena + (program.scratchOffsets[i] ?? 0) }));
    return new Executor({ program, memory, exports, arena, extraOffset, calls });
  }

  /** Byte address of a buffer in linear memory. */
  address(buffer: BufferId): number {
    return this.#arena + (this.program.offsets[buffer] ?? 0);
  }

  /** View of a buffer as it is now; valid until a later unit reuses its bytes. */
  buffer(id: BufferId): TensorData {
    const buffer = this.program.buffers[id];
    invariant(buffer !== undefined, `no buffer ${id}`);
    return viewData(buffer.dtype, this.memory.buffer, this.address(id), buffer.bytes / bytesOf(buffer.dtype));
  }

  /** A function of the module that is no kernel. */
  call(symbol: string, ...args: number[]): void {
    const f = this.exports[symbol];
    invariant(f !== undefined, `the executor module has no ${symbol}`);
    f(...args);
  }

  /** Runs the network once. `inputs` are in the order, element type and layout of the program's inputs; outputs are copies. `afterUnit` is called with
   * -1 when the inputs are in place, then after each unit. */
  run(inputs: readonly TensorData[], afterUnit?: (unit: number) => void): TensorData[] {
    this.program.inputs.forEach((io, i) => {
      const data = inputs[i];
      const slot = this.buffer(io.buffer);
      invariant(data !== undefined && data.byteLength === slot.byteLength, `input '${io.name}' takes ${slot.length} elements`);
      new Uint8Array(this.memory.buffer, this.address(io.buffer), data.byteLength).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    });
    afterUnit?.(INPUTS);
    this.#calls.forEach((call, i) => {
      call.run();
      if (afterUnit !== undefined && this.#calls[i + 1]?.unit !== call.unit) afterUnit(call.unit);
    });
    this.executions += 1;
    return this.program.outputs.map((io) => this.buffer(io.buffer).slice());
  }
}

class Layout {
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  take(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    return at;
  }
}

/** Throws QT3502 where a program cannot fit the executor, before anything is read or made for it. */
export function checkExecutable({ arenaBytes, constants }: PlannedProgram): void {
  const bytes = constants.reduce((sum, c) => sum + c.data.byteLength, arenaBytes);
  if (bytes > MOST_PAGES * PAGE) fail('QT3502', `the executor would need ${bytes} bytes`);
}

function makeMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE) + 1;
  if (pages > MOST_PAGES) return fail('QT3502', `the executor would need ${bytes} bytes`);
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch {
    return fail('QT3502', `${pages * PAGE} bytes of memory cannot be had`);
  }
}

function exportsOf(instance: WebAssembly.Instance): Exports {
  return instance.exports as Exports;
}

function writeParams(memory: WebAssembly.Memory, call: KernelCall, at: number): void {
  const view = new DataView(memory.buffer);
  kernelOf(call.kernel).params.forEach((field, i) => {
    const value = call.params[field.name] ?? Number.NaN;
    if (field.type === 'f32') view.setFloat32(at + 4 * i, value, true);
    else view.setInt32(at + 4 * i, value, true);
  });
}

interface Place {
  readonly program: PlannedProgram;
  readonly exports: Exports;
  readonly arena: number;
  readonly constants: readonly number[];
}

function bind(place: Place, bound: { call: KernelCall; params: number; scratch: number }): BoundCall {
  const { call, params, scratch } = bound;
  const symbol = symbolOf(call.kernel, call.isa);
  const kernel = place.exports[symbol];
  invariant(kernel !== undefined, `the executor module has no ${symbol}`);
  const operands = call.operands.map((o) => {
    if (o.kind === 'null') return 0;
    return o.kind === 'constant' ? (place.constants[o.id] ?? 0) : place.arena + (place.program.offsets[o.id] ?? 0) + o.byteOffset;
  });
  const args = [params, ...operands, scratch];
  return { unit: call.unit, run: () => kernel(...args) };
}
