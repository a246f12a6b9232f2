// QT3xxx: data sets, calibration and metrics.
import type { CodeSpec } from '../diagnostic.ts';

export const DATA_CODES = {
  QT3001: {
    title: 'a data file cannot be read',
    remedy: 'check the path and the permissions; paths inside dataset.json are relative to its `root`, or to its own folder',
    exit: 1,
  },
  QT3002: {
    title: 'dataset.json is not valid',
    remedy: 'correct the field that is named; src/data/dataset.schema.json describes every field',
    exit: 1,
  },
  QT3003: {
    title: 'the form of the data set is not known',
    remedy: 'give a .npy or .npz file, a folder of .npy files or of PNG or JPEG images, or a dataset.json',
    exit: 1,
  },
  QT3004: {
    title: 'a data file is damaged, or is not what it is said to be',
    remedy: 'write the file again, or correct its description (record shape, element type, tile size)',
    exit: 1,
  },
  QT3005: {
    title: 'samples do not have the shape of the model input',
    remedy: 'give samples in the shape of the input; images can be resized and cropped in dataset.json (`preprocess`)',
    exit: 1,
  },
  QT3006: {
    title: 'samples do not have an element type that the model input can take',
    remedy: 'store the data as a plain number type that fits the input (float32, int8, uint8, ...)',
    exit: 1,
  },
  QT3007: {
    title: 'counts in the data set do not agree',
    remedy: 'there must be one label for each sample, and at least as many samples as the selection asks for',
    exit: 1,
  },
  QT3008: {
    title: 'a label is not one of the classes',
    remedy: 'labels are class numbers from 0, or names listed in `classes`',
    exit: 1,
  },
  QT3009: {
    title: 'a sample holds NaN or infinity',
    remedy: 'remove or repair the sample: one such value would spoil every range that is measured',
    exit: 1,
  },
  QT3010: {
    title: 'the data set has no samples',
    remedy: 'check the path, the file extensions (.npy, .png, .jpg) and the selection',
    exit: 1,
  },
  QT3011: {
    title: 'the data set does not supply every model input',
    remedy: 'for several inputs give a .npz with one array for each input, named like the input',
    exit: 1,
  },
  QT3012: {
    title: 'a data file is too large to be read safely',
    remedy: 'split the file, or store it uncompressed (np.savez, row-major .npy): such files are read sample by sample',
    exit: 1,
  },
  QT3013: {
    title: 'the metric cannot be computed on this data set',
    remedy: 'choose a metric that fits: top1 and top5 need class labels, auc needs labels 0 and 1 of both kinds, agreement needs none',
    exit: 1,
  },
  QT3014: {
    title: 'images are used without a description of their preprocessing',
    remedy: 'write a dataset.json beside the images with `preprocess` (scale, mean, std, channels), unless the model takes pixel values 0..255',
    exit: 1,
    severity: 'warning',
  },
  QT3015: {
    title: 'the model gave NaN or infinity for a sample',
    remedy: 'check the preprocessing of the data (scale, mean, std) and the model in its original framework',
    exit: 1,
  },
} as const satisfies Record<string, CodeSpec>;
