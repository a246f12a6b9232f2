// The metrics by which a network is judged.

export const METRIC_NAMES = ['top1', 'top5', 'auc', 'mse', 'agreement'] as const;

/**
 * top1, top5: per cent of samples whose label is among the 1 or 5 largest outputs. auc: area under the ROC curve of the
 * reconstruction error. mse: mean squared error against given outputs, else against float. agreement: per cent of samples
 * whose arg-max equals that of float; needs no labels.
 */
export type MetricName = (typeof METRIC_NAMES)[number];
