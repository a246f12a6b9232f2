// Float convolution that writes int8, for the WebAssembly executor.
import { floatConvolution } from './conv2d_f32.wasm.ts';

export default floatConvolution(1);
