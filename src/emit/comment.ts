// Text of models inside C comments: nothing in it can end the comment, splice lines, or carry anything but printable ASCII.
import { type CText, trusted } from './c-text.ts';

const LONGEST = 100;

/** Safe within a block comment; other characters are shown by their code point. */
export function commentText(text: string): CText {
  const ascii = text.replace(/[^\x20-\x7e]/gu, (c) => `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
  const safe = ascii.replaceAll('\\', '<U+005C>').replace(/\*(?=\/)|\/(?=\*)|\?(?=\?)/g, (c) => `${c} `);
  return trusted(safe.length > LONGEST ? `${safe.slice(0, LONGEST)}...` : safe);
}
