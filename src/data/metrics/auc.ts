// Area under the ROC curve by ranks (Mann-Whitney U), ties counted half. Pure and independent of the order of the items.

export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/** Probability that a positive item scores above a negative one; null unless there are both kinds. */
export function areaUnderRoc(items: readonly Scored[]): number | null {
  const positives = items.filter((item) => item.positive).length;
  const negatives = items.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const sorted = [...items].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++;
    const meanRank = (start + 1 + end) / 2;
    rankSum += meanRank * sorted.slice(start, end).filter((item) => item.positive).length;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
