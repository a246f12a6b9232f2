// Mutations of JSON documents: values replaced by odd ones or by each other, keys renamed, left out and repeated, and now and then the text itself.
import { type Dice, mutateBytes } from './dice.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ODD: readonly Json[] = [null, true, false, 0, -1, 1, 0.5, 1e308, -1e308, 1e-320, 2 ** 31, 2 ** 53, '', ' ', '0', '-1', '../..', '/etc/passwd', '\u0000', '-o', '; rm -rf x', '$(id)', '`id`', 'a'.repeat(5000), [], {}, [[]], [null], { a: 1 }, '__proto__', '0x20000000', '4G', '999999G', 'NaN'];

function* holders(value: Json): Iterable<Json[] | { [key: string]: Json }> {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* holders(inner);
}

function mutateOnce(document: Json, dice: Dice): void {
  const all = [...holders(document)].filter((h) => Object.keys(h).length > 0);
  if (all.length === 0) return;
  const holder = dice.pick(all);
  const key = dice.pick(Object.keys(holder));
  const slots: { [key: string]: Json } = Array.isArray(holder) ? Object.assign(holder) : holder;
  const old = slots[key] ?? null;
  switch (dice.below(6)) {
    case 0: delete slots[key]; break;
    case 1: slots[dice.pick(['__proto__x', 'constructor', `${key} `, key.toUpperCase(), 'toString'])] = structuredClone(old); break;
    case 2: slots[key] = structuredClone([old, old]); break;
    case 3: slots[key] = typeof old === 'number' ? old * dice.pick([-1, 2, 1e6, 0.1]) : structuredClone(Object.values(dice.pick(all))[0] ?? null); break;
    default: slots[key] = structuredClone(dice.pick(ODD));
  }
}

export function mutateJson(text: string, dice: Dice): string {
  if (dice.chance(6)) return Buffer.from(mutateBytes(Buffer.from(text), dice)).toString('latin1');
  const document: Json = JSON.parse(text);
  for (let i = dice.below(3); i >= 0; i--) mutateOnce(document, dice);
  return JSON.stringify(document);
}
