// The module hook behind scripts/typescript.mjs: strips the types of .ts files as they are loaded. Checks nothing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const OPTIONS = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const fileName = fileURLToPath(url);
  return { format: 'module', shortCircuit: true, source: ts.transpileModule(readFileSync(fileName, 'utf8'), { compilerOptions: OPTIONS, fileName }).outputText };
}
