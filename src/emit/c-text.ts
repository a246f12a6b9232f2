// Branded C text: the only strings that templates accept. Made by identifier.ts, literal.ts, comment.ts and the constants of emit/.

export type CText = string & { readonly __brand: 'c-text' };

/** Marks text written by this package, never text of a model. */
export function trusted(text: string): CText {
  return text as CText;
}

/** What a template may show: C text, flags and lists of views; no numbers, no model strings. */
export type View = { readonly [key: string]: CText | boolean | readonly View[] };
