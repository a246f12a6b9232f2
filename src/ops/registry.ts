// Looks operators up by domain and name, and asks a node's record about it. The list is generated from the directory.
import { fail } from '../diagnostics/diagnostic.ts';
import { type Graph, type Node, type Value, constantOf, nodeLabel, shapeOf, valueOf } from '../ir/graph.ts';
import { OPS } from './index.gen.ts';
import type { OpDef, QuantContext, ValueType } from './op-def.ts';

export type OpRegistry = ReadonlyMap<string, OpDef>;

function key(domain: string, op: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}:${op}`;
}

/** A registry of the built-in operators plus `extra` (tests, extensions). */
export function makeRegistry(extra: readonly OpDef[] = []): OpRegistry {
  return new Map([...OPS, ...extra].map((def) => [key(def.domain ?? '', def.op), def]));
}

export const REGISTRY: OpRegistry = makeRegistry();

export function findOp(registry: OpRegistry, domain: string, op: string): OpDef | undefined {
  return registry.get(key(domain, op));
}

/** The record of a node that normalise has accepted. */
export function opOf(registry: OpRegistry, node: Node): OpDef {
  return findOp(registry, node.domain, node.op) ?? fail('QT9001', `no operator record for ${node.domain}:${node.op}`, { where: { node: nodeLabel(node) } });
}

export function typeOfValue(value: Value): ValueType {
  return { dtype: value.dtype, shape: shapeOf(value), tensor: constantOf(value), ...(value.quant ? { quant: value.quant } : {}), ...(value.bits ? { bits: value.bits } : {}) };
}

export function typesOf(graph: Graph, ids: readonly (string | null)[]): (ValueType | null)[] {
  return ids.map((id) => (id === null ? null : typeOfValue(valueOf(graph, id))));
}

export function contextOf(graph: Graph, node: Node): QuantContext<Node['attrs']> {
  return {
    attrs: node.attrs,
    inputs: typesOf(graph, node.inputs),
    outputs: node.outputs.map((id) => typeOfValue(valueOf(graph, id))),
  };
}

/** A function that throws QT2002 naming the node. */
export function rejecter(node: Node, file?: string): (message: string, remedy?: string) => never {
  return (message, remedy) =>
    fail('QT2002', `${node.op} '${nodeLabel(node)}': ${message}`, { where: { node: nodeLabel(node), ...(file === undefined ? {} : { file }) }, ...(remedy === undefined ? {} : { remedy }) });
}

