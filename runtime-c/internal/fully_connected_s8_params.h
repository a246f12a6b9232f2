/* The params struct of the int8 fully connected layer that is being compiled: by the element type of its output (output.h). */
#ifndef QN_INTERNAL_FULLY_CONNECTED_S8_PARAMS_H
#define QN_INTERNAL_FULLY_CONNECTED_S8_PARAMS_H

#include "qn_conv.h"

#if defined(QN_FLOAT_OUTPUT)
typedef qn_fully_connected_s8_f32_params qn_fully_connected_params;
#else
typedef qn_fully_connected_s8_params qn_fully_connected_params;
#endif

#endif
