// Renders the templates of this package. They hold no logic: {{x}}, {{#each}}, {{#if}} and partials only; a test checks that.
// Views are typed so that neither numbers nor strings of a model can be in them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import type { View } from './c-text.ts';

const FOLDER = fileURLToPath(new URL('../../templates/', import.meta.url));

const OPTIONS = { noEscape: true, strict: true, knownHelpersOnly: true, preventIndent: true } as const;

const compiled = new Map<string, (view: View) => string>();

/** Fills templates/<name>.hbs. */
export function render(name: string, view: View): string {
  const known = compiled.get(name) ?? Handlebars.create().compile<View>(readFileSync(`${FOLDER}${name}.hbs`, 'utf8'), OPTIONS);
  compiled.set(name, known);
  return known(view);
}
