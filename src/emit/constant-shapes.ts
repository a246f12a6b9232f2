// Forms of kernels in which the params of one call are constants: a C file for each, which includes the kernel's own source under another name, so that
// there is one source of each kernel. Its function takes what the kernel takes, but for the params.
import { kernelOf } from '../kernels/catalogue.ts';
import { symbolOf } from '../kernels/kernel-def.ts';
import type { KernelCall, Program } from '../kernels/program.ts';
import { formKey } from '../lower/constant-shapes.ts';
import { type CText, type View, trusted } from './c-text.ts';
import { floatLiteral, intLiteral } from './literal.ts';
import { cType } from './ports.ts';
import { render } from './templates.ts';

export type FormCall = Pick<KernelCall, 'kernel' | 'isa' | 'params'>;

export interface ConstantForm {
  readonly symbol: CText;
  readonly call: FormCall;
}

export interface ConstantForms {
  readonly all: readonly ConstantForm[];
  /** Function that a call of the program calls instead of its kernel; null where it has none. */
  symbolOf(call: KernelCall): CText | null;
}

/** <name>_k<n>, one for all calls with the same kernel and params. */
export function constantForms(program: Program, name: string): ConstantForms {
  const forms = new Map<string, ConstantForm>();
  for (const call of program.calls) {
    const key = formKey(call);
    if (call.constantShapes === true && !forms.has(key)) forms.set(key, { symbol: trusted(`${name}_k${forms.size}`), call });
  }
  return { all: [...forms.values()], symbolOf: (call) => (call.constantShapes === true ? (forms.get(formKey(call))?.symbol ?? null) : null) };
}

function operandsText(call: FormCall): string {
  const { operands, scratch } = kernelOf(call.kernel);
  const list = operands.map(({ name, dtype, role }) => `${role === 'in' || role === 'const' ? 'const ' : ''}${cType(dtype)} *${name}`);
  return [...list, ...(scratch === true ? ['void *scratch'] : [])].join(', ');
}

function argumentsText(call: FormCall): string {
  const { operands, scratch } = kernelOf(call.kernel);
  return [...operands.map((o) => o.name), ...(scratch === true ? ['scratch'] : [])].join(', ');
}

/** Values of the fields of a params struct. */
export function fieldViews(call: FormCall): View[] {
  return kernelOf(call.kernel).params.map(({ name, type }) => {
    const value = call.params[name] ?? Number.NaN;
    return { field: trusted(name), value: type === 'f32' ? floatLiteral(value) : intLiteral(value) };
  });
}

/** Declarations of the functions, without semicolons. */
export function formPrototypes(forms: readonly ConstantForm[]): CText[] {
  return forms.map(({ symbol, call }) => trusted(`void ${symbol}(${operandsText(call)})`));
}

/** A C file for each form, by path: what the compiler makes of one does not depend on the others. `header` declares the functions. */
export function formFiles(forms: readonly ConstantForm[], { header, view }: { readonly header: CText; readonly view: View }): Map<string, string> {
  return new Map(forms.map(({ symbol, call }) => {
    const kernel = symbolOf(call.kernel, call.isa);
    return [`${symbol}.c`, render('constant_shapes.c', {
      ...view,
      header,
      kernel: trusted(kernel),
      symbol,
      source: trusted(`kernels/${call.isa}/${call.kernel}.c`),
      isaHeaders: call.isa === 'portable' ? [] : [{ file: trusted(`qn_${call.isa.replaceAll('-', '_')}.h`) }],
      params: trusted(`qn_${call.kernel}_params`),
      fields: fieldViews(call),
      operands: trusted(operandsText(call)),
      arguments: trusted(argumentsText(call)),
    })];
  }));
}
