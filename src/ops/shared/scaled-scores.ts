// What attention operators share: scaled products of queries and keys, and probabilities times values, with groups of query heads that share a key head.
// Heads of a group lie behind each other, so they are further rows of one matrix: nothing is repeated.
import type { ExpandContext } from '../op-def.ts';
import { floatScalar, reshaped, shapeOfId, transposed } from './writer.ts';

export interface Heads {
  readonly batch: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly rows: number;
  readonly columns: number;
  readonly size: number;
  readonly valueSize: number;
}

/** Sizes of q [batch][heads][rows][size], k [batch][key heads][columns][size] and v [batch][key heads][columns][value size]. */
export function headsOf(ctx: ExpandContext, q: string, k: string, v: string): Heads {
  const [sq, sk, sv] = [shapeOfId(ctx, q), shapeOfId(ctx, k), shapeOfId(ctx, v)];
  const [batch = 1, heads = 1, rows = 1, size = 1] = sq;
  const [batchK, keyHeads = 1, columns = 1, sizeK] = sk;
  const [batchV, headsV, columnsV, valueSize = 1] = sv;
  const agree = sq.length === 4 && sk.length === 4 && sv.length === 4 && batchK === batch && batchV === batch && sizeK === size && headsV === keyHeads && columnsV === columns;
  if (!agree) return ctx.reject(`queries [${sq.join(',')}], keys [${sk.join(',')}] and values [${sv.join(',')}] do not belong together`);
  if (heads % keyHeads !== 0) return ctx.reject(`${heads} query heads cannot share ${keyHeads} key heads`);
  return { batch, heads, keyHeads, rows, columns, size, valueSize };
}

/** scale * q * k^T [batch][heads][rows][columns]. */
export function scaledScores(ctx: ExpandContext, h: Heads, operands: { readonly q: string; readonly k: string; readonly scale: number }): string {
  const scaled = operands.scale === 1 ? operands.q : ctx.node('Mul', {}, [operands.q, floatScalar(ctx, operands.scale)]);
  const rows = reshaped(ctx, scaled, [h.batch, h.keyHeads, (h.heads / h.keyHeads) * h.rows, h.size]);
  return reshaped(ctx, ctx.node('MatMul', {}, [rows, transposed(ctx, operands.k, 0, 1, 3, 2)]), [h.batch, h.heads, h.rows, h.columns]);
}

/** probabilities * v [batch][heads][rows][value size]. */
export function weightedValues(ctx: ExpandContext, h: Heads, probabilities: string, v: string): string {
  const rows = reshaped(ctx, probabilities, [h.batch, h.keyHeads, (h.heads / h.keyHeads) * h.rows, h.columns]);
  return reshaped(ctx, ctx.node('MatMul', {}, [rows, v]), [h.batch, h.heads, h.rows, h.valueSize]);
}
