/* The params struct of the int8 depthwise convolution that is being compiled: by the element type of its output (output.h). */
#ifndef QN_INTERNAL_DEPTHWISE_S8_PARAMS_H
#define QN_INTERNAL_DEPTHWISE_S8_PARAMS_H

#include "qn_conv.h"

#if defined(QN_FLOAT_OUTPUT)
typedef qn_depthwise_conv2d_s8_f32_params qn_depthwise_params;
#else
typedef qn_depthwise_conv2d_s8_params qn_depthwise_params;
#endif

#endif
