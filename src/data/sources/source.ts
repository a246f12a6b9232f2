// What every form of data set supplies: numbered raw samples, before preprocessing. Only openDataSet consumes it.
import type { TensorData } from '../../ir/dtype.ts';
import type { Image } from '../image/image.ts';

/** A picture, or numbers in the order of the model input. */
export type RawValue = { readonly kind: 'image'; readonly image: Image } | { readonly kind: 'numbers'; readonly values: TensorData };

export interface Source {
  /** The file or folder, for messages. */
  readonly name: string;
  readonly length: number;
  /** One per sample; null where the source has none. */
  readonly labels: readonly number[] | null;
  /** One value per model input. */
  read(i: number): readonly RawValue[];
  /** Expected outputs of sample i, where the source has them. */
  expected?(i: number): readonly TensorData[];
  /** Group of sample i; the sample itself where absent. */
  group?(i: number): number;
  nameOf(i: number): string;
  close(): void;
}
