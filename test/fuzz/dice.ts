// Seeded choices: the same seed makes the same case on every machine.

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
  }

  /** A 32-bit number (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 to `most` - 1. */
  below(most: number): number {
    return most <= 0 ? 0 : this.next() % most;
  }

  chance(one: number): boolean {
    return this.below(one) === 0;
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  }
}

/** Numbers at which arithmetic goes wrong. */
export const EDGES: readonly bigint[] = [0n, 1n, -1n, 2n, 3n, 7n, 8n, 127n, 128n, 255n, 256n, 65_535n, 65_536n, 2n ** 20n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), -128n, -2n];

/** Bytes flipped, replaced, inserted, repeated or cut, at a few places. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  let list = [...bytes];
  for (let i = dice.below(4); i >= 0; i--) {
    const at = dice.below(list.length);
    switch (dice.below(6)) {
      case 0: list[at] = (list[at] ?? 0) ^ (1 << dice.below(8)); break;
      case 1: list[at] = dice.pick([0, 1, 0x7f, 0x80, 0xff, dice.below(256)]); break;
      case 2: list.splice(at, 0, ...Array.from({ length: 1 + dice.below(8) }, () => dice.below(256))); break;
      case 3: list.splice(at, 1 + dice.below(16)); break;
      case 4: list.splice(at, 0, ...list.slice(at, at + 1 + dice.below(64))); break;
      default: list = dice.chance(8) ? list.slice(0, at) : list;
    }
  }
  return Uint8Array.from(list);
}
