/* QN_UNIT_MARK(i): records that unit i starts at this address, without executing anything.
 * The pair (address, i) goes to the non-loaded section .qn_units, which the measuring tool reads from the ELF file.
 * The barrier keeps memory accesses of one unit from moving into another; flash and RAM are not touched. */
#ifndef QN_UNIT_MARK_H
#define QN_UNIT_MARK_H

#if defined(__ELF__) && (defined(__GNUC__) || defined(__clang__))
#if __SIZEOF_POINTER__ == 8
#define QN_UNIT_MARK_WORD ".quad"
#else
#define QN_UNIT_MARK_WORD ".long"
#endif
#define QN_UNIT_MARK(i)                                                                          \
    __asm__ volatile("1: .pushsection .qn_units,\"\",%%progbits\n " QN_UNIT_MARK_WORD " 1b, " #i \
                     "\n .popsection"                                                            \
                     :                                                                           \
                     :                                                                           \
                     : "memory")
#else
#define QN_UNIT_MARK(i) ((void)0)
#endif

#endif
