/* What detection networks and spatial transformers do with positions that are computed: sampling at a grid, pooling of regions, selection of boxes.
 * Positions and entries of a batch are bounded, so that none leads outside a buffer. Images are [batch][channels][rows][columns]. */
#ifndef QN_DETECT_H
#define QN_DETECT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Samples x [batch][channels][in_d][in_h][in_w] at grid [batch][points][rank], coordinates innermost dimension first, in [-1, 1] across the image;
 * mode 0 nearest, 1 linear, 2 cubic (a = -0.75); padding 0 zeros, 1 border, 2 reflection. Coordinates that are no numbers are 0. */
typedef struct qn_grid_sample_f32_params {
    int32_t batch;
    int32_t channels;
    int32_t in_d;
    int32_t in_h;
    int32_t in_w;
    int32_t points;
    int32_t rank;
    int32_t mode;
    int32_t padding;
    int32_t align_corners;
} qn_grid_sample_f32_params;

void qn_grid_sample_f32(const qn_grid_sample_f32_params *p, const float *x, const float *grid, float *y);

/* Bins of regions {x1, y1, x2, y2} of batch entries: average of bilinear samples, or maximum of their weighted neighbours. samples 0: as many along
 * each axis as a bin has pixels, at most 1024. One of the index pointers is null. */
typedef struct qn_roi_align_f32_params {
    int32_t batch;
    int32_t channels;
    int32_t in_h;
    int32_t in_w;
    int32_t regions;
    int32_t out_h;
    int32_t out_w;
    int32_t samples;
    int32_t half_pixel;
    int32_t maximum;
    float spatial_scale;
} qn_roi_align_f32_params;

void qn_roi_align_f32(const qn_roi_align_f32_params *p, const float *x, const float *rois, const int32_t *indices, const int64_t *indices64, float *y);

/* Largest element of each bin of regions {batch entry, x1, y1, x2, y2}; 0 where a bin has none. */
typedef struct qn_max_roi_pool_f32_params {
    int32_t batch;
    int32_t channels;
    int32_t in_h;
    int32_t in_w;
    int32_t regions;
    int32_t out_h;
    int32_t out_w;
    float spatial_scale;
} qn_max_roi_pool_f32_params;

void qn_max_roi_pool_f32(const qn_max_roi_pool_f32_params *p, const float *x, const float *rois, float *y);

/* Rows {batch entry, class, box} of y [batch * classes * most]: boxes [batch][boxes][4] by falling score [batch][classes][boxes] above the threshold,
 * at most `most` of a class, without those whose intersection over union with a taken one exceeds the threshold. Boxes are two opposite corners
 * {y, x, y, x}, or {x, y, width, height} where centred. Rows that are not used are -1. Scratch: a byte per box. */
typedef struct qn_non_max_suppression_params {
    int32_t batch;
    int32_t classes;
    int32_t boxes;
    int32_t most;
    int32_t centred;
    float iou_threshold;
    float score_threshold;
} qn_non_max_suppression_params;

void qn_non_max_suppression(const qn_non_max_suppression_params *p, const float *boxes, const float *scores, int64_t *y, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
