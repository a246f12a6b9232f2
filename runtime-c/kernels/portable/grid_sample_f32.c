/* Portable qn_grid_sample_f32: per point the places and weights along each axis, then the weighted sum of every channel. */
#include "qn.h"
#include "internal/sampling.h"

enum { QN_GRID_DIMS = 3, QN_GRID_TAPS = 4 };

#define QN_GRID_CUBIC (-0.75f)

/* Along one axis; places outside are -1. */
typedef struct qn_grid_taps {
    int32_t count;
    int32_t at[QN_GRID_TAPS];
    float weight[QN_GRID_TAPS];
} qn_grid_taps;

/* Folds x back between low and high. */
static float qn_reflected(float x, float low, float high)
{
    const float range = high - low, beyond = x < low ? low - x : x - high;
    int32_t turns;
    float rest;
    if (range <= 0.0f) {
        return low;
    }
    if (beyond <= 0.0f) {
        return x;
    }
    turns = (int32_t)(beyond / range);
    rest = qn_fmaf((float)-turns, range, beyond);
    return ((turns & 1) == 0) == (x < low) ? low + rest : high - rest;
}

static int32_t qn_grid_place(const qn_grid_sample_f32_params *p, int32_t index, int32_t size)
{
    float edge, inner;
    if (index >= 0 && index < size) {
        return index;
    }
    if (p->padding == 0) {
        return -1;
    }
    if (p->padding == 1) {
        return qn_index_within(index, size);
    }
    edge = p->align_corners ? 0.0f : 0.5f;
    inner = qn_reflected((float)index, -edge, (float)(size - 1) + edge);
    return qn_index_within((int32_t)inner, size);
}

static float qn_cubic_near(float d)
{
    return qn_fmaf(qn_fmaf(QN_GRID_CUBIC + 2.0f, d, -(QN_GRID_CUBIC + 3.0f)), qn_rounded(d * d), 1.0f);
}

static float qn_cubic_far(float d)
{
    return qn_fmaf(qn_fmaf(qn_fmaf(QN_GRID_CUBIC, d, -5.0f * QN_GRID_CUBIC), d, 8.0f * QN_GRID_CUBIC), d, -4.0f * QN_GRID_CUBIC);
}

/* The position of a coordinate, moved inside as the padding says. */
static float qn_grid_position(const qn_grid_sample_f32_params *p, float coordinate, int32_t size)
{
    const float number = qn_is_nan(coordinate) ? 0.0f : coordinate, length = (float)size;
    const float edge = p->align_corners ? 0.0f : 0.5f, low = -edge, high = length - 1.0f + edge;
    const float position = p->align_corners ? qn_rounded((number + 1.0f) * 0.5f) * (length - 1.0f) : qn_fmaf(number + 1.0f, length, -1.0f) * 0.5f;
    const float bounded = qn_bounded_position(qn_rounded(position));
    const float x = p->mode == 0 ? (float)qn_round_even(bounded) : bounded;
    if ((x >= low && x <= high) || p->padding == 0) {
        return x;
    }
    return p->padding == 1 ? qn_clampf(x, 0.0f, length - 1.0f) : qn_reflected(x, low, high);
}

static void qn_grid_axis(const qn_grid_sample_f32_params *p, float coordinate, int32_t size, qn_grid_taps *taps)
{
    const float x = qn_grid_position(p, coordinate, size);
    const int32_t left = p->mode == 0 ? (int32_t)x : qn_floor_to_int(x), first = p->mode == 2 ? left - 1 : left;
    const float t = x - (float)left;
    int32_t k;
    taps->count = 1 << p->mode;
    taps->weight[0] = 1.0f;
    if (p->mode == 1) {
        taps->weight[0] = 1.0f - t;
        taps->weight[1] = t;
    } else if (p->mode == 2) {
        taps->weight[0] = qn_cubic_far(t + 1.0f);
        taps->weight[1] = qn_cubic_near(t);
        taps->weight[2] = qn_cubic_near(1.0f - t);
        taps->weight[3] = qn_cubic_far(2.0f - t);
    }
    for (k = 0; k < taps->count; k++) {
        taps->at[k] = qn_grid_place(p, first + k, size);
    }
}

static float qn_grid_row(const float *x, const qn_grid_taps *taps)
{
    float sum = 0.0f;
    int32_t k;
    for (k = 0; k < taps->count; k++) {
        sum = taps->at[k] < 0 ? sum : qn_fmaf(taps->weight[k], x[taps->at[k]], sum);
    }
    return sum;
}

static float qn_grid_plane(const float *x, int32_t width, const qn_grid_taps *rows, const qn_grid_taps *columns)
{
    float sum = 0.0f;
    int32_t k;
    for (k = 0; k < rows->count; k++) {
        sum = rows->at[k] < 0 ? sum : qn_fmaf(rows->weight[k], qn_grid_row(x + rows->at[k] * width, columns), sum);
    }
    return sum;
}

/* Taps of depth, rows and columns at a point; axes that the grid does not have read their only place. */
static void qn_grid_point(const qn_grid_sample_f32_params *p, const float *coordinates, qn_grid_taps *taps)
{
    const int32_t sizes[QN_GRID_DIMS] = {p->in_d, p->in_h, p->in_w};
    int32_t d;
    for (d = 0; d < QN_GRID_DIMS; d++) {
        if (QN_GRID_DIMS - 1 - d < p->rank) {
            qn_grid_axis(p, coordinates[QN_GRID_DIMS - 1 - d], sizes[d], &taps[d]);
        } else {
            taps[d].count = 1;
            taps[d].at[0] = 0;
            taps[d].weight[0] = 1.0f;
        }
    }
}

void qn_grid_sample_f32(const qn_grid_sample_f32_params *p, const float *x, const float *grid, float *y)
{
    const int32_t plane = p->in_h * p->in_w, image = p->in_d * plane;
    qn_grid_taps taps[QN_GRID_DIMS];
    int32_t batch, point, channel, k;
    for (batch = 0; batch < p->batch; batch++) {
        for (point = 0; point < p->points; point++, grid += p->rank) {
            qn_grid_point(p, grid, taps);
            for (channel = 0; channel < p->channels; channel++) {
                const float *from = x + channel * image;
                float sum = 0.0f;
                for (k = 0; k < taps[0].count; k++) {
                    sum = taps[0].at[k] < 0 ? sum : qn_fmaf(taps[0].weight[k], qn_grid_plane(from + taps[0].at[k] * plane, p->in_w, &taps[1], &taps[2]), sum);
                }
                y[channel * p->points + point] = sum;
            }
        }
        x += p->channels * image;
        y += p->channels * p->points;
    }
}
