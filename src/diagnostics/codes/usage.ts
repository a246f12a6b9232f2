// QT6xxx: command line, options and output folder.
import type { CodeSpec } from '../diagnostic.ts';

export const USAGE_CODES = {} as const satisfies Record<string, CodeSpec>;
