// QT6xxx: command line, options and output folder.
import type { CodeSpec } from '../diagnostic.ts';

export const USAGE_CODES = {
  QT6001: { title: 'the output folder holds something else', remedy: 'choose another folder with -o, or empty this one', exit: 2 },
  QT6002: { title: 'the output folder cannot be written', remedy: 'check its permissions, or choose another folder with -o', exit: 3 },
  QT6003: { title: 'the disk is full', remedy: 'free space, or choose a folder on another disk with -o', exit: 3 },
  QT6004: { title: 'an option has a value that is not usable', remedy: '--help shows what is accepted', exit: 2 },
  QT6005: { title: 'options contradict each other', remedy: '--help shows which go together', exit: 2 },
  QT6006: { title: 'a folder was not written by Quantune, or is incomplete', remedy: 'give the folder that `quantune compile` wrote', exit: 2 },
  QT6007: { title: 'a baseline file cannot be used', remedy: 'write it again with --update-baseline', exit: 1 },
  QT6008: { title: 'the model is quantized already', remedy: 'compile it as it is (--precision int8, its scales are obeyed), or give the float model it was made from', exit: 2 },
} as const satisfies Record<string, CodeSpec>;
