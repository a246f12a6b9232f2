// The arenas of a program as views: the one block of memory that the caller hands to `run`, or a struct of pointers where a memory map splits it.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Arena, ALIGNMENT, type PlannedProgram } from '../kernels/program.ts';
import { type CText, type View, trusted } from './c-text.ts';
import { identifierOf, macroOf } from './identifier.ts';
import { unsignedLiteral } from './literal.ts';

/** Whether the caller provides more than one block. */
export function isSplit(program: PlannedProgram): boolean {
  return program.arenas.length > 1;
}

/** What the caller knows it by. */
function fieldOf(program: PlannedProgram, arena: Arena): CText {
  return isSplit(program) && arena.region !== null ? identifierOf(arena.region) : trusted('arena');
}

/** Arena that holds the byte `place`, and its offset there. */
function arenaAt(program: PlannedProgram, place: number): { readonly arena: Arena; readonly offset: number } {
  const arena = program.arenas.findLast(({ start }) => start <= place);
  invariant(arena !== undefined, `no arena holds byte ${place}`);
  return { arena, offset: place - arena.start };
}

/** Offset of `place` in its arena. */
export function offsetInArena(program: PlannedProgram, place: number): number {
  return arenaAt(program, place).offset;
}

/** `a + 64U`: a byte pointer within `run`. */
export function placeText(program: PlannedProgram, place: number): CText {
  const { arena, offset } = arenaAt(program, place);
  return trusted(`${isSplit(program) ? `a_${fieldOf(program, arena)}` : 'a'} + ${unsignedLiteral(offset)}`);
}

/** Where `place` lies, for people: its offset, and the region where there are several. */
export function rangeText(program: PlannedProgram, place: number, bytes: number): CText {
  const { arena, offset } = arenaAt(program, place);
  const width = String(program.arenaBytes).length;
  return trusted(`${isSplit(program) ? `${fieldOf(program, arena)} ` : ''}${String(offset).padStart(width)} .. ${String(offset + bytes).padStart(width)}`);
}

/** The variable of the bench that holds `place`. */
export function blockOf(program: PlannedProgram, place: number): CText {
  return blockName(program, arenaAt(program, place).arena);
}

function blockName(program: PlannedProgram, arena: Arena): CText {
  return isSplit(program) ? trusted(`arena_${fieldOf(program, arena)}`) : trusted('arena');
}

/** The pointer that an accessor adds an offset to, from its argument `arena`. */
export function basePointer(program: PlannedProgram, place: number): CText {
  return trusted(isSplit(program) ? `arena->${fieldOf(program, arenaAt(program, place).arena)}` : 'arena');
}

/** What templates show of the arenas. */
export function arenaViews(program: PlannedProgram, name: CText): View {
  const split = isSplit(program);
  const arenas = program.arenas.map((arena) => {
    const field = fieldOf(program, arena);
    return {
      field,
      block: blockName(program, arena),
      section: trusted(arena.region ?? 'arena'),
      local: trusted(split ? `a_${field}` : 'a'),
      pointer: trusted(split ? `arena->${field}` : 'arena'),
      macro: trusted(split ? `${macroOf(name)}_ARENA_${macroOf(field)}` : `${macroOf(name)}_ARENA`),
      bytes: unsignedLiteral(Math.max(arena.bytes, ALIGNMENT)),
      room: trusted(arena.room === null ? '' : `, of the ${arena.room} of region ${arena.region}`),
    };
  });
  return { split, arenas, arenaParameter: trusted(split ? `const ${name}_arenas *arena` : 'void *arena') };
}
