// Every numeric limit of the importer, in one place. A model beyond one of them gets a coded diagnostic before memory is spent on it.
// SECURITY.md states these values; a test holds the two together.

export const LIMITS = {
  /** Bytes of a model file (protobuf's own limit). */
  fileBytes: 2 ** 31 - 1,
  /** Of the graph and all graphs within it, functions written out. */
  nodes: 1 << 14,
  initializers: 1 << 15,
  /** Messages of any kind: attributes, dimensions, types and the like. */
  messages: 1 << 19,
  /** Texts of any kind. */
  strings: 1 << 19,
  /** Elements that are not stored raw, and attributes that are lists. */
  numbers: 1 << 26,
  longNumbers: 1 << 22,
  /** Messages within one another. */
  nesting: 64,
  attributesPerNode: 1 << 10,
  /** Graphs within graphs, and calls of functions by functions. */
  depth: 16,
  rank: 8,
  /** Elements of one tensor. */
  elements: 2 ** 31 - 1,
  /** Elements of all constants that are computed ahead. */
  computedElements: 1 << 27,
  /** Bytes of any name. */
  nameLength: 4096,
  oldestOpset: 6,
  newestOpset: 28,
  oldestIr: 3,
  newestIr: 13,
} as const;
