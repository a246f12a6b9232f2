// QT4xxx: target folders and memory.
import type { CodeSpec } from '../diagnostic.ts';

export const TARGET_CODES = {
  QT4001: {
    title: 'the target is not known',
    remedy: '`quantune targets` lists the targets; a path to a folder with a target.json is also accepted',
    exit: 2,
  },
  QT4002: {
    title: 'target.json is not valid JSON',
    remedy: 'correct the file; the folders in targets/ are examples',
    exit: 2,
  },
  QT4003: {
    title: 'a field of target.json is not valid',
    remedy: 'correct the field that is named; the folders in targets/ are examples',
    exit: 2,
  },
  QT4004: {
    title: 'a file of the target is missing',
    remedy: 'paths in target.json are relative to its own folder; restore the file or correct the path',
    exit: 2,
  },
  QT4005: {
    title: 'memory regions of the target overlap or leave the address space',
    remedy: 'correct origin and length of the regions in target.json',
    exit: 2,
  },
  QT4006: {
    title: 'the network does not fit the memory of the target',
    remedy: 'choose a larger target, or reduce the network (input size, channels, more layers in int8)',
    exit: 1,
  },
  QT4007: {
    title: 'costs.json or constant-shapes.json of the target is not valid',
    remedy: 'remove it, or measure it again with `npm run costs` (constant-shapes.json: with --constant-shapes)',
    exit: 2,
  },
  QT4008: {
    title: 'the memory map is not valid',
    remedy: 'write it as dtcm=16K,sram=64K,flash=512K (NAME:KIND=SIZE where the name does not say what it is: fast, ram, slow, flash), or as a JSON file',
    exit: 2,
  },
  QT4009: {
    title: 'the regions of the memory map are too small',
    remedy: 'enlarge a region or add one, or reduce the network (input size, channels, more layers in int8)',
    exit: 1,
  },
} as const satisfies Record<string, CodeSpec>;
