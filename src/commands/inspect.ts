// quantune inspect: what is in a model and whether it can be compiled, before anything else runs.
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type Graph, nodeLabel, shapeOf, valueOf } from '../ir/graph.ts';
import { elementCount } from '../ir/tensor.ts';
import { REGISTRY, contextOf, opOf } from '../ops/registry.ts';
import { normalise } from '../passes/normalise.ts';
import { unsupportedNodes } from '../stages.ts';
import { formatCount } from '../report/format.ts';
import type { InspectResult } from '../report/report.ts';
import { left, renderTable, right } from '../report/table.ts';
import { type InputFlags, inputOptions, loadModel } from './model-options.ts';
import { type OutputOptions, type Outcome, execute } from './session.ts';

interface InspectOptions extends OutputOptions, InputFlags {
}

type Io = InspectResult['inputs'];

function describe(graph: Graph, ids: readonly string[]): Io {
  return ids.map((id) => {
    const value = valueOf(graph, id);
    return { name: id, dtype: value.dtype, shape: value.shape ?? [] };
  });
}

function nodesOf(graph: Graph): InspectResult['nodes'] {
  return graph.nodes.map((node) => {
    const context = contextOf(graph, node);
    const constants = node.inputs.flatMap((id) => (id === null ? [] : [valueOf(graph, id)])).filter((v) => v.data !== undefined);
    return {
      node: nodeLabel(node),
      op: node.op,
      outputShape: context.outputs[0]?.shape ?? [],
      macs: opOf(REGISTRY, node).macs?.(context) ?? 0,
      params: constants.reduce((sum, v) => sum + elementCount(shapeOf(v)), 0),
    };
  });
}

export function inspectGraph(imported: Graph, file: string): InspectResult {
  const unsupported = unsupportedNodes(imported, file);
  const graph = unsupported.length > 0 ? imported : normalise(imported, REGISTRY, file);
  const nodes = unsupported.length > 0 ? [] : nodesOf(graph);
  return {
    command: 'inspect',
    model: basename(file),
    opsets: Object.fromEntries([...imported.opsets].map(([domain, version]) => [domain === '' ? 'ai.onnx' : domain, version])),
    inputs: describe(graph, graph.inputs),
    outputs: describe(graph, graph.outputs),
    nodes,
    macs: nodes.reduce((sum, n) => sum + n.macs, 0),
    params: nodes.reduce((sum, n) => sum + n.params, 0),
    unsupported,
  };
}

function text(result: InspectResult): string {
  const io = (list: Io): string => list.map((v) => `${v.name} ${v.dtype}[${v.shape.join(',')}]`).join(', ');
  const head = [
    `model    ${result.model}   (${Object.entries(result.opsets).map(([d, v]) => `${d} ${v}`).join(', ')})`,
    `inputs   ${io(result.inputs)}`,
    `outputs  ${io(result.outputs)}`,
  ];
  if (result.unsupported.length > 0) {
    const rows = result.unsupported.map((u) => [u.op, u.node, u.reason, u.remedy]);
    return [...head, '', `${rows.length} nodes cannot be compiled:`, renderTable([left('operator'), left('node'), left('reason'), left('remedy')], rows)].join('\n');
  }
  const rows = result.nodes.map((n) => [n.node, n.op, `[${n.outputShape.join(',')}]`, formatCount(n.macs), formatCount(n.params)]);
  const table = renderTable([left('node'), left('operator'), left('output'), right('MACs'), right('parameters')], rows);
  return [...head, '', table, '', `${formatCount(result.macs)} MACs, ${formatCount(result.params)} parameters; every operator is supported`].join('\n');
}

export function registerInspect(program: Command): void {
  inputOptions(program.command('inspect'))
    .description('show operators, shapes, MACs and weights of a model, and everything that is unsupported, at once')
    .argument('<model>', 'ONNX file')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  quantune inspect model.onnx --dim batch=1')
    .action((model: string, options: InspectOptions) => execute('inspect', options, async (): Promise<Outcome<InspectResult>> => {
      const result = inspectGraph(loadModel(model, options), model);
      return { result, text: text(result), failed: result.unsupported.length > 0 };
    }));
}
