// Rows {batch entry, class, box} of boxes by falling score, per entry and class at most `most`, without those that overlap a taken one by more than the
// threshold; rows that are not used are -1. Scratch: a byte per box.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'non_max_suppression',
  params: [...fields('i32', 'batch', 'classes', 'boxes', 'most', 'centred'), ...fields('f32', 'iou_threshold', 'score_threshold')],
  operands: [
    { name: 'boxes', dtype: 'f32', role: 'in' },
    { name: 'scores', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'i64', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: (p) => p['boxes'] ?? 0 })],
  macs: noMacs,
});
