/* Portable qn_resize_linear_s8: per output row two input rows are blended into int32, then neighbouring columns of that. Weights have 11 bits, so that
 * sums stay below 2^30. */
#include "qn.h"

enum { QN_RESIZE_BITS = 11, QN_RESIZE_ONE = 1 << QN_RESIZE_BITS };

static void qn_blend_rows(const int8_t *first, const int8_t *second, int32_t weight, int32_t count, int32_t *row)
{
    const int32_t rest = QN_RESIZE_ONE - weight;
    int32_t i;
    for (i = 0; i < count; i++) {
        row[i] = first[i] * rest + second[i] * weight;
    }
}

static void qn_blend_columns(const int32_t *first, const int32_t *second, int32_t weight, int32_t count, int8_t *y)
{
    const int32_t rest = QN_RESIZE_ONE - weight, half = 1 << (2 * QN_RESIZE_BITS - 1);
    int32_t i;
    for (i = 0; i < count; i++) {
        y[i] = (int8_t)((first[i] * rest + second[i] * weight + half) >> (2 * QN_RESIZE_BITS));
    }
}

void qn_resize_linear_s8(const qn_resize_linear_s8_params *p, const int8_t *x, const int32_t *rows, const int32_t *columns, int8_t *y, void *scratch)
{
    const int32_t channels = p->channels, row_size = p->in_w * channels;
    int32_t *row = (int32_t *)scratch;
    int32_t image, i, j;
    for (image = 0; image < p->batch; image++) {
        for (i = 0; i < p->out_h; i++) {
            const int8_t *first = x + rows[2 * i] * row_size;
            qn_blend_rows(first, rows[2 * i] + 1 < p->in_h ? first + row_size : first, rows[2 * i + 1], row_size, row);
            for (j = 0; j < p->out_w; j++) {
                const int32_t *left = row + columns[2 * j] * channels;
                qn_blend_columns(left, columns[2 * j] + 1 < p->in_w ? left + channels : left, columns[2 * j + 1], channels, y);
                y += channels;
            }
        }
        x += p->in_h * row_size;
    }
}
