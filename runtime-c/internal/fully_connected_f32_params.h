/* The params struct of the float fully connected layer that is being compiled: by the element type of its output (output.h). */
#ifndef QN_INTERNAL_FULLY_CONNECTED_F32_PARAMS_H
#define QN_INTERNAL_FULLY_CONNECTED_F32_PARAMS_H

#include "qn_conv.h"

#if defined(QN_INT8_OUTPUT)
typedef qn_fully_connected_f32_s8_params qn_fully_connected_f32_core_params;
#else
typedef qn_fully_connected_f32_params qn_fully_connected_f32_core_params;
#endif

#endif
