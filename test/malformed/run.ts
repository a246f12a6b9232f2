// `npm run malformed -- [--json] [--only TEXT]`: every case of the table; exit status 1 where one does not give what it must.
import { MALFORMED, checkCase } from './malformed.ts';

const at = process.argv.indexOf('--only');
const only = at < 0 ? '' : (process.argv[at + 1] ?? '');
const chosen = MALFORMED.filter((c) => c.name.includes(only));

const failures: { readonly name: string; readonly fault: string }[] = [];
for (const given of chosen) {
  if (process.argv.includes('--verbose')) process.stderr.write(`${given.name}\n`);
  const fault = await checkCase(given);
  if (fault !== null) failures.push({ name: given.name, fault });
}

const result = { cases: chosen.length, passed: chosen.length - failures.length, failures };
if (process.argv.includes('--json')) console.log(JSON.stringify(result, null, 2));
else console.log([...failures.map((f) => `${f.name}: ${f.fault}`), `${result.passed} of ${result.cases} malformed models give what they must`].join('\n'));
process.exitCode = failures.length === 0 ? 0 : 1;
