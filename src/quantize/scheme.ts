// What scales may be: one per output channel or per tensor, any number or powers of two only, zero points anywhere or at zero. The weaker schemes
// cost accuracy; they exist to reproduce published settings and for hardware that wants them.

export interface QuantScheme {
  readonly perChannel: boolean;
  readonly powerOfTwo: boolean;
  /** Activations in [-127, 127] steps around a zero point of 0. */
  readonly symmetric: boolean;
}

export const SCHEMAS = ['per-channel', 'per-tensor', 'power-of-two'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

/** power-of-two is per tensor too. */
export function schemeOf(schema: SchemaName, symmetric: boolean): QuantScheme {
  return { perChannel: schema === 'per-channel', powerOfTwo: schema === 'power-of-two', symmetric };
}

export const DEFAULT_SCHEME: QuantScheme = schemeOf('per-channel', false);

/** The smallest scale that the scheme allows and that is not below `scale`. */
export function allowedScale(scale: number, { powerOfTwo }: QuantScheme): number {
  return powerOfTwo ? 2 ** Math.ceil(Math.log2(scale) - 1e-9) : scale;
}
