// Graph -> Program: asks each operator's record for kernel calls, chooses kernel variants in the target's preference order, packs constants,
// and turns views into names of the same buffer. Afterwards no ONNX vocabulary is left but what reports show.
import { fail, invariant } from '../diagnostics/diagnostic.ts';
import { type DType, bytesOf } from '../ir/dtype.ts';
import { type Graph, type Node, type ValueId, constantOf, nodeLabel, shapeOf, valueOf } from '../ir/graph.ts';
import { type Shape, elementCount, stridesOf } from '../ir/tensor.ts';
import { type VariantPreference, chooseVariant, kernelOf } from '../kernels/catalogue.ts';
import type { KernelConstants, KernelDef } from '../kernels/kernel-def.ts';
import { createHash } from 'node:crypto';
import type { Buffer, BufferId, Constant, ConstantId, ConstantRole, KernelCall, Operand, ParamValues, Program, Unit } from '../kernels/program.ts';
import type { CallOperand, LowerContext, LowerValue } from '../ops/op-def.ts';
import { type OpRegistry, contextOf, opOf, rejecter, typeOfValue } from '../ops/registry.ts';
import { copyKernel, copyParams } from '../ops/shared/strided-copy.ts';
import { NO_PARTS, type Parts, partsOf } from './parts.ts';

export interface LowerOptions extends VariantPreference {
  readonly registry: OpRegistry;
  readonly file?: string;
  /** Whether joined values are written where they belong at once, and runs of a value are read where they are (default); copied otherwise. */
  readonly parts?: boolean;
}

export function lowerGraph(graph: Graph, options: LowerOptions): Program {
  const lowering = new Lowering(graph, options);
  for (const node of graph.nodes) lowering.visit(node);
  return lowering.finish();
}

class Lowering {
  readonly #graph: Graph;
  readonly #options: LowerOptions;
  readonly #units: Unit[] = [];
  readonly #calls: KernelCall[] = [];
  readonly #buffers: Buffer[] = [];
  readonly #constants: Constant[] = [];
  /** Buffer of each value; views share their input's. */
  readonly #bufferOf = new Map<ValueId, BufferId>();
  readonly #constantIds = new Map<string, ConstantId>();
  readonly #parts: Parts;

  constructor(graph: Graph, options: LowerOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#parts = options.parts === false ? NO_PARTS : partsOf(graph, options.registry);
    for (const id of graph.inputs) this.#bufferOf.set(id, this.#buffer(id));
  }

  visit(node: Node): void {
    const def = opOf(this.#options.registry, node);
    const [input] = node.inputs;
    const [output = ''] = node.outputs;
    if (def.view === true && typeof input === 'string' && this.#bufferOf.has(input)) {
      if (!this.#mustCopy(input, output)) return this.#share(input, output);
      this.#unit(node, () => this.#copy(node, input, output));
      return;
    }
    const lower = def.lower?.bind(def);
    if (lower === undefined) return rejecter(node, this.#options.file)('its inputs are computed at run time; it is supported on constants only', 'simplify the model so that it folds into constants (onnxsim)');
    this.#unit(node, () => lower(this.#context(node)));
  }

  finish(): Program {
    for (const id of this.#graph.outputs) if (!this.#bufferOf.has(id)) this.#constantOutput(id);
    const io = (id: ValueId): { name: string; buffer: BufferId } => ({ name: id, buffer: this.#existing(id) });
    const states = new Map([...(this.#graph.states ?? [])].map(([input, output]) => [output, input]));
    for (const [output, input] of states) this.#keepState(output, input);
    return {
      units: this.#units, calls: this.#calls, buffers: this.#buffers, constants: this.#constants,
      inputs: this.#graph.inputs.map(io), outputs: this.#graph.outputs.map((id) => ({ name: id, buffer: io(states.get(id) ?? id).buffer })),
      states: [...states.values()].map(io), exactFloat: this.#options.exactFloat === true,
    };
  }

  /** The last thing a run does: the output goes where the next run reads it. */
  #keepState(output: ValueId, input: ValueId): void {
    const value = valueOf(this.#graph, output);
    const shape = [elementCount(shapeOf(value))];
    this.#units.push({ name: output, op: 'State', onnxNodes: [], precision: 'float', macs: 0, outputShape: shapeOf(value) });
    const params = copyParams({ shape, from: stridesOf(shape), to: stridesOf(shape) }, (reason) => fail('QT9001', reason));
    this.#call(copyKernel(value.dtype), params, { x: { value: { value: output } }, y: { value: { value: input } } });
  }

  /** A copy for the output that no input decides. */
  #constantOutput(id: ValueId): void {
    const value = valueOf(this.#graph, id);
    invariant(value.data !== undefined, `output '${id}' is neither computed nor constant`);
    const shape = shapeOf(value);
    this.#bufferOf.set(id, this.#buffer(id));
    if (elementCount(shape) === 0) return;
    this.#units.push({ name: id, op: 'Constant', onnxNodes: [], precision: 'float', macs: 0, outputShape: shape });
    const flat = [elementCount(shape)];
    const params = copyParams({ shape: flat, from: stridesOf(flat), to: stridesOf(flat) }, (reason) => fail('QT9001', reason));
    this.#call(copyKernel(value.dtype), params, { x: { constant: value.data, dtype: value.dtype, role: 'table' }, y: { value: { value: id } } });
  }

  /** A graph output that is a view of a graph input or of another graph output needs bytes of its own. */
  #mustCopy(input: ValueId, output: ValueId): boolean {
    const buffer = this.#existing(input);
    return this.#graph.outputs.includes(output) && [...this.#graph.inputs, ...this.#graph.outputs].some((id) => this.#bufferOf.get(id) === buffer);
  }

  /** The buffer of a graph output has the name and shape that the caller knows. */
  #share(input: ValueId, output: ValueId): void {
    const id = this.#existing(input);
    this.#bufferOf.set(output, id);
    const buffer = this.#buffers[id];
    if (buffer !== undefined && this.#graph.outputs.includes(output)) this.#buffers[id] = { ...buffer, name: output, shape: shapeOf(valueOf(this.#graph, output)) };
  }

  #copy(node: Node, input: ValueId, output: ValueId): void {
    const value = valueOf(this.#graph, output);
    const shape = [elementCount(shapeOf(value))];
    const params = copyParams({ shape, from: stridesOf(shape), to: stridesOf(shape) }, rejecter(node, this.#options.file));
    this.#call(copyKernel(value.dtype), params, { x: { value: { value: input } }, y: { value: { value: output } } });
  }

  #unit(node: Node, emit: () => void): void {
    for (const id of node.outputs) if (!this.#bufferOf.has(id)) this.#bufferOf.set(id, this.#buffer(id));
    const def = opOf(this.#options.registry, node);
    const context = contextOf(this.#graph, node);
    const roles = def.quant?.roles(context).inputs;
    const read = context.inputs.some((x, i) => x?.dtype === 'f32' && roles?.[i] !== null) ? 'f32' : context.outputs.some((y) => y.dtype === 'i8') ? 'i8' : (context.inputs[0] ?? context.outputs[0])?.dtype;
    const before = this.#calls.length;
    this.#units.push({
      name: nodeLabel(node),
      op: node.op,
      onnxNodes: node.origin.onnxNodes,
      precision: read !== 'f32' || node.domain === 'quantune' ? 'int8' : 'float',
      macs: def.macs?.(context) ?? 0,
      outputShape: context.outputs[0]?.shape ?? [],
    });
    emit();
    if (this.#calls.length > before) return;
    invariant(this.#parts.inPlace.has(node.id), `${node.op} '${nodeLabel(node)}' was lowered to no call`);
    this.#units.pop();
  }

  #buffer(id: ValueId): BufferId {
    const value = valueOf(this.#graph, id);
    const place = this.#parts.places.get(id);
    const within = place === undefined ? {} : { within: { buffer: this.#made(place.within), byteOffset: place.element * bytesOf(value.dtype) } };
    return this.#newBuffer({ name: id, dtype: value.dtype, shape: shapeOf(value), ...(value.quant ? { quant: value.quant } : {}), ...within });
  }

  /** The buffer of a value whose producer may come later. */
  #made(id: ValueId): BufferId {
    const buffer = this.#bufferOf.get(id) ?? this.#buffer(id);
    this.#bufferOf.set(id, buffer);
    return buffer;
  }

  #newBuffer(buffer: Omit<Buffer, 'id' | 'bytes'>): BufferId {
    const id = this.#buffers.length;
    this.#buffers.push({ ...buffer, id, bytes: elementCount(buffer.shape) * bytesOf(buffer.dtype) });
    return id;
  }

  #existing(id: ValueId): BufferId {
    const buffer = this.#bufferOf.get(id);
    invariant(buffer !== undefined, `value '${id}' has no buffer`);
    return buffer;
  }

  #context(node: Node): LowerContext<Node['attrs']> {
    const view = (id: ValueId): LowerValue => ({ ...typeOfValue(valueOf(this.#graph, id)), handle: { value: id } });
    return {
      attrs: node.attrs,
      clamp: node.clamp ?? null,
      inputs: node.inputs.map((id) => (id === null ? null : view(id))),
      outputs: node.outputs.map(view),
      call: (kernel, params, operands) => {
        this.#checkTypes(node, kernelOf(kernel), operands);
        this.#call(kernel, params, operands);
      },
      temporary: (dtype, shape) => this.#temporary(node, { dtype, shape }),
      part: ({ dtype, handle }, start, shape) => this.#temporary(node, { dtype, shape, within: { buffer: this.#existing(handle.value), byteOffset: start * bytesOf(dtype) } }),
      inPlace: (index) => this.#parts.inPlace.get(node.id)?.has(index) === true,
      reject: rejecter(node, this.#options.file),
    };
  }

  #temporary(node: Node, buffer: Pick<Buffer, 'dtype' | 'shape' | 'within'>): LowerValue {
    const name = `${node.outputs[0] ?? ''}#${this.#buffers.length}`;
    this.#bufferOf.set(name, this.#newBuffer({ name, ...buffer, temporary: true }));
    return { dtype: buffer.dtype, shape: buffer.shape, handle: { value: name } };
  }

  /** Rejects a tensor whose elements the kernel would misread. */
  #checkTypes(node: Node, kernel: KernelDef, operands: Readonly<Record<string, CallOperand>>): void {
    for (const def of kernel.operands) {
      const operand = operands[def.name];
      if (!operand || 'constant' in operand) continue;
      const { dtype } = this.#typeOf(operand.value.value);
      const fits = def.bytes === true || (kernel.movesBits === true ? bytesOf(dtype) === bytesOf(def.dtype) : dtype === def.dtype || (dtype === 'bool' && def.dtype === 'u8'));
      if (!fits) rejecter(node, this.#options.file)(`element type ${dtype} is not supported at run time`, 'cast to float32 before it when exporting');
    }
  }

  #typeOf(id: ValueId): Pick<Buffer, 'dtype'> {
    const buffer = this.#buffers[this.#bufferOf.get(id) ?? -1];
    return buffer ?? valueOf(this.#graph, id);
  }

  #call(name: string, params: ParamValues, operands: Readonly<Record<string, CallOperand>>): void {
    const kernel = kernelOf(name);
    const constants = canonicalConstants(operands);
    const variant = chooseVariant(kernel, this.#options, params, constants);
    const packed = variant.pack(params, constants);
    this.#calls.push({
      unit: this.#units.length - 1,
      kernel: name,
      isa: variant.isa,
      params: ordered(kernel, params),
      operands: kernel.operands.map((def) => this.#operand(operands[def.name] ?? null, packed[def.name])),
      scratchBytes: variant.scratchBytes(params),
    });
  }

  #operand(operand: CallOperand, packed: Constant['data'] | undefined): Operand {
    if (operand === null) return { kind: 'null' };
    if ('constant' in operand) return { kind: 'constant', id: this.#constant({ data: packed ?? operand.constant, dtype: operand.dtype, role: operand.role }) };
    const id = operand.value.value;
    const buffer = this.#bufferOf.get(id);
    if (buffer !== undefined) return { kind: 'buffer', id: buffer, byteOffset: operand.byteOffset ?? 0 };
    const tensor = constantOf(valueOf(this.#graph, id));
    invariant(tensor !== null, `value '${id}' has neither buffer nor data`);
    return { kind: 'constant', id: this.#constant({ data: tensor.data, dtype: tensor.dtype, role: 'weight' }) };
  }

  /** Constants of one type and role with equal bytes are one. */
  #constant(constant: { data: Constant['data']; dtype: DType; role: ConstantRole }): ConstantId {
    const key = `${constant.role} ${constant.dtype} ${digestOf(constant.data)}`;
    const known = this.#constantIds.get(key);
    if (known !== undefined) return known;
    const id = this.#constants.length;
    this.#constants.push({ ...constant, id, name: this.#units.at(-1)?.name ?? '' });
    this.#constantIds.set(key, id);
    return id;
  }
}

function digestOf(data: Constant['data']): string {
  return createHash('sha256').update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest('hex');
}

function canonicalConstants(operands: Readonly<Record<string, CallOperand>>): KernelConstants {
  return Object.fromEntries(Object.entries(operands).flatMap(([name, o]) => (o !== null && 'constant' in o ? [[name, o.constant]] : [])));
}

/** All params of the kernel in declaration order; a missing one is a defect. */
function ordered(kernel: KernelDef, params: ParamValues): ParamValues {
  return Object.fromEntries(kernel.params.map(({ name, type }) => {
    const value = params[name];
    invariant(value !== undefined && (type === 'f32' ? !Number.isNaN(value) : Number.isSafeInteger(value)), `kernel ${kernel.name} lacks parameter '${name}'`);
    return [name, value];
  }));
}
