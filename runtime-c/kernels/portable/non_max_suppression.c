/* Portable qn_non_max_suppression: takes the best box that is left and removes what overlaps it, until none is left or enough are taken. */
#include "qn.h"
#include "internal/float_math.h"

typedef struct qn_box {
    float y1, x1, y2, x2;
} qn_box;

static qn_box qn_box_at(const float *at, int32_t centred)
{
    qn_box box;
    if (centred) {
        const float width = at[2] * 0.5f, height = at[3] * 0.5f;
        box.x1 = at[0] - width;
        box.x2 = at[0] + width;
        box.y1 = at[1] - height;
        box.y2 = at[1] + height;
    } else {
        box.y1 = qn_minf(at[0], at[2]);
        box.y2 = qn_maxf(at[0], at[2]);
        box.x1 = qn_minf(at[1], at[3]);
        box.x2 = qn_maxf(at[1], at[3]);
    }
    return box;
}

static float qn_box_area(const qn_box *box)
{
    return qn_rounded((box->y2 - box->y1) * (box->x2 - box->x1));
}

static int qn_boxes_overlap(const qn_box *a, const qn_box *b, float threshold)
{
    const float height = qn_minf(a->y2, b->y2) - qn_maxf(a->y1, b->y1), width = qn_minf(a->x2, b->x2) - qn_maxf(a->x1, b->x1);
    const float area_a = qn_box_area(a), area_b = qn_box_area(b);
    float common;
    if (!qn_lessf(0.0f, height) || !qn_lessf(0.0f, width) || !qn_lessf(0.0f, area_a) || !qn_lessf(0.0f, area_b)) {
        return 0;
    }
    common = qn_rounded(height * width);
    return qn_lessf(threshold, common / (area_a + area_b - common));
}

/* The first of the best boxes that are left; -1 where none is. */
static int32_t qn_best_box(const float *scores, const uint8_t *gone, int32_t count)
{
    int32_t best = -1, i;
    for (i = 0; i < count; i++) {
        if (!gone[i] && (best < 0 || qn_lessf(scores[best], scores[i]))) {
            best = i;
        }
    }
    return best;
}

static void qn_remove_boxes(const qn_non_max_suppression_params *p, const float *boxes, int32_t taken, uint8_t *gone)
{
    const qn_box one = qn_box_at(boxes + 4 * taken, p->centred);
    int32_t i;
    gone[taken] = 1;
    for (i = 0; i < p->boxes; i++) {
        const qn_box other = qn_box_at(boxes + 4 * i, p->centred);
        if (!gone[i] && qn_boxes_overlap(&one, &other, p->iou_threshold)) {
            gone[i] = 1;
        }
    }
}

void qn_non_max_suppression(const qn_non_max_suppression_params *p, const float *boxes, const float *scores, int64_t *y, void *scratch)
{
    uint8_t *gone = (uint8_t *)scratch;
    int64_t *end = y + 3 * p->batch * p->classes * p->most;
    int32_t group, i;
    for (group = 0; group < p->batch * p->classes; group++, scores += p->boxes) {
        const float *corners = boxes + 4 * (group / p->classes) * p->boxes;
        for (i = 0; i < p->boxes; i++) {
            gone[i] = qn_lessf(p->score_threshold, scores[i]) ? 0 : 1;
        }
        for (i = 0; i < p->most; i++) {
            const int32_t best = qn_best_box(scores, gone, p->boxes);
            if (best < 0) {
                break;
            }
            qn_remove_boxes(p, corners, best, gone);
            *y++ = group / p->classes;
            *y++ = group % p->classes;
            *y++ = best;
        }
    }
    while (y < end) {
        *y++ = -1;
    }
}
