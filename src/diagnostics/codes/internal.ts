// QT9xxx: defects of Quantune itself.
import type { CodeSpec } from '../diagnostic.ts';

export const INTERNAL_CODES = {
  QT9001: {
    title: 'an invariant of the compiler does not hold',
    remedy: 'this is a defect of Quantune: please report it with the model and the command',
    exit: 1,
  },
} as const satisfies Record<string, CodeSpec>;
