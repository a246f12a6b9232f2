/* The params struct of the float depthwise convolution that is being compiled: by the element type of its output (output.h). */
#ifndef QN_INTERNAL_DEPTHWISE_F32_PARAMS_H
#define QN_INTERNAL_DEPTHWISE_F32_PARAMS_H

#include "qn_conv.h"

#if defined(QN_INT8_OUTPUT)
typedef qn_depthwise_conv2d_f32_s8_params qn_depthwise_f32_params;
#else
typedef qn_depthwise_conv2d_f32_params qn_depthwise_f32_params;
#endif

#endif
