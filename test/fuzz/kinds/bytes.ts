// Mutations of real models: import, float passes, lowering and C for each that gets so far; one in 32 of them is quantized and compiled to the end.
import { emitFiles } from '../../../src/emit/emit-files.ts';
import { floatStage, importStage, programFor } from '../../../src/stages.ts';
import { attemptModel } from '../../support/attempt.ts';
import type { FuzzKind } from '../fuzz-kind.ts';
import { shorter } from '../fuzz-kind.ts';
import { mutateModel, parse, places, serialize } from '../protobuf-tree.ts';
import { seedModels } from '../seeds.ts';

const SEEDS = seedModels();
const FILE = 'fuzz.onnx';
/** Elements and multiply-accumulates above which a network is not run: it would be slow, which is no failure. */
const MOST_WORK = 1 << 20;

/** One model in 24 is a real one, which takes a hundred times longer. */
function seedFor(dice: Parameters<FuzzKind['make']>[0]): Uint8Array {
  return SEEDS.real.length > 0 && dice.chance(24) ? dice.pick(SEEDS.real) : dice.pick(SEEDS.small);
}

async function run(content: Uint8Array): Promise<void> {
  const model = { bytes: content, file: FILE };
  const float = floatStage(importStage(model), FILE);
  const program = programFor(float, ['portable'], FILE);
  const work = program.arenaBytes + program.constants.reduce((sum, c) => sum + c.data.byteLength, 0) + program.units.reduce((sum, u) => sum + u.macs, 0);
  if (work > MOST_WORK) return;
  emitFiles(program, { name: 'fuzz', modelDigest: '', modelFile: FILE, version: '0', targetId: 'host' });
  if (content.length % 32 === 0) await attemptModel(model, { golden: 1 });
}

function* shrink(content: Uint8Array): Iterable<Uint8Array> {
  const count = places(parse(content)).length;
  for (let i = 0; i < count; i++) {
    const fields = parse(content);
    const place = places(fields)[i];
    place?.siblings.splice(place.index, 1);
    yield serialize(fields);
  }
  if (content.length < 400) yield* shorter(content);
}

export const BYTES: FuzzKind = { name: 'bytes', limitMs: 20_000, make: (dice) => mutateModel(seedFor(dice), dice), run, shrink };
