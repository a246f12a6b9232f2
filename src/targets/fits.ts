// Does a network fit a target? Compares what it needs of each memory region with what each board has.
// Pure arithmetic over sizes; where the sizes come from (plan or ELF) is the caller's business.
import { diagnose, type Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Board, BoardMemory, RegionRole, Target } from './target.ts';

/** Bytes, without what the bench itself takes. */
export interface MemoryNeed {
  /** Code and tables. */
  readonly flashBytes: number;
  readonly weightBytes: number;
  /** Arena and other mutable data, without the stack. */
  readonly ramBytes: number;
  readonly stackBytes: number;
}

export interface RegionUse {
  readonly region: RegionRole;
  readonly need: number;
  readonly room: number;
}

function regionUses(memory: BoardMemory, need: MemoryNeed): readonly RegionUse[] {
  const { flash, ram, weights, arena } = memory;
  const uses: RegionUse[] = [
    { region: 'flash', need: need.flashBytes + (weights === null ? need.weightBytes : 0), room: flash.length },
    { region: 'ram', need: need.stackBytes + (arena === null ? need.ramBytes : 0), room: ram.length },
  ];
  if (weights !== null) uses.push({ region: 'weights', need: need.weightBytes, room: weights.length });
  if (arena !== null) uses.push({ region: 'arena', need: need.ramBytes, room: arena.length });
  return uses;
}

/** What each region of the board must hold and can hold; empty where memory is not limited. */
export function memoryUse(board: Board, need: MemoryNeed): readonly RegionUse[] {
  return board.memory === null ? [] : regionUses(board.memory, need);
}

function fits(board: Board, need: MemoryNeed): boolean {
  return memoryUse(board, need).every((use) => use.need <= use.room);
}

function misfit(board: Board, need: MemoryNeed): string {
  const texts = memoryUse(board, need).map((use) => `${use.region} needs ${use.need}, has ${use.room}${use.need > use.room ? ` (${use.need - use.room} too many)` : ''}`);
  return `${board.name}: ${texts.join('; ')} bytes`;
}

/** The QT4006 that says, board by board, what is needed and what there is. */
export function describeMisfit(target: Target, need: MemoryNeed): Diagnostic {
  const total = `code and tables ${need.flashBytes}, weights ${need.weightBytes}, arena and data ${need.ramBytes}, stack ${need.stackBytes} bytes`;
  return diagnose('QT4006', `the network does not fit ${target.title} (${target.id}): ${total}`, { notes: target.boards.map((b) => misfit(b, need)) });
}

/** The first board of the target that the network fits; QT4006 with need and room of each region where there is none. */
export function checkFits(target: Target, need: MemoryNeed): Board {
  const board = target.boards.find((b) => fits(b, need));
  if (board === undefined) throw new DiagnosticError([describeMisfit(target, need)]);
  return board;
}
