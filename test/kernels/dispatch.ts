// C text that calls any kernel by its number: the table between the case driver and the kernels of one ISA preference.
// It is written from the catalogue, so a record that disagrees with a prototype does not compile.
import { KERNELS } from '../../src/kernels/index.gen.ts';
import type { KernelCase } from './cases/kernel-case.ts';
import { type KernelDef, symbolOf } from '../../src/kernels/kernel-def.ts';

export interface Callable {
  readonly kernel: KernelDef;
  readonly isa: string;
  /** The form of it in which the params of one case are constants. */
  readonly form?: { readonly case: KernelCase; readonly symbol: string };
}

/** Every kernel variant of the given ISA folders; the position is the number the driver knows it by. */
export function callables(isas: readonly string[]): readonly Callable[] {
  return KERNELS.flatMap((kernel) => kernel.variants.filter((v) => isas.includes(v.isa)).map((v) => ({ kernel, isa: v.isa })));
}

function callText({ kernel, isa, form }: Callable): string {
  const operands = kernel.operands.map((_operand, i) => `o[${i}]`);
  return `${form?.symbol ?? symbolOf(kernel.name, isa)}(${[...(form === undefined ? ['p'] : []), ...operands, ...(kernel.scratch ? ['scratch'] : [])].join(', ')})`;
}

/** Text of dispatch.c; `headers` declare forms. */
export function dispatchSource(table: readonly Callable[], headers: readonly string[] = []): string {
  const isas = [...new Set(table.map((c) => c.isa))].filter((isa) => isa !== 'portable');
  return [
    '#include "driver.h"',
    '#include "qn.h"',
    ...isas.map((isa) => `#include "qn_${isa.replaceAll('-', '_')}.h"`),
    ...headers.map((file) => `#include "${file}"`),
    '',
    'void qn_call(int32_t kernel, const void *p, void *const *o, void *scratch)',
    '{',
    '    (void)p;',
    '    (void)scratch;',
    '    switch (kernel) {',
    ...table.map((callable, i) => `    case ${i}: ${callText(callable)}; break;`),
    '    default: break;',
    '    }',
    '}',
    '',
  ].join('\n');
}
