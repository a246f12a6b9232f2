// Lets Node run TypeScript sources as they are: `node --import ./scripts/typescript.mjs test/fuzz/fuzz.ts`. For the project's own tools only.
import { register } from 'node:module';

register('./typescript-hook.mjs', import.meta.url);
