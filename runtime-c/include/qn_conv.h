/* Convolution, depthwise convolution and fully connected layers, int8 and float.
 * int8: acc starts at bias (the input zero point folded in), then y = clamp((hi32((acc << pre_shift) * M) + c) >> s) with
 * c = (out_zero_point << s) + (1 << (s - 1)); `requant` holds {bias, M, s} per output channel, M in [2^30, 2^31), 1 <= s <= 22. */
#ifndef QN_CONV_H
#define QN_CONV_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define QN_CONV_GEOMETRY_FIELDS \
    int32_t batch; int32_t in_h; int32_t in_w; int32_t in_c; \
    int32_t out_h; int32_t out_w; int32_t out_c; \
    int32_t kernel_h; int32_t kernel_w; int32_t stride_h; int32_t stride_w; \
    int32_t dilation_h; int32_t dilation_w; int32_t pad_top; int32_t pad_left;
/* clang-format on */

typedef struct qn_conv2d_s8_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    int32_t pad_value;
    int32_t pre_shift;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_conv2d_s8_params;

/* w [out_c][kernel_h][kernel_w][in_c/groups]; pad [in_c] or null (pad_value everywhere); scratch: two patches, or null where
 * every patch is one run of x. */
void qn_conv2d_s8(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch);

typedef struct qn_conv2d_add_s8_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    int32_t pad_value;
    int32_t pre_shift;
    int32_t residual_multiplier;
    int32_t offset;
    int32_t shift;
    int32_t out_min;
    int32_t out_max;
} qn_conv2d_add_s8_params;

/* As qn_conv2d_s8 with a residual of the output's shape in the accumulator, rounded once:
 * y = clamp((hi32((acc << pre_shift) * M) + residual * residual_multiplier + offset) >> shift); `requant` holds {bias, M} per output
 * channel, 0 <= M, pre_shift >= 1, 0 <= residual_multiplier < 2^15; y may lie on residual. */
void qn_conv2d_add_s8(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch);

typedef struct qn_depthwise_conv2d_s8_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t pad_value;
    int32_t pre_shift;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_depthwise_conv2d_s8_params;

/* w [kernel_h][kernel_w][out_c]; output channel c reads input channel c / (out_c / in_c); scratch is not used. */
void qn_depthwise_conv2d_s8(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y, void *scratch);

typedef struct qn_fully_connected_s8_params {
    int32_t batch;
    int32_t in_c;
    int32_t out_c;
    int32_t pre_shift;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_fully_connected_s8_params;

/* x [batch][in_c], w [out_c][in_c], y [batch][out_c]. */
void qn_fully_connected_s8(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y);

typedef struct qn_conv2d_f32_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    float out_min;
    float out_max;
} qn_conv2d_f32_params;

/* As qn_conv2d_s8; bias [out_c]; pad [in_c] or null (zeros). */
void qn_conv2d_f32(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch);

typedef qn_conv2d_f32_params qn_conv2d_dynamic_f32_params;

/* Weights computed at run time, in the order of the model: w [out_c][in_c/groups][kernel_h][kernel_w], bias [out_c] or null (zeros); padding is zero. */
void qn_conv2d_dynamic_f32(const qn_conv2d_dynamic_f32_params *p, const float *x, const float *w, const float *bias, float *y);

typedef struct qn_deform_conv2d_f32_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    int32_t offset_groups;
} qn_deform_conv2d_f32_params;

/* All in the order of the model: x [batch][in_c][in_h][in_w], w [out_c][in_c/groups][kernel_h][kernel_w], bias [out_c] or null (zeros), y [batch][out_c][out_h][out_w].
 * Tap t of output pixel (h, w) is sampled (bilinear, zeros outside) at its place in x moved by offset [batch][offset_groups][kernel_h * kernel_w][2][out_h][out_w]
 * (rows, columns) and multiplied by mask [batch][offset_groups][kernel_h * kernel_w][out_h][out_w], or not where that is null. */
void qn_deform_conv2d_f32(const qn_deform_conv2d_f32_params *p, const float *x, const float *w, const float *offset, const float *bias, const float *mask, float *y, void *scratch);

typedef struct qn_depthwise_conv2d_f32_params {
    QN_CONV_GEOMETRY_FIELDS
    float out_min;
    float out_max;
} qn_depthwise_conv2d_f32_params;

/* As qn_depthwise_conv2d_s8; padding is zero. */
void qn_depthwise_conv2d_f32(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch);

typedef struct qn_fully_connected_f32_params {
    int32_t batch;
    int32_t in_c;
    int32_t out_c;
    float out_min;
    float out_max;
} qn_fully_connected_f32_params;

void qn_fully_connected_f32(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y);

/* Int8 arithmetic, float output: y = clamp((float)acc * scale[c]); channel holds {bias, scale as bits} per output channel. y is
 * quantized to `stored` too where that is not null. Else as the kernels
 * named without _f32. */
typedef struct qn_conv2d_s8_f32_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    int32_t pad_value;
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_conv2d_s8_f32_params;

void qn_conv2d_s8_f32(const qn_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch);

/* As qn_conv2d_s8 and qn_conv2d_s8_f32 with weights of 16 bits: int8 weights less a zero point, and others too wide for int8. */
typedef struct qn_conv2d_w16_s8_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    int32_t pad_value;
    int32_t pre_shift;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_conv2d_w16_s8_params;

void qn_conv2d_w16_s8(const qn_conv2d_w16_s8_params *p, const int8_t *x, const int16_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch);

typedef struct qn_conv2d_w16_s8_f32_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    int32_t pad_value;
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_conv2d_w16_s8_f32_params;

void qn_conv2d_w16_s8_f32(const qn_conv2d_w16_s8_f32_params *p, const int8_t *x, const int16_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch);

typedef struct qn_depthwise_conv2d_s8_f32_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t pad_value;
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_depthwise_conv2d_s8_f32_params;

void qn_depthwise_conv2d_s8_f32(const qn_depthwise_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y, void *scratch);

typedef struct qn_fully_connected_s8_f32_params {
    int32_t batch;
    int32_t in_c;
    int32_t out_c;
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_fully_connected_s8_f32_params;

void qn_fully_connected_s8_f32(const qn_fully_connected_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y);

/* Float arithmetic, int8 output: the clamped value is quantized as by qn_quantize_f32_s8, and written to
 * `real` too where that is not null. Else as the kernels named without _s8. */
typedef struct qn_conv2d_f32_s8_params {
    QN_CONV_GEOMETRY_FIELDS
    int32_t groups;
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_conv2d_f32_s8_params;

void qn_conv2d_f32_s8(const qn_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, const float *pad, float *real, int8_t *y, void *scratch);

typedef struct qn_depthwise_conv2d_f32_s8_params {
    QN_CONV_GEOMETRY_FIELDS
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_depthwise_conv2d_f32_s8_params;

void qn_depthwise_conv2d_f32_s8(const qn_depthwise_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y, void *scratch);

typedef struct qn_fully_connected_f32_s8_params {
    int32_t batch;
    int32_t in_c;
    int32_t out_c;
    float out_min;
    float out_max;
    float inverse_scale;
    int32_t out_zero_point;
} qn_fully_connected_f32_s8_params;

void qn_fully_connected_f32_s8(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y);

#ifdef __cplusplus
}
#endif

#endif
