// Operators that are left out by decision, with the reason, and what to do instead. Diagnostics and docs/operators.md say the same.

export interface OutOfScope {
  /** Names as diagnostics give them: of other domains than ONNX's own with the domain before it. */
  readonly operators: readonly string[];
  readonly reason: string;
  readonly remedy: string;
}

export const OUT_OF_SCOPE: readonly OutOfScope[] = [
  {
    operators: ['StringNormalizer', 'StringSplit', 'StringConcat', 'RegexFullMatch', 'TfIdfVectorizer', 'ai.onnx.ml.LabelEncoder'],
    reason: 'strings have no place in firmware',
    remedy: 'do text processing outside the model and export the part that takes numbers',
  },
  {
    operators: ['SequenceConstruct', 'SequenceEmpty', 'SequenceInsert', 'SequenceErase', 'SequenceAt', 'SequenceLength', 'SequenceMap', 'SplitToSequence', 'ConcatFromSequence', 'Optional', 'OptionalHasElement', 'OptionalGetElement'],
    reason: 'sequence and optional types need memory that grows at run time',
    remedy: 'export with tensors (Split, Concat and Gather instead of sequences)',
  },
  {
    operators: ['ai.onnx.preview.training.Adagrad', 'ai.onnx.preview.training.Adam', 'ai.onnx.preview.training.Momentum', 'ai.onnx.preview.training.Gradient'],
    reason: 'it is for training',
    remedy: 'export the model in inference mode',
  },
  { operators: ['ImageDecoder'], reason: 'image files are decoded outside the network', remedy: 'remove it when exporting and give the network pixels' },
  {
    operators: ['ai.onnx.ml.ArrayFeatureExtractor', 'ai.onnx.ml.Binarizer', 'ai.onnx.ml.TreeEnsemble', 'ai.onnx.ml.TreeEnsembleClassifier', 'ai.onnx.ml.TreeEnsembleRegressor'],
    reason: 'it is of classical machine learning (ai.onnx.ml)',
    remedy: 'compile the neural network only; tree ensembles have compilers of their own',
  },
  {
    operators: ['Bernoulli', 'Multinomial', 'RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike'],
    reason: 'its results are random, so that no output could be checked',
    remedy: 'make the random numbers an input of the model',
  },
];

/** The entry of an operator, by its name in diagnostics. */
export function outOfScope(name: string): OutOfScope | undefined {
  return OUT_OF_SCOPE.find((entry) => entry.operators.includes(name));
}
