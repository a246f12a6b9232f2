// Pow: https://onnx.ai/onnx/operators/onnx__Pow.html, with broadcasting; the result has the type of the base. Constant exponents that need no logarithm become
// products, roots and quotients; any other constant exponent has an integer form, a table.
import { type DType, bytesOf, isFloat } from '../ir/dtype.ts';
import { power } from '../numeric/special-functions.ts';
import { type DecomposeContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { broadcastShapes, broadcastTo } from './shared/broadcast.ts';
import { lowerBinary, tensorOf } from './shared/element-functions.ts';
import { lowerTable, permuteElementwise } from './shared/elementwise.ts';
import { uniformOf } from './shared/uniform.ts';

function integerPower(a: bigint, b: bigint): bigint {
  if (b < 0n) return a === 1n ? 1n : a === -1n ? (b % 2n === 0n ? 1n : -1n) : 0n;
  let [result, square] = [1n, a];
  for (let left = b; left > 0n; left >>= 1n) {
    if (left % 2n === 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function reference({ inputs: [a, b], outputs: [y] }: ReferenceContext<object>) {
  if (!a || !b || !y) return [];
  const [p, q] = [broadcastTo(a, y.shape).data, broadcastTo(b, y.shape).data];
  const exact = !isFloat(a.dtype) && !isFloat(b.dtype);
  return [tensorOf(y, Array.from({ length: p.length }, (_, i) => (exact ? integerPower(BigInt(p[i] ?? 0), BigInt(q[i] ?? 0)) : power(Number(p[i]), Number(q[i])))))];
}

/** Into the output, by multiplications, roots or divisions; false where the exponent asks for more. */
function short(ctx: DecomposeContext<Record<never, never>>, x: ValueType, exponent: number): boolean {
  const [id = null] = ctx.inputIds;
  const [output = ''] = ctx.outputIds;
  const product = (a: string | null, b: string | null, to: string | ValueType): string => ctx.node('Mul', {}, [a, b], to);
  const real = isFloat(x.dtype);
  if (exponent === 1) ctx.node('Identity', {}, [id], output);
  else if (exponent === 2) product(id, id, output);
  else if (exponent === 3) product(product(id, id, x), id, output);
  else if (exponent === 4) ((square: string) => product(square, square, output))(product(id, id, x));
  else if (exponent === 0.5 && real) ctx.node('Sqrt', {}, [id], output);
  else if (exponent === -1 && real) ctx.node('Reciprocal', {}, [id], output);
  else if (exponent === -0.5 && real) ctx.node('Reciprocal', {}, [ctx.node('Sqrt', {}, [id], x)], output);
  else return false;
  return true;
}

/** The type in which a power is computed: that of both operands where they are of one kind and width, else the wider integer, or float. */
function common(a: DType, b: DType): DType {
  if (isFloat(a) || isFloat(b)) return 'f32';
  return bytesOf(a) === 8 || bytesOf(b) === 8 ? 'i64' : 'i32';
}

export default defineOp<Record<never, never>>({
  op: 'Pow',
  since: [1, 7, 12, 13, 15],
  arity: [2, 2],
  parse: () => ({}),
  infer(ctx) {
    const reject = ctx.reject.bind(ctx);
    const [a, b] = [requiredInput(ctx.inputs, 0, reject), requiredInput(ctx.inputs, 1, reject)];
    return [{ dtype: a.dtype, shape: broadcastShapes(a.shape, b.shape, reject) }];
  },
  reference,
  quant: {
    supports: ({ inputs: [a, b] }) => !a?.tensor && uniformOf(b) !== null && (uniformOf(b) ?? -1) > 0,
    roles: () => ({ inputs: [{ kind: 'activation' }, null], outputs: [{ kind: 'activation' }] }),
  },
  permute: permuteElementwise,
  decompose(ctx) {
    const [a, b] = ctx.inputs;
    const [y] = ctx.outputs;
    if (!a || !b || !y) return false;
    const exponent = uniformOf(b);
    if (exponent !== null && a.shape.length >= b.shape.length && a.shape.join() === y.shape.join() && short(ctx, a, exponent)) return true;
    const type = common(a.dtype, b.dtype);
    if (a.dtype === type && b.dtype === type) return false;
    const [p, q] = [a, b].map((own, i) => (own.dtype === type ? (ctx.inputIds[i] ?? null) : ctx.node('Cast', { to: type }, [ctx.inputIds[i] ?? null], { dtype: type, shape: own.shape })));
    const result = ctx.node('Pow', {}, [p ?? null, q ?? null], a.dtype === type ? (ctx.outputIds[0] ?? '') : { dtype: type, shape: y.shape });
    if (a.dtype !== type) ctx.node('Cast', { to: a.dtype }, [result], ctx.outputIds[0] ?? '');
    return true;
  },
  lower(ctx) {
    const [a, b] = ctx.inputs;
    if (a?.dtype === 'i8') return lowerTable(ctx, (x) => power(x, uniformOf(b) ?? NaN));
    lowerBinary(ctx, { f32: 'pow_f32', i32: 'pow_i32', i64: 'pow_i64' });
  },
});
