// Every numeric limit of the importer, in one place. A model beyond one of them gets a coded diagnostic before memory is spent on it.

export const LIMITS = {
  /** Bytes of a model file (protobuf's own limit). */
  fileBytes: 2 ** 31 - 1,
  /** Of the graph and all graphs within it, functions written out. */
  nodes: 1 << 17,
  initializers: 1 << 17,
  attributesPerNode: 1 << 10,
  /** Graphs within graphs, and calls of functions by functions. */
  depth: 16,
  rank: 8,
  /** Elements of one tensor. */
  elements: 2 ** 31 - 1,
  nameLength: 4096,
  oldestOpset: 7,
  newestOpset: 27,
  oldestIr: 3,
} as const;
