// The ONNX messages we read, as a protobufjs descriptor written from the ONNX specification (onnx.proto, IR version 3 to 13).
// Field numbers are facts of the format; fields we neither use nor reject are left out and skipped by the decoder.
import protobuf from 'protobufjs';

type FieldSpec = readonly [type: string, id: number, rule?: 'repeated' | 'packed'];

const MESSAGES: Readonly<Record<string, Readonly<Record<string, FieldSpec>>>> = {
  ModelProto: {
    irVersion: ['int64', 1], opsetImport: ['OperatorSetIdProto', 8, 'repeated'], producerName: ['string', 2], graph: ['GraphProto', 7],
    trainingInfo: ['bytes', 20, 'repeated'], functions: ['FunctionProto', 25, 'repeated'],
  },
  OperatorSetIdProto: { domain: ['string', 1], version: ['int64', 2] },
  GraphProto: {
    node: ['NodeProto', 1, 'repeated'], name: ['string', 2], initializer: ['TensorProto', 5, 'repeated'],
    input: ['ValueInfoProto', 11, 'repeated'], output: ['ValueInfoProto', 12, 'repeated'], sparseInitializer: ['bytes', 15, 'repeated'],
  },
  NodeProto: {
    input: ['string', 1, 'repeated'], output: ['string', 2, 'repeated'], name: ['string', 3], opType: ['string', 4],
    attribute: ['AttributeProto', 5, 'repeated'], domain: ['string', 7], overload: ['string', 8],
  },
  AttributeProto: {
    name: ['string', 1], f: ['float', 2], i: ['int64', 3], s: ['bytes', 4], t: ['TensorProto', 5], g: ['GraphProto', 6],
    floats: ['float', 7, 'packed'], ints: ['int64', 8, 'packed'], strings: ['bytes', 9, 'repeated'], type: ['int32', 20], refAttrName: ['string', 21],
  },
  FunctionProto: {
    name: ['string', 1], input: ['string', 4, 'repeated'], output: ['string', 5, 'repeated'], attribute: ['string', 6, 'repeated'], node: ['NodeProto', 7, 'repeated'],
    opsetImport: ['OperatorSetIdProto', 9, 'repeated'], domain: ['string', 10], attributeProto: ['AttributeProto', 11, 'repeated'], overload: ['string', 13],
  },
  TensorProto: {
    dims: ['int64', 1, 'packed'], dataType: ['int32', 2], segment: ['bytes', 3], floatData: ['float', 4, 'packed'], int32Data: ['int32', 5, 'packed'],
    stringData: ['bytes', 6, 'repeated'], int64Data: ['int64', 7, 'packed'], name: ['string', 8], rawData: ['bytes', 9],
    doubleData: ['double', 10, 'packed'], uint64Data: ['uint64', 11, 'packed'], externalData: ['StringStringEntryProto', 13, 'repeated'],
    dataLocation: ['int32', 14],
  },
  StringStringEntryProto: { key: ['string', 1], value: ['string', 2] },
  ValueInfoProto: { name: ['string', 1], type: ['TypeProto', 2] },
  TypeProto: {
    tensorType: ['TensorTypeProto', 1], sequenceType: ['bytes', 4], mapType: ['bytes', 5], sparseTensorType: ['bytes', 8], optionalType: ['bytes', 9],
  },
  TensorTypeProto: { elemType: ['int32', 1], shape: ['TensorShapeProto', 2] },
  TensorShapeProto: { dim: ['DimensionProto', 1, 'repeated'] },
  DimensionProto: { dimValue: ['int64', 1], dimParam: ['string', 2] },
};

function fieldOf([type, id, rule]: FieldSpec): { type: string; id: number; rule?: 'repeated'; options?: { packed: boolean } } {
  return { type, id, ...(rule === undefined ? {} : { rule: 'repeated' as const, options: { packed: rule === 'packed' } }) };
}

/** The root message. Both packed and unpacked encodings of repeated numbers are read. */
export const MODEL_PROTO: protobuf.Type = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [name, { fields: Object.fromEntries(Object.entries(fields).map(([f, spec]) => [f, fieldOf(spec)])) }]),
  ),
}).lookupType('ModelProto');

export type Int64 = number | { toString(): string };

export interface TensorProto {
  readonly dims: readonly Int64[];
  readonly dataType: number;
  readonly segment: Uint8Array | null;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly stringData: readonly Uint8Array[];
  readonly int64Data: readonly Int64[];
  readonly name: string;
  readonly rawData: Uint8Array | null;
  readonly doubleData: readonly number[];
  readonly uint64Data: readonly Int64[];
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  readonly dataLocation: number;
}

export interface AttributeProto {
  readonly name: string;
  readonly f: number;
  readonly i: Int64;
  readonly s: Uint8Array;
  readonly t: TensorProto | null;
  readonly g: GraphProto | null;
  readonly floats: readonly number[];
  readonly ints: readonly Int64[];
  readonly strings: readonly Uint8Array[];
  readonly type: number;
  readonly refAttrName: string;
}

export interface NodeProto {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly attribute: readonly AttributeProto[];
  readonly domain: string;
  readonly overload: string;
}

/** An operator that the model defines by others. */
export interface FunctionProto {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  /** Names of attributes without default. */
  readonly attribute: readonly string[];
  /** Attributes with their defaults. */
  readonly attributeProto: readonly AttributeProto[];
  readonly node: readonly NodeProto[];
  readonly opsetImport: readonly OperatorSetIdProto[];
}

export interface OperatorSetIdProto {
  readonly domain: string;
  readonly version: Int64;
}

export interface DimensionProto {
  readonly dimValue: Int64 | null;
  readonly dimParam: string;
}

export interface TypeProto {
  readonly tensorType: { readonly elemType: number; readonly shape: { readonly dim: readonly DimensionProto[] } | null } | null;
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: TypeProto | null;
}

export interface GraphProto {
  readonly node: readonly NodeProto[];
  readonly name: string;
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
  readonly sparseInitializer: readonly Uint8Array[];
}

export interface ModelProto {
  readonly irVersion: Int64;
  readonly opsetImport: readonly OperatorSetIdProto[];
  readonly producerName: string;
  readonly graph: GraphProto | null;
  readonly trainingInfo: readonly Uint8Array[];
  readonly functions: readonly FunctionProto[];
}
