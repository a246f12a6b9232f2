/* Portable qn_max_roi_pool_f32. */
#include "qn.h"
#include "internal/sampling.h"

/* Pixels from first to before end. */
typedef struct qn_roi_span {
    int32_t first;
    int32_t end;
} qn_roi_span;

/* Halves away from zero. */
static int32_t qn_roi_pixel(float position)
{
    const float bounded = qn_bounded_position(position);
    return bounded < 0.0f ? -qn_floor_to_int(0.5f - bounded) : qn_floor_to_int(bounded + 0.5f);
}

static int32_t qn_roi_inside(int32_t pixel, int32_t size)
{
    const int32_t low = pixel < 0 ? 0 : pixel;
    return low < size ? low : size;
}

static qn_roi_span qn_roi_span_of(const float limits[2], int32_t bin, int32_t count, int32_t size)
{
    const int32_t start = qn_roi_pixel(limits[0]), length = qn_roi_pixel(limits[1]) - start + 1;
    const float step = (float)(length > 1 ? length : 1) / (float)count;
    qn_roi_span span;
    span.first = qn_roi_inside(start + qn_floor_to_int(qn_rounded((float)bin * step)), size);
    span.end = qn_roi_inside(start + qn_ceil_to_int(qn_rounded((float)(bin + 1) * step)), size);
    return span;
}

static float qn_roi_largest(const float *x, int32_t width, qn_roi_span rows, qn_roi_span columns)
{
    float largest;
    int32_t i, j;
    if (rows.end <= rows.first || columns.end <= columns.first) {
        return 0.0f;
    }
    largest = x[rows.first * width + columns.first];
    for (i = rows.first; i < rows.end; i++) {
        for (j = columns.first; j < columns.end; j++) {
            largest = qn_maxf(largest, x[i * width + j]);
        }
    }
    return largest;
}

static void qn_roi_region(const qn_max_roi_pool_f32_params *p, const float *x, const float *roi, float *y)
{
    const float across[2] = {qn_rounded(roi[1] * p->spatial_scale), qn_rounded(roi[3] * p->spatial_scale)};
    const float down[2] = {qn_rounded(roi[2] * p->spatial_scale), qn_rounded(roi[4] * p->spatial_scale)};
    int32_t channel, i, j;
    for (channel = 0; channel < p->channels; channel++) {
        for (i = 0; i < p->out_h; i++) {
            const qn_roi_span rows = qn_roi_span_of(down, i, p->out_h, p->in_h);
            for (j = 0; j < p->out_w; j++) {
                *y++ = qn_roi_largest(x, p->in_w, rows, qn_roi_span_of(across, j, p->out_w, p->in_w));
            }
        }
        x += p->in_h * p->in_w;
    }
}

void qn_max_roi_pool_f32(const qn_max_roi_pool_f32_params *p, const float *x, const float *rois, float *y)
{
    const int32_t image = p->channels * p->in_h * p->in_w, size = p->channels * p->out_h * p->out_w;
    int32_t region;
    for (region = 0; region < p->regions; region++, rois += 5) {
        const int32_t entry = (int32_t)qn_bounded_position(rois[0]), counted = entry < 0 ? entry + p->batch : entry;
        qn_roi_region(p, x + qn_index_within(counted, p->batch) * image, rois, y + region * size);
    }
}
