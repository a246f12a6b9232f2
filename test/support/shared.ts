// Where the folder with real models and data lies (`../shared` beside the checkout, or QUANTUNE_SHARED), and a `describe` that
// is skipped, with the reason in its title, where the folder is absent.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

export const CHECKOUT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

export const SHARED_FOLDER = resolve(process.env['QUANTUNE_SHARED'] ?? join(CHECKOUT, '..', 'shared'));

export const MODELS_FOLDER = join(SHARED_FOLDER, 'models');

export const hasShared = existsSync(join(MODELS_FOLDER, 'models.json'));

/** Path of a model or data file inside `shared/models`. */
export function sharedModel(relative: string): string {
  return join(MODELS_FOLDER, relative);
}

/** A suite that needs the shared folder. */
export function describeShared(title: string, body: () => void): void {
  const reason = hasShared ? '' : ' (skipped: no shared models beside the checkout; set QUANTUNE_SHARED)';
  describe.skipIf(!hasShared)(`${title}${reason}`, body);
}
