// QT1xxx: the model file: bytes, protobuf, tensors, external data.
import type { CodeSpec } from '../diagnostic.ts';

const EXPORT = 'export the model again; `python -m onnx.checker` or Netron may show what is wrong with it';

export const MODEL_CODES = {
  QT1001: { title: 'the model file cannot be read', remedy: 'check the path and its permissions', exit: 1 },
  QT1002: { title: 'the file is not an ONNX model', remedy: 'give a .onnx file (a serialized ModelProto)', exit: 1 },
  QT1003: { title: 'the model file is damaged', remedy: 'copy or export the file again; it may be truncated', exit: 1 },
  QT1004: { title: 'the model exceeds a limit of the importer', remedy: 'use a smaller model; the message names the limit', exit: 1 },
  QT1005: { title: 'the opset or IR version is not supported', remedy: 'convert the model to an opset between 7 and 27 (onnx.version_converter)', exit: 1 },
  QT1006: { title: 'the model uses a feature that generated code cannot have', remedy: 'export without training information, sequences, maps, sparse or string tensors', exit: 1 },
  QT1007: { title: 'the graph is not well formed', remedy: EXPORT, exit: 1 },
  QT1008: { title: 'the graph has a cycle', remedy: EXPORT, exit: 1 },
  QT1009: { title: 'the shape of an input is not static', remedy: 'bind each dynamic dimension with --dim NAME=SIZE', exit: 1 },
  QT1010: { title: 'a tensor of the model is damaged', remedy: EXPORT, exit: 1 },
  QT1011: { title: 'a tensor of the model holds NaN or infinity', remedy: 'the model was trained or converted wrongly; export it from a good checkpoint', exit: 1 },
  QT1012: { title: 'external tensor data cannot be used', remedy: 'put the data file beside the model, as a regular file within its folder, or export the model as one file', exit: 1 },
  QT1014: { title: 'an input cannot be fixed to the value given', remedy: '`quantune inspect` lists inputs with their types and shapes; --fix NAME=1,224,224 or --fix NAME=file.npy', exit: 2 },
  QT1013: { title: 'a dimension given on the command line does not occur in the model', remedy: '`quantune inspect` lists the dynamic dimensions', exit: 2 },
} as const satisfies Record<string, CodeSpec>;
