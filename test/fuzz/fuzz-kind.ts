// What a kind of fuzzing is: how a case is made from a seed, what is done with it, and how it gets smaller. A case is bytes, so that it can be stored.
import type { Dice } from './dice.ts';

export interface FuzzKind {
  readonly name: string;
  /** Milliseconds of processor time that one case may take. */
  readonly limitMs: number;
  make(dice: Dice): Uint8Array;
  /** Returns where the compiler gave a result or a coded diagnostic of what is wrong with its input; throws Fault for broken promises. */
  run(content: Uint8Array): Promise<void>;
  /** Smaller cases to try, smallest first. */
  shrink(content: Uint8Array): Iterable<Uint8Array>;
}

/** A promise that was broken although nothing was thrown. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** Halves, quarters ... left out, down to single bytes. */
export function* shorter(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let size = bytes.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= bytes.length; at += size) yield Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + size)]);
  }
}
