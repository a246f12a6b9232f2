// What a package is made from, and what a kind of package says. A kind knows its ecosystem's file names and metadata, nothing of networks.
import type { PlannedProgram } from '../../kernels/program.ts';
import type { CText, View } from '../c-text.ts';
import type { FileContent } from '../file-content.ts';

export type PackageFiles = ReadonlyMap<string, FileContent>;

export interface PackageSource {
  readonly name: CText;
  readonly program: PlannedProgram;
  /** The generated folder: headers and sources at its root, the runtime below qn/. */
  readonly files: PackageFiles;
  /** What templates show of the network. */
  readonly view: View;
  /** First golden sample, where there is one. */
  readonly golden: { readonly inputs: Uint8Array; readonly outputs: Uint8Array } | null;
}

export interface PackageDef {
  readonly id: string;
  /** As its users call it. */
  readonly ecosystem: string;
  /** One line for its README: how it is used. */
  readonly usage: string;
  files(source: PackageSource): PackageFiles;
}
