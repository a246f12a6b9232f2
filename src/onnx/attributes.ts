// AttributeProto -> AttrValue. Tensors and graphs are handed to the caller, which makes values and subgraphs of them.
import { fail } from '../diagnostics/diagnostic.ts';
import type { AttrValue } from '../ir/graph.ts';
import { toSafeInteger } from './decode.ts';
import type { AttributeProto, GraphProto, TensorProto } from './schema.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: false });

/** AttributeProto.AttributeType numbers. */
const TYPE = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

export interface AttributeContext {
  readonly node: string;
  readonly file: string;
}

/** What an attribute holds. */
export type ReadAttribute = { readonly value: AttrValue } | { readonly tensor: TensorProto } | { readonly graph: GraphProto };

/** The attribute as plain data, or the tensor or graph it holds. Throws QT1006 for lists of them, sparse tensors, types and references. */
export function readAttribute(proto: AttributeProto, context: AttributeContext): ReadAttribute {
  const what = `attribute '${proto.name}' of '${context.node}'`;
  const where = { file: context.file, node: context.node };
  if (proto.refAttrName !== '') fail('QT1006', `${what} refers to an attribute of a function`, { where });
  switch (proto.type === 0 ? guess(proto) : proto.type) {
    case TYPE.float: return { value: proto.f };
    case TYPE.int: return { value: toSafeInteger(proto.i, what, context.file) };
    case TYPE.string: return { value: UTF8.decode(proto.s) };
    case TYPE.tensor: return proto.t === null ? fail('QT1007', `${what} holds no tensor`, { where }) : { tensor: proto.t };
    case TYPE.graph: return proto.g === null ? fail('QT1007', `${what} holds no graph`, { where }) : { graph: proto.g };
    case TYPE.floats: return { value: [...proto.floats] };
    case TYPE.ints: return { value: proto.ints.map((v) => toSafeInteger(v, what, context.file)) };
    case TYPE.strings: return { value: proto.strings.map((s) => UTF8.decode(s)) };
    default: return fail('QT1006', `${what} has type ${proto.type}, which is not supported`, { where });
  }
}

/** IR version 1 models may leave the type out. */
function guess(proto: AttributeProto): number {
  if (proto.ints.length > 0) return TYPE.ints;
  if (proto.floats.length > 0) return TYPE.floats;
  if (proto.t !== null) return TYPE.tensor;
  if (proto.g !== null) return TYPE.graph;
  if (proto.s.length > 0) return TYPE.string;
  return proto.f !== 0 ? TYPE.float : TYPE.int;
}
