// docs/operators.md from the operator records: what is read, from which opset, and what has an integer form.
import { LIMITS } from '../onnx/limits.ts';
import type { OpDef } from '../ops/op-def.ts';
import { OUT_OF_SCOPE } from '../ops/shared/out-of-scope.ts';

export interface OperatorRow {
  /** Of another domain than ONNX's own with the domain before it. */
  readonly name: string;
  /** First opset of each meaning. */
  readonly since: readonly number[];
  /** `parts`: as the operators that it is written as. */
  readonly int8: 'yes' | 'parts' | 'no';
  /** Whether it runs on the device; else it folds when compiling. */
  readonly runs: boolean;
  readonly notes: string;
}

function nameOf({ op, domain = '' }: OpDef): string {
  return domain === '' ? op : `${domain}.${op}`;
}

export function operatorRows(ops: readonly OpDef[]): OperatorRow[] {
  const rows = ops.filter((def) => def.domain?.startsWith('quantune') !== true).map((def): OperatorRow => {
    const parts = def.expand !== undefined || (def.decompose !== undefined && def.lower === undefined);
    const runs = parts || def.lower !== undefined || def.view === true || def.canonical !== undefined;
    return { name: nameOf(def), since: def.since, int8: def.quant !== undefined || def.canonical !== undefined ? 'yes' : parts ? 'parts' : 'no', runs, notes: def.notes ?? '' };
  });
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const INT8 = { yes: 'yes', parts: 'as its parts', no: 'float only' } as const;

function line(row: OperatorRow): string {
  const notes = [...(row.runs ? [] : ['on constants only']), ...(row.notes === '' ? [] : [row.notes])].join('; ');
  return `| ${row.name} | ${row.since.join(', ')} | ${row.runs ? INT8[row.int8] : ''} | ${notes} |`;
}

/** The page, without a time or a version: it changes when records do. */
export function operatorsPage(ops: readonly OpDef[]): string {
  const rows = operatorRows(ops);
  return [
    '# Operators',
    '',
    'Written by `node scripts/generate-docs.mjs` from the records in `src/ops`; a test keeps it true.',
    '',
    `${rows.length} operators, opset ${LIMITS.oldestOpset} to ${LIMITS.newestOpset}; ${rows.filter((r) => r.int8 === 'yes').length} have an INT8 form of their own. The second column lists the opsets at which an operator changed, all of which are read.`,
    '"As its parts": it is written as other operators of this table. Element types: float32, all integers and bool; float16, bfloat16 and float64 are computed and exchanged as float32.',
    'Shapes are static: inputs that decide shapes must be constants (`--fix` makes them so).',
    '',
    '| operator | opsets | INT8 | notes |',
    '|---|---|---|---|',
    ...rows.map(line),
    '',
    '## Left out',
    '',
    '| operators | reason | instead |',
    '|---|---|---|',
    ...OUT_OF_SCOPE.map((o) => `| ${o.operators.join(', ')} | ${o.reason} | ${o.remedy} |`),
    '',
    'Also left out: 8-bit and 4-bit floats, complex and string tensors, sparse tensors.',
    '',
  ].join('\n');
}
