// What an observer is: a rule that turns the statistics of one tensor into the range that int8 shall cover.
import type { Range } from '../scales.ts';
import type { ChannelStatistics, TensorStatistics } from '../../execute/statistics.ts';

export type ObserverName = 'auto' | 'output' | 'expected' | 'min-max' | 'percentile' | 'entropy' | 'mse';

export interface Observer {
  readonly name: ObserverName;
  /** One line for --help. */
  readonly summary: string;
  /** Fewest samples for which the rule means much. */
  readonly leastSamples: number;
  /** Fewest elements of a tensor, over all samples, for which the rule says more than its extremes do. */
  readonly leastElements?: number;
  /** Finite range with min <= 0 <= max. */
  range(statistics: TensorStatistics, channels?: ChannelStatistics): Range;
}
