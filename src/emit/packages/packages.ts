// Packages by their names, and what each holds for a network.
import { fail } from '../../diagnostics/diagnostic.ts';
import { nearMatch } from '../../diagnostics/near-match.ts';
import type { FileContent } from '../file-content.ts';
import { PACKAGES } from './kinds.ts';
import type { PackageDef, PackageSource } from './package-def.ts';

export const PACKAGE_IDS: readonly string[] = PACKAGES.map((p) => p.id);

function packageOf(id: string): PackageDef {
  const found = PACKAGES.find((p) => p.id === id);
  if (found !== undefined) return found;
  const near = nearMatch(id, PACKAGE_IDS);
  return fail('QT6004', `--package ${id}: there is no such package; ${near === null ? `there are ${PACKAGE_IDS.join(', ')}` : `did you mean ${near}?`}`);
}

/** `packages/<id>/...` for each of `ids`. Throws QT6004. */
export function packageFiles(ids: readonly string[], source: PackageSource): Map<string, FileContent> {
  return new Map(ids.flatMap((id) => [...packageOf(id).files(source)].map(([path, content]): [string, FileContent] => [`packages/${id}/${path}`, content])));
}

/** Throws QT6004 before any work is done. */
export function checkPackages(ids: readonly string[]): void {
  ids.forEach(packageOf);
}
