// NonMaxSuppression: https://onnx.ai/onnx/operators/onnx__NonMaxSuppression.html. Per batch entry and class, boxes by falling score, without those that
// overlap one that is already taken. How many are selected depends on values: on constants the output has as many rows; at run time it has as many as there
// can be, and rows that are not used hold -1.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type InferContext, type ValueType, defineOp } from './op-def.ts';
import { constantInput, intAttr, requiredInput } from './shared/attributes.ts';

export type NonMaxSuppressionAttrs = {
  /** Boxes are {x, y, width, height} around their centre; otherwise two opposite corners {y, x, y, x}. */
  readonly centred: boolean;
  /** Most boxes of a class. */
  readonly most: number;
  readonly overlap: number;
  readonly least: number;
};

const LOWEST = -3.4028234663852886e38;

interface Box {
  readonly y1: number;
  readonly x1: number;
  readonly y2: number;
  readonly x2: number;
}

function boxAt(boxes: readonly number[], at: number, centred: boolean): Box {
  const [a = 0, b = 0, c = 0, d = 0] = boxes.slice(4 * at);
  if (centred) return { x1: a - c / 2, x2: a + c / 2, y1: b - d / 2, y2: b + d / 2 };
  return { y1: Math.min(a, c), y2: Math.max(a, c), x1: Math.min(b, d), x2: Math.max(b, d) };
}

/** Intersection over union; 0 where one has no area. */
function overlapOf(a: Box, b: Box): number {
  const area = (box: Box): number => (box.y2 - box.y1) * (box.x2 - box.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  if (height <= 0 || width <= 0 || area(a) <= 0 || area(b) <= 0) return 0;
  return (height * width) / (area(a) + area(b) - height * width);
}

function selected(attrs: NonMaxSuppressionAttrs, boxes: Tensor, scores: Tensor): number[][] {
  const [corners, values] = [toNumbers(boxes), toNumbers(scores)];
  const [batch = 0, classes = 0, count = 0] = scores.shape;
  const rows: number[][] = [];
  for (let group = 0; group < batch * classes; group++) {
    const entry = Math.floor(group / classes);
    const score = (i: number): number => values[group * count + i] ?? 0;
    const order = Array.from({ length: count }, (_, i) => i).filter((i) => score(i) > attrs.least).sort((a, b) => score(b) - score(a) || a - b);
    const taken: number[] = [];
    for (const i of order) {
      if (taken.length >= attrs.most) break;
      const box = boxAt(corners, entry * count + i, attrs.centred);
      if (taken.every((k) => !(overlapOf(box, boxAt(corners, entry * count + k, attrs.centred)) > attrs.overlap))) taken.push(i);
    }
    rows.push(...taken.map((i) => [entry, group % classes, i]));
  }
  return rows;
}

function int64(rows: readonly (readonly number[])[], count: number): Tensor {
  const data = new BigInt64Array(3 * count).fill(-1n);
  rows.flat().forEach((v, i) => (data[i] = BigInt(v)));
  return makeTensor('i64', [count, 3], data);
}

function infer(ctx: InferContext<NonMaxSuppressionAttrs>): ValueType[] {
  const boxes = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const scores = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
  const [batch = 0, classes = 0, count = 0] = scores.shape;
  const fits = scores.shape.length === 3 && boxes.shape.join() === [batch, count, 4].join() && boxes.dtype === 'f32' && scores.dtype === 'f32';
  if (!fits) return ctx.reject(`boxes of shape [${boxes.shape.join(',')}] and scores of shape [${scores.shape.join(',')}]; float [N,B,4] and [N,C,B] are expected`);
  if (boxes.tensor && scores.tensor) {
    const rows = selected(ctx.attrs, boxes.tensor, scores.tensor);
    return [{ dtype: 'i64', shape: [rows.length, 3], tensor: int64(rows, rows.length) }];
  }
  return [{ dtype: 'i64', shape: [batch * classes * Math.min(ctx.attrs.most, count), 3] }];
}

export default defineOp<NonMaxSuppressionAttrs>({
  op: 'NonMaxSuppression',
  since: [10, 11],
  arity: [2, 5],
  dataInputs: 2,
  parse(ctx) {
    const scalar = (name: string, index: number, fallback: number): number => constantInput(ctx, name, index)?.[0] ?? fallback;
    const attrs = {
      centred: intAttr(ctx, 'center_point_box', 0) !== 0, most: Math.max(0, scalar('max_output_boxes_per_class', 2, 0)),
      overlap: scalar('iou_threshold', 3, 0), least: scalar('score_threshold', 4, LOWEST),
    };
    return attrs.overlap >= 0 && attrs.overlap <= 1 ? attrs : ctx.reject(`iou_threshold is ${attrs.overlap}; 0 to 1 is allowed`);
  },
  infer,
  reference({ attrs, inputs: [boxes, scores], outputs: [y] }) {
    invariant(!!boxes && !!scores && !!y, 'NonMaxSuppression needs boxes and scores');
    return [int64(selected(attrs, boxes, scores), y.shape[0] ?? 0)];
  },
  lower(ctx) {
    const [boxes, scores] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!boxes && !!scores && !!y, 'NonMaxSuppression needs boxes and scores');
    const [batch = 0, classes = 0, count = 0] = scores.shape;
    const { attrs } = ctx;
    const params = { batch, classes, boxes: count, most: Math.min(attrs.most, count), centred: attrs.centred ? 1 : 0, iou_threshold: Math.fround(attrs.overlap), score_threshold: Math.fround(attrs.least) };
    ctx.call('non_max_suppression', params, { boxes: { value: boxes.handle }, scores: { value: scores.handle }, y: { value: y.handle } });
  },
});
