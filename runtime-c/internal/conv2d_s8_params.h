/* The params struct of the int8 convolution that is being compiled: by the form of its output (output.h) and the width of its weights (dot_s8.h). */
#ifndef QN_INTERNAL_CONV2D_S8_PARAMS_H
#define QN_INTERNAL_CONV2D_S8_PARAMS_H

#include "qn_conv.h"

#if defined(QN_FLOAT_OUTPUT) && defined(QN_WIDE_WEIGHTS)
typedef qn_conv2d_w16_s8_f32_params qn_conv_params;
#elif defined(QN_WIDE_WEIGHTS)
typedef qn_conv2d_w16_s8_params qn_conv_params;
#elif defined(QN_FLOAT_OUTPUT)
typedef qn_conv2d_s8_f32_params qn_conv_params;
#elif defined(QN_SUM_OUTPUT)
typedef qn_conv2d_add_s8_params qn_conv_params;
#else
typedef qn_conv2d_s8_params qn_conv_params;
#endif

#endif
