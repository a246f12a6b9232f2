/* How these kernels are built. A folder compiled with --exact-float has another qn_config.h, which defines QN_EXACT_FLOAT; the default is the
 * fastest float code of the core, with fused multiply-add where there is one. */
#ifndef QN_CONFIG_H
#define QN_CONFIG_H

#endif
