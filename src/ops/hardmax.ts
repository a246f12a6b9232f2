// Hardmax: https://onnx.ai/onnx/operators/onnx__Hardmax.html: 1 at the first largest element along the axis, else 0. From opset 13 along one axis;
// before, over all axes from `axis` on.
import { defineDialect } from './op-def.ts';
import { typeNumber } from './shared/element-type.ts';
import { type AlongAxis, expandAlongAxis } from './shared/flattened.ts';
import { intTensor } from './shared/writer.ts';

const along: AlongAxis = (ctx, x, place, output) => {
  const count = place.shape[place.axis] ?? 1;
  const steps = place.shape.map((_, i) => (i === place.axis ? count : 1));
  const numbers = intTensor(ctx, steps, [...new Array(count).keys()]);
  const equal = ctx.node('Equal', {}, [ctx.node('ArgMax', { axis: place.axis }, [x]), numbers]);
  return ctx.node('Cast', { to: typeNumber('f32') }, [equal], { output });
};

export default defineDialect({
  op: 'Hardmax',
  since: [1, 11, 13],
  arity: [1, 1],
  expand: (ctx) => expandAlongAxis(ctx, along),
});
