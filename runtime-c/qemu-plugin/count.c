/* QEMU plugin: exact number of instructions executed between two addresses, in all and per unit of a network.
 * Arguments: marks=FILE with lines "<kind> <hex address> <unit>", kind b (begin), e (end) or u (unit starts); out=FILE for the
 * result; core=NAME for estimated cycles besides, where thumb_cycles.h has a table of that processor (0 otherwise). A block of instructions adds its length to one counter when it is entered; in a block that holds a mark, a call before
 * the marked instruction subtracts what of the block is still to come. So the counts are exact and most blocks cost one addition. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin_api.h"
#include "thumb_cycles.h"

#define MAX_MARKS 65536u
#define MAX_UNITS 16384u
#define MAX_RUNS 1048576u
/* What is executed between begin and the first unit. */
#define NO_UNIT MAX_UNITS

typedef struct mark {
    uint64_t address;
    uint32_t unit;
    char kind;
} mark;

/* What was executed, or is still to be. */
typedef struct amount {
    uint64_t instructions;
    uint64_t cycles;
} amount;

/* A marked instruction of one translated block. */
typedef struct site {
    const mark *mark;
    amount remaining;
} site;

int qemu_plugin_version = QEMU_PLUGIN_API_VERSION;

static mark marks[MAX_MARKS];
static size_t mark_count;
static cycle_core core;
static amount executed;

static bool running;
static amount begun_at;
static amount unit_began_at;
static uint32_t unit = NO_UNIT;
static uint32_t unit_count;
static amount of_units[MAX_UNITS + 1u];
static amount of_runs[MAX_RUNS];
static size_t run_count;
static char out_path[512];

static int by_address(const void *a, const void *b)
{
    const mark *x = a;
    const mark *y = b;
    return x->address < y->address ? -1 : x->address > y->address ? 1 : 0;
}

static const mark *find_mark(uint64_t address)
{
    const mark key = {address, 0, 'u'};
    return bsearch(&key, marks, mark_count, sizeof key, by_address);
}

static amount difference(amount a, amount b)
{
    const amount result = {a.instructions - b.instructions, a.cycles - b.cycles};
    return result;
}

/* Units are counted in the first run only. */
static void leave_unit(amount now)
{
    if (run_count == 0u) {
        const amount spent = difference(now, unit_began_at);
        of_units[unit].instructions += spent.instructions;
        of_units[unit].cycles += spent.cycles;
    }
    unit_began_at = now;
}

static void begin_run(amount now)
{
    running = true;
    begun_at = now;
    unit_began_at = now;
    unit = NO_UNIT;
}

static void end_run(amount now)
{
    leave_unit(now);
    if (run_count < MAX_RUNS) {
        of_runs[run_count++] = difference(now, begun_at);
    }
    running = false;
}

static void pass_mark(unsigned int vcpu_index, void *user)
{
    const site *here = user;
    const amount now = difference(executed, here->remaining);
    (void)vcpu_index;
    if (here->mark->kind == 'b') {
        begin_run(now);
    } else if (running && here->mark->kind == 'e') {
        end_run(now);
    } else if (running) {
        leave_unit(now);
        unit = here->mark->unit;
    }
}

/* The sites live as long as QEMU keeps the block, which it does not tell: they are never freed. */
static void watch(struct qemu_plugin_insn *insn, const mark *found, amount remaining)
{
    site *here = malloc(sizeof *here);
    if (here == NULL) {
        abort();
    }
    here->mark = found;
    here->remaining = remaining;
    qemu_plugin_register_vcpu_insn_exec_cb(insn, pass_mark, QEMU_PLUGIN_CB_NO_REGS, here);
}

static unsigned cycles_of(cycle_state *state, const struct qemu_plugin_insn *insn)
{
    return thumb_cycles(state, qemu_plugin_insn_data(insn), qemu_plugin_insn_size(insn));
}

static amount amount_of_block(const struct qemu_plugin_tb *tb)
{
    cycle_state state = {core, KIND_OTHER, KIND_OTHER};
    amount total = {qemu_plugin_tb_n_insns(tb), 0};
    size_t i;
    for (i = 0; i < total.instructions; i++) {
        total.cycles += cycles_of(&state, qemu_plugin_tb_get_insn(tb, i));
    }
    return total;
}

static void instrument(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    const size_t count = qemu_plugin_tb_n_insns(tb);
    amount remaining = amount_of_block(tb);
    cycle_state state = {core, KIND_OTHER, KIND_OTHER};
    size_t i;
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_inline(tb, QEMU_PLUGIN_INLINE_ADD_U64, &executed.instructions, remaining.instructions);
    if (core != CORE_UNKNOWN) {
        qemu_plugin_register_vcpu_tb_exec_inline(tb, QEMU_PLUGIN_INLINE_ADD_U64, &executed.cycles, remaining.cycles);
    }
    for (i = 0; i < count; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        const mark *found = find_mark(qemu_plugin_insn_vaddr(insn));
        if (found != NULL) {
            watch(insn, found, remaining);
        }
        remaining.instructions--;
        remaining.cycles -= cycles_of(&state, insn);
    }
}

static void write_list(FILE *file, const char *name, const amount *amounts, size_t count)
{
    size_t i;
    fprintf(file, "\"%s\":[", name);
    for (i = 0; i < count; i++) {
        fprintf(file, "%s%" PRIu64, i == 0 ? "" : ",", amounts[i].instructions);
    }
    fprintf(file, "],\"%sCycles\":[", name);
    for (i = 0; i < count; i++) {
        fprintf(file, "%s%" PRIu64, i == 0 ? "" : ",", amounts[i].cycles);
    }
    fprintf(file, "]");
}

/* JSON: instructions and estimated cycles of each run; instructions of the first run before the first unit; both per unit. */
static void write_result(qemu_plugin_id_t id, void *user)
{
    FILE *file = fopen(out_path, "w");
    (void)id;
    (void)user;
    if (file == NULL) {
        return;
    }
    fprintf(file, "{\"outside\":%" PRIu64 ",", of_units[NO_UNIT].instructions);
    write_list(file, "runs", of_runs, run_count);
    fprintf(file, ",");
    write_list(file, "units", of_units, unit_count);
    fprintf(file, "}\n");
    fclose(file);
}

static bool add_mark(char kind, uint64_t address, uint32_t of_unit)
{
    if (mark_count == MAX_MARKS || of_unit >= MAX_UNITS) {
        return false;
    }
    if (kind == 'u' && of_unit >= unit_count) {
        unit_count = of_unit + 1u;
    }
    marks[mark_count].address = address;
    marks[mark_count].unit = of_unit;
    marks[mark_count].kind = kind;
    mark_count++;
    return true;
}

static bool read_marks(const char *path)
{
    FILE *file = fopen(path, "r");
    bool good = file != NULL;
    char kind;
    uint64_t address;
    uint32_t of_unit;
    while (good && fscanf(file, " %c %" SCNx64 " %" SCNu32, &kind, &address, &of_unit) == 3) {
        good = add_mark(kind, address, of_unit);
    }
    if (file != NULL) {
        fclose(file);
    }
    qsort(marks, mark_count, sizeof marks[0], by_address);
    return good && mark_count > 0u;
}

static bool read_argument(const char *argument)
{
    if (strncmp(argument, "marks=", 6) == 0) {
        return read_marks(argument + 6);
    }
    if (strncmp(argument, "core=", 5) == 0) {
        core = core_named(argument + 5);
        return true;
    }
    if (strncmp(argument, "out=", 4) == 0 && strlen(argument + 4) < sizeof out_path) {
        strcpy(out_path, argument + 4);
        return true;
    }
    return false;
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    int i;
    if (info->version.min > QEMU_PLUGIN_API_VERSION || info->version.cur < QEMU_PLUGIN_API_VERSION) {
        return -1;
    }
    for (i = 0; i < argc; i++) {
        if (!read_argument(argv[i])) {
            fprintf(stderr, "count: bad argument %s\n", argv[i]);
            return -1;
        }
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, instrument);
    qemu_plugin_register_atexit_cb(id, write_result, NULL);
    return 0;
}
