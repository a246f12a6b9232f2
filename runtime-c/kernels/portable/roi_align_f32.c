/* Portable qn_roi_align_f32. */
#include "qn.h"
#include "internal/sampling.h"

enum { QN_MOST_SAMPLES = 1024 };

/* Bins along one axis of a region. */
typedef struct qn_roi_bins {
    float start;
    float size;
    int32_t samples;
} qn_roi_bins;

/* Neighbours of a sample; `inside` is 0 beyond the image. */
typedef struct qn_roi_sample {
    int inside;
    int32_t low;
    int32_t high;
    float weight;
} qn_roi_sample;

static qn_roi_bins qn_roi_bins_of(const qn_roi_align_f32_params *p, float from, float to, int32_t count)
{
    const float offset = p->half_pixel ? 0.5f : 0.0f;
    const float start = qn_rounded(from * p->spatial_scale) - offset;
    const float given = qn_rounded(to * p->spatial_scale) - offset - start;
    const float length = p->half_pixel || given > 1.0f ? given : 1.0f;
    qn_roi_bins bins;
    bins.start = start;
    bins.size = length / (float)count;
    bins.samples = p->samples;
    if (p->samples == 0) {
        const int32_t pixels = qn_ceil_to_int(qn_bounded_position(bins.size));
        bins.samples = pixels < 0 ? 0 : pixels < QN_MOST_SAMPLES ? pixels : QN_MOST_SAMPLES;
    }
    return bins;
}

static qn_roi_sample qn_roi_sample_of(const qn_roi_bins *bins, int32_t bin, int32_t sample, int32_t size)
{
    const float step = qn_rounded(((float)sample + 0.5f) * bins->size) / (float)bins->samples;
    const float position = qn_fmaf((float)bin, bins->size, bins->start) + step;
    qn_roi_sample at = {0, 0, 0, 0.0f};
    if (position >= -1.0f && position <= (float)size) {
        const float x = position > 0.0f ? position : 0.0f;
        at.inside = 1;
        at.low = qn_index_within((int32_t)x, size);
        at.high = qn_index_within(at.low + 1, size);
        at.weight = at.low < size - 1 ? x - (float)at.low : 0.0f;
    }
    return at;
}

/* The four neighbours of a sample, summed or the largest. */
static float qn_roi_value(const qn_roi_align_f32_params *p, const float *x, const qn_roi_sample *row, const qn_roi_sample *column)
{
    const float *top = x + row->low * p->in_w, *bottom = x + row->high * p->in_w;
    const float up = 1.0f - row->weight, left = 1.0f - column->weight;
    const float a = qn_rounded(qn_rounded(up * left) * top[column->low]), b = qn_rounded(qn_rounded(up * column->weight) * top[column->high]);
    const float c = qn_rounded(qn_rounded(row->weight * left) * bottom[column->low]), d = qn_rounded(qn_rounded(row->weight * column->weight) * bottom[column->high]);
    return p->maximum ? qn_maxf(qn_maxf(a, b), qn_maxf(c, d)) : qn_rounded(qn_rounded(a + b) + qn_rounded(c + d));
}

static float qn_roi_bin(const qn_roi_align_f32_params *p, const float *x, const qn_roi_bins axes[2], const int32_t bin[2])
{
    const int32_t count = axes[0].samples * axes[1].samples;
    float result = 0.0f;
    int32_t i, j;
    for (i = 0; i < axes[0].samples; i++) {
        const qn_roi_sample row = qn_roi_sample_of(&axes[0], bin[0], i, p->in_h);
        for (j = 0; j < axes[1].samples; j++) {
            const qn_roi_sample column = qn_roi_sample_of(&axes[1], bin[1], j, p->in_w);
            const float value = row.inside && column.inside ? qn_roi_value(p, x, &row, &column) : 0.0f;
            if (p->maximum) {
                result = i == 0 && j == 0 ? value : qn_maxf(result, value);
            } else {
                result = qn_rounded(result + value);
            }
        }
    }
    return p->maximum || count == 0 ? result : result / (float)count;
}

static int32_t qn_roi_entry(const int32_t *indices, const int64_t *indices64, int32_t region, int32_t batch)
{
    const int64_t index = indices != NULL ? indices[region] : indices64[region];
    const int64_t counted = index < 0 ? index + batch : index;
    return counted < 0 ? 0 : counted < batch ? (int32_t)counted : batch - 1;
}

void qn_roi_align_f32(const qn_roi_align_f32_params *p, const float *x, const float *rois, const int32_t *indices, const int64_t *indices64, float *y)
{
    const int32_t plane = p->in_h * p->in_w;
    int32_t region, channel, bin[2];
    for (region = 0; region < p->regions; region++, rois += 4) {
        const float *image = x + qn_roi_entry(indices, indices64, region, p->batch) * p->channels * plane;
        qn_roi_bins axes[2];
        axes[0] = qn_roi_bins_of(p, rois[1], rois[3], p->out_h);
        axes[1] = qn_roi_bins_of(p, rois[0], rois[2], p->out_w);
        for (channel = 0; channel < p->channels; channel++) {
            for (bin[0] = 0; bin[0] < p->out_h; bin[0]++) {
                for (bin[1] = 0; bin[1] < p->out_w; bin[1]++) {
                    *y++ = qn_roi_bin(p, image + channel * plane, axes, bin);
                }
            }
        }
    }
}
