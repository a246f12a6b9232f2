// The rows of bench/bars.json, one for each figure: which there are, which of them are meant, whether a figure reaches its bar and
// whether it got worse. Pure functions of values; measures nothing, reads nothing but bars.json.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A figure above that of the baseline by more than this share is worse. */
export const TOLERANCE = 0.01;

/** bench/bars.json as it stands. */
export function readBars() {
  return JSON.parse(readFileSync(fileURLToPath(new URL('../bars.json', import.meta.url)), 'utf8'));
}

/** One record per table, row and target: what to measure, the bar (null where none is set) and the figures of the peers by name. */
export function flatten({ tables }) {
  return tables.flatMap(({ table, rows }) => rows.flatMap(({ figures, ...what }) =>
    Object.entries(figures).map(([target, figure]) => ({ table, target, bar: null, ...figure, ...what }))));
}

export const keyOf = ({ table, row, target }) => `${table}/${row}/${target}`;

/** Does `pattern`, parts of table/row/target, each empty or a piece of the name in any case, mean this row? */
export function matches(pattern, { table, row, target }) {
  const parts = pattern.toLowerCase().split('/');
  return parts.length <= 3 && [table, row, target].every((name, i) => name.toLowerCase().includes(parts[i] ?? ''));
}

/** Rows that one of the patterns means; all rows where there is no pattern. */
export function selected(rows, patterns) {
  return patterns.length === 0 ? rows : rows.filter((row) => patterns.some((p) => matches(p, row)));
}

/** Name and figure of the best peer, or nulls. */
export function bestPeer(peers) {
  const [best] = Object.entries(peers).sort(([, a], [, b]) => a - b);
  return best === undefined ? { peerName: null, peer: null } : { peerName: best[0], peer: best[1] };
}

/** Is `here` at or below the bar (below it, where `below` says so)? Without a bar: at or below the best peer. Null where nothing was measured. */
export function isReached(here, { bar, below = false, peers }) {
  const limit = bar ?? bestPeer(peers).peer;
  if (here === null || limit === null) return null;
  return below && bar !== null ? here < limit : here <= limit;
}

/**
 * The row as `--json` prints it. `note` says why there is no figure, `absent` that it is the networks that are missing, `peerSource` where the peer's is from;
 * `estimatedCycles` and `peerCycles` are in the unit of the row, with cycles for instructions.
 */
export function resultOf(row, { here, ...why }) {
  const { table, row: name, target, unit, bar, peers } = row;
  const known = Object.fromEntries(['peerSource', 'peerCycles'].flatMap((field) => (field in row ? [[field, row[field]]] : [])));
  return { table, row: name, target, unit, here, bar, ...bestPeer(peers), reached: isReached(here, row), ...known, ...why };
}

/** What of `results` is worse than the baseline by more than TOLERANCE, or gave a figure there and none now. */
export function worseThan(baseline, results) {
  return results.flatMap((result) => {
    const before = baseline[keyOf(result)];
    if (before === undefined || result.absent) return [];
    return result.here === null || result.here > before * (1 + TOLERANCE) ? [{ ...result, before }] : [];
  });
}

/** The baseline with the new figures, sorted by table, row and target as in bars.json; rows that no longer exist are dropped. */
export function updatedBaseline(baseline, results, rows) {
  const now = new Map(results.filter((r) => r.here !== null).map((r) => [keyOf(r), Number(r.here.toPrecision(6))]));
  return Object.fromEntries(rows.map(keyOf).flatMap((key) => {
    const value = now.get(key) ?? baseline[key];
    return value === undefined ? [] : [[key, value]];
  }));
}
