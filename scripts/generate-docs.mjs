// Writes the pages of docs that follow from the source: docs/operators.md from the operator records. Needs dist (npm run build).
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { OPS } from '../dist/ops/index.gen.js';
import { operatorsPage } from '../dist/report/operators.js';

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));

writeFileSync(join(DOCS, 'operators.md'), operatorsPage(OPS));
