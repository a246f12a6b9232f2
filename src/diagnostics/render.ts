// Diagnostics as people read them. Names from models are shown with control characters escaped, so that they cannot drive a terminal.
import type { Diagnostic, Where } from './diagnostic.ts';

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

function place(where: Where): string {
  const parts = [
    where.file === undefined ? '' : `${where.file}${where.at === undefined ? '' : ` at ${where.at}`}`,
    where.node === undefined ? '' : `node '${where.node}'`,
    where.value === undefined ? '' : `value '${where.value}'`,
  ];
  return parts.filter((p) => p !== '').join(', ');
}

/** Several lines without a final newline: severity, code and message; place; notes; remedy. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const at = place(diagnostic.where);
  return [
    `${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`,
    ...(at === '' ? [] : [`  in ${at}`]),
    ...diagnostic.notes.map((note) => `  - ${note}`),
    `  remedy: ${diagnostic.remedy}`,
  ].map(printable).join('\n');
}
