// The C files of a network's constants. Small networks have one; large ones several, so that no compiler holds them all at once, and their text is
// made while it is written. An array is never divided.
import { arrayDefinition } from './arrays.ts';
import type { CText } from './c-text.ts';
import { type NamedConstant, sectionMacro } from './constants.ts';
import { type FileContent, joinedBytes } from './file-content.ts';

/** Bytes of constants beyond which a file is closed; its text is about three times as large. */
const BYTES_PER_FILE = 64 << 20;
/** Networks below are written in one piece. */
const STREAMED_BYTES = 16 << 20;

/** Consecutive constants of at most BYTES_PER_FILE, or one that is larger. */
function groupsOf(constants: readonly NamedConstant[]): NamedConstant[][] {
  const groups: NamedConstant[][] = [[]];
  let bytes = 0;
  for (const constant of constants) {
    const { byteLength } = constant.data;
    if (bytes > 0 && bytes + byteLength > BYTES_PER_FILE) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(constant);
    bytes += byteLength;
  }
  return groups;
}

/** File name -> content, in order of use; `about` is the comment that opens each. */
export function weightsFiles(constants: readonly NamedConstant[], name: CText, about: string): [string, FileContent][] {
  const encoder = new TextEncoder();
  const streamed = constants.reduce((sum, c) => sum + c.data.byteLength, 0) > STREAMED_BYTES;
  return groupsOf(constants).map((group, i) => {
    function* chunks(): Iterable<Uint8Array> {
      yield encoder.encode(`/* ${about} */\n#include "${name}_weights.h"\n\n`);
      for (const { symbol, data, region } of group) {
        yield* arrayDefinition({ symbol, data, prefix: region === null ? '' : `${sectionMacro(name, region)}("${symbol}") ` });
        yield encoder.encode('\n');
      }
    }
    return [`${name}_weights${i === 0 ? '' : `_${i + 1}`}.c`, streamed ? { chunks } : joinedBytes(chunks())];
  });
}
