/* Slices at computed places. Indices become slots (numbers of slices) first, clamped to their dimensions, so that no index leads outside a buffer;
 * then slices are gathered from slots or scattered to them. */
#ifndef QN_INDEX_H
#define QN_INDEX_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* y[t] = sum of place i of tuple t in the grid d0 x ... x d5, times base i, + sum over k < depth of index k of the tuple, times stride k.
 * One of the index pointers is null. Indices below 0 count from the end of their size; what lies outside goes to the nearest end. */
typedef struct qn_index_slots_params {
    int32_t d0, d1, d2, d3, d4, d5;
    int32_t base0, base1, base2, base3, base4, base5;
    int32_t depth;
    int32_t size0, size1, size2, size3, size4, size5;
    int32_t stride0, stride1, stride2, stride3, stride4, stride5;
} qn_index_slots_params;

void qn_index_slots(const qn_index_slots_params *p, const int32_t *indices, const int64_t *indices64, int32_t *y);

/* Slice i of part o of y is slice slots[i] of part o of x; parts have count and x_step slices. */
typedef struct qn_gather_slices_params {
    int32_t outer;
    int32_t x_step;
    int32_t count;
    int32_t slice_bytes;
} qn_gather_slices_params;

void qn_gather_slices(const qn_gather_slices_params *p, const uint8_t *x, const int32_t *slots, uint8_t *y);

/* y = x, then slice slots[i] of each part of y is slice i of that part of updates, in order; parts have y_step and count slices. y may be x. */
typedef struct qn_scatter_slices_params {
    int32_t outer;
    int32_t y_step;
    int32_t count;
    int32_t slice_bytes;
} qn_scatter_slices_params;

void qn_scatter_slices(const qn_scatter_slices_params *p, const uint8_t *x, const int32_t *slots, const uint8_t *updates, uint8_t *y);

/* As qn_scatter_slices, but elements are combined: operation 1 adds, 2 multiplies, 3 takes the smaller, 4 the larger (NaN where either is).
 * Slices are counted in elements. Integers wrap around. y may be x. */
typedef struct qn_scatter_f32_params {
    int32_t outer;
    int32_t y_step;
    int32_t count;
    int32_t slice;
    int32_t operation;
} qn_scatter_f32_params;

typedef qn_scatter_f32_params qn_scatter_i32_params;
typedef qn_scatter_f32_params qn_scatter_i64_params;

void qn_scatter_f32(const qn_scatter_f32_params *p, const float *x, const int32_t *slots, const float *updates, float *y);
void qn_scatter_i32(const qn_scatter_i32_params *p, const int32_t *x, const int32_t *slots, const int32_t *updates, int32_t *y);
void qn_scatter_i64(const qn_scatter_i64_params *p, const int64_t *x, const int32_t *slots, const int64_t *updates, int64_t *y);

/* The first lengths[b] steps of batch entry b in reverse order, the others as they are; lengths are clamped to 0..steps. */
typedef struct qn_reverse_sequence_params {
    int32_t batch;
    int32_t steps;
    int32_t batch_bytes;
    int32_t step_bytes;
    int32_t slice_bytes;
} qn_reverse_sequence_params;

void qn_reverse_sequence(const qn_reverse_sequence_params *p, const uint8_t *x, const int64_t *lengths, uint8_t *y);

/* y = x [batch][outer][size], then slices of update [batch][outer][count] replace those from starts[batch] on (0 where starts is null): around the
 * end where circular, else clamped to 0..size - count. y may be x. */
typedef struct qn_tensor_scatter_params {
    int32_t batch;
    int32_t outer;
    int32_t size;
    int32_t count;
    int32_t slice_bytes;
    int32_t circular;
} qn_tensor_scatter_params;

void qn_tensor_scatter(const qn_tensor_scatter_params *p, const uint8_t *x, const uint8_t *update, const int64_t *starts, uint8_t *y);

/* y [outer][depth][inner] is values[1] where the index [outer][inner], or that + depth, is the place along depth, else values[0]. One of the index
 * pointers is null. */
typedef struct qn_one_hot_params {
    int32_t outer;
    int32_t depth;
    int32_t inner;
    int32_t element_bytes;
} qn_one_hot_params;

void qn_one_hot(const qn_one_hot_params *p, const int32_t *indices, const int64_t *indices64, const uint8_t *values, uint8_t *y);

#ifdef __cplusplus
}
#endif

#endif
