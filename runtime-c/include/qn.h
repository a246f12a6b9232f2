/* The Quantune runtime: every kernel that generated code may call, in its portable form.
 * Tensors are row-major (NHWC for images); params structs are sequences of int32_t and float, without padding or pointers.
 * No function allocates, keeps state, or calls anything but memcpy and memset. Pointers are aligned to their element type.
 * Inputs and outputs do not overlap, unless the kernel's comment says "in place": then y may be that very input. */
#ifndef QN_H
#define QN_H

#define QN_VERSION_MAJOR 0
#define QN_VERSION_MINOR 1
#define QN_VERSION_PATCH 0
#define QN_VERSION (QN_VERSION_MAJOR * 10000 + QN_VERSION_MINOR * 100 + QN_VERSION_PATCH)

#include "qn_config.h"
#include "qn_broadcast.h"
#include "qn_conv.h"
#include "qn_convert.h"
#include "qn_detect.h"
#include "qn_elementwise.h"
#include "qn_infinity.h"
#include "qn_matmul.h"
#include "qn_index.h"
#include "qn_float_unary.h"
#include "qn_move.h"
#include "qn_nonlinear.h"
#include "qn_norm.h"
#include "qn_pool.h"
#include "qn_reduce.h"
#include "qn_recurrent.h"
#include "qn_slices.h"
#include "qn_unary.h"

#endif
