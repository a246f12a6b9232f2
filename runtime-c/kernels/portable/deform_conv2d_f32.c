/* Portable qn_deform_conv2d_f32: samples all taps of one output pixel into scratch, then multiplies them by the weights of every channel. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/conv_geometry.h"
#include "internal/float_math.h"

/* The largest integer not above `value`, which lies in the range of int32. */
static int32_t qn_floor_int(float value)
{
    const int32_t whole = (int32_t)value;
    return (float)whole > value ? whole - 1 : whole;
}

static float qn_deform_element(const qn_conv_geometry *g, const float *plane, int32_t row, int32_t column)
{
    return row >= 0 && row < g->in_h && column >= 0 && column < g->in_w ? plane[row * g->in_w + column] : 0.0f;
}

/* Bilinear; zero outside the plane. */
static float qn_deform_sample(const qn_conv_geometry *g, const float *plane, float row, float column)
{
    int32_t top, left;
    float down, right, upper, lower;
    if (!(row > -1.0f && row < (float)g->in_h && column > -1.0f && column < (float)g->in_w)) {
        return 0.0f;
    }
    top = qn_floor_int(row);
    left = qn_floor_int(column);
    down = qn_rounded(row - (float)top);
    right = qn_rounded(column - (float)left);
    upper = qn_fmaf(right, qn_deform_element(g, plane, top, left + 1), qn_rounded(qn_rounded(1.0f - right) * qn_deform_element(g, plane, top, left)));
    lower = qn_fmaf(right, qn_deform_element(g, plane, top + 1, left + 1), qn_rounded(qn_rounded(1.0f - right) * qn_deform_element(g, plane, top + 1, left)));
    return qn_fmaf(down, lower, qn_rounded(qn_rounded(1.0f - down) * upper));
}

/* Operands of one image. */
typedef struct qn_deform_image {
    const float *x;
    const float *offset;
    const float *mask;
} qn_deform_image;

/* [in_c][kernel_h * kernel_w] */
static void qn_deform_gather(const qn_deform_conv2d_f32_params *p, const qn_conv_geometry *g, const qn_deform_image *image, int32_t pixel, float *columns)
{
    const int32_t taps = g->kernel_h * g->kernel_w, plane = g->in_h * g->in_w, pixels = g->out_h * g->out_w;
    const int32_t per_group = g->in_c / p->offset_groups;
    const int32_t first_row = pixel / g->out_w * g->stride_h - g->pad_top, first_column = pixel % g->out_w * g->stride_w - g->pad_left;
    int32_t c, t;
    QN_NO_UNROLL
    for (c = 0; c < g->in_c; c++) {
        const int32_t group = c / per_group * taps;
        for (t = 0; t < taps; t++) {
            const float *offset = image->offset + (group + t) * 2 * pixels + pixel;
            const float row = qn_rounded((float)(first_row + t / g->kernel_w * g->dilation_h) + offset[0]);
            const float column = qn_rounded((float)(first_column + t % g->kernel_w * g->dilation_w) + offset[pixels]);
            const float value = qn_deform_sample(g, image->x + c * plane, row, column);
            columns[c * taps + t] = image->mask ? qn_rounded(value * image->mask[(group + t) * pixels + pixel]) : value;
        }
    }
}

static float qn_deform_dot(const float *a, const float *b, int32_t count, float sum)
{
    int32_t i;
    for (i = 0; i < count; i++) {
        sum = qn_fmaf(a[i], b[i], sum);
    }
    return sum;
}

void qn_deform_conv2d_f32(const qn_deform_conv2d_f32_params *p, const float *x, const float *w, const float *offset, const float *bias, const float *mask, float *y, void *scratch)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    const int32_t pixels = g.out_h * g.out_w, taps = g.kernel_h * g.kernel_w, out = g.out_c / p->groups;
    const int32_t length = g.in_c / p->groups * taps;
    float *columns = (float *)scratch;
    qn_deform_image image = {x, offset, mask};
    int32_t n, pixel, c;
    for (n = 0; n < g.batch; n++) {
        for (pixel = 0; pixel < pixels; pixel++) {
            qn_deform_gather(p, &g, &image, pixel, columns);
            for (c = 0; c < g.out_c; c++) {
                y[c * pixels + pixel] = qn_deform_dot(columns + c / out * length, w + c * length, length, bias ? bias[c] : 0.0f);
            }
        }
        image.x += g.in_c * g.in_h * g.in_w;
        image.offset += p->offset_groups * taps * 2 * pixels;
        image.mask = mask ? image.mask + p->offset_groups * taps * pixels : mask;
        y += g.out_c * pixels;
    }
}
