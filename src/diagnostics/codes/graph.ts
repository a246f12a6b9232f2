// QT2xxx: graph, shapes and operators.
import type { CodeSpec } from '../diagnostic.ts';

export const GRAPH_CODES = {
  QT2001: {
    title: 'the model uses operators that are not supported',
    remedy: 'replace these operators when exporting, or simplify the model (constant shapes, inference mode); `quantune inspect` lists what is supported',
    exit: 1,
  },
  QT2002: {
    title: 'an operator has attributes, inputs or shapes that are not acceptable',
    remedy: 'check how the model was exported; the message says what was expected',
    exit: 1,
  },
  QT2006: {
    title: 'a mean and standard deviation cannot be folded into the first layer',
    remedy: 'the input must go to convolutions or fully connected layers only; otherwise use --io-type float or int8',
    exit: 1,
  },
  QT2007: {
    title: 'a unit computes in float where only integers were asked for',
    remedy: 'put QuantizeLinear and DequantizeLinear around it and around its weights, leave it out, or compile without --integer-only',
    exit: 1,
  },
  QT2009: {
    title: 'an input and an output cannot be one state',
    remedy: 'give --state INPUT=OUTPUT with names of the model (`quantune inspect` lists them), of one element type and shape',
    exit: 2,
  },
  QT2008: {
    title: 'a quantized model has units without an integer form',
    remedy: 'give each of these units quantized inputs, weights with zero point 0 and a quantized output, of scale 1/256 and zero point -128 behind Softmax; scales that differ too much have no integer form',
    exit: 1,
    severity: 'warning',
  },
} as const satisfies Record<string, CodeSpec>;
