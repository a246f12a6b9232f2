/* Runs a model of one float input and one float output in ONNX Runtime, one thread, between the markers that the counting plugin looks for.
 * Arguments: model, name of the input, name of the output, runs, dimensions of the input. Reads input.bin, writes output.bin.
 * ONNX Runtime's C interface is a table of functions whose order never changes (version 1 of its API); the places used are named below. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "qn_bench.h"

enum place {
    GET_ERROR_MESSAGE = 2,
    CREATE_ENV = 3,
    CREATE_SESSION = 7,
    RUN = 9,
    CREATE_SESSION_OPTIONS = 10,
    SET_INTRA_OP_NUM_THREADS = 24,
    SET_INTER_OP_NUM_THREADS = 25,
    CREATE_TENSOR_WITH_DATA = 49,
    GET_TENSOR_MUTABLE_DATA = 51,
    GET_SHAPE_ELEMENT_COUNT = 64,
    GET_TENSOR_TYPE_AND_SHAPE = 65,
    CREATE_CPU_MEMORY_INFO = 69
};

enum { API_VERSION = 1, LEVEL_ERROR = 3, ELEMENT_FLOAT = 1, ARENA_ALLOCATOR = 1, DEFAULT_MEMORY = 0, FIRST_DIMENSION = 5, MOST_DIMENSIONS = 8 };

typedef void (*function)(void);

struct api_base {
    const function *(*api)(uint32_t version);
    const char *(*version)(void);
};

/* NULL is success. */
typedef void *status;

extern const struct api_base *OrtGetApiBase(void);

static const function *api;

static void check(status failed)
{
    if (failed != NULL) {
        fprintf(stderr, "%s\n", ((const char *(*)(const void *))api[GET_ERROR_MESSAGE])(failed));
        exit(1);
    }
}

static void *make_session(const char *model)
{
    void *env = NULL;
    void *options = NULL;
    void *session = NULL;
    check(((status(*)(int, const char *, void **))api[CREATE_ENV])(LEVEL_ERROR, "bench", &env));
    check(((status(*)(void **))api[CREATE_SESSION_OPTIONS])(&options));
    check(((status(*)(void *, int))api[SET_INTRA_OP_NUM_THREADS])(options, 1));
    check(((status(*)(void *, int))api[SET_INTER_OP_NUM_THREADS])(options, 1));
    check(((status(*)(void *, const char *, const void *, void **))api[CREATE_SESSION])(env, model, options, &session));
    return session;
}

static void *make_tensor(float *data, const int64_t *dims, size_t rank, size_t elements)
{
    void *memory = NULL;
    void *tensor = NULL;
    check(((status(*)(int, int, void **))api[CREATE_CPU_MEMORY_INFO])(ARENA_ALLOCATOR, DEFAULT_MEMORY, &memory));
    check(((status(*)(const void *, void *, size_t, const int64_t *, size_t, int, void **))api[CREATE_TENSOR_WITH_DATA])(
        memory, data, elements * sizeof *data, dims, rank, ELEMENT_FLOAT, &tensor));
    return tensor;
}

static float *read_floats(const char *path, size_t count)
{
    float *data = malloc(count * sizeof *data);
    FILE *file = fopen(path, "rb");
    if (data == NULL || file == NULL || fread(data, sizeof *data, count, file) != count) {
        fprintf(stderr, "%s does not hold %zu floats\n", path, count);
        exit(1);
    }
    fclose(file);
    return data;
}

static void write_floats(const char *path, const float *data, size_t count)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, sizeof *data, count, file) != count || fclose(file) != 0) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(1);
    }
}

/* The output tensor is made in the first run and used again by the others. */
static void *run(void *session, const char *const names[2], const void *input, int runs)
{
    void *output = NULL;
    int i;
    for (i = 0; i < runs; i++) {
        qn_bench_begin();
        check(((status(*)(void *, const void *, const char *const *, const void *const *, size_t, const char *const *, size_t, void **))api[RUN])(
            session, NULL, &names[0], &input, 1, &names[1], 1, &output));
        qn_bench_end();
    }
    return output;
}

static void write_tensor(const char *path, void *tensor)
{
    void *shape = NULL;
    void *data = NULL;
    size_t elements = 0;
    check(((status(*)(const void *, void **))api[GET_TENSOR_TYPE_AND_SHAPE])(tensor, &shape));
    check(((status(*)(const void *, size_t *))api[GET_SHAPE_ELEMENT_COUNT])(shape, &elements));
    check(((status(*)(void *, void **))api[GET_TENSOR_MUTABLE_DATA])(tensor, &data));
    write_floats(path, data, elements);
}

int main(int argc, char **argv)
{
    int64_t dims[MOST_DIMENSIONS];
    size_t elements = 1;
    size_t rank = 0;
    void *input;
    if (argc <= FIRST_DIMENSION || argc > FIRST_DIMENSION + MOST_DIMENSIONS) {
        fprintf(stderr, "usage: driver MODEL INPUT OUTPUT RUNS DIM...\n");
        return 2;
    }
    for (; rank + FIRST_DIMENSION < (size_t)argc; rank++) {
        dims[rank] = atoll(argv[rank + FIRST_DIMENSION]);
        elements *= (size_t)dims[rank];
    }
    api = OrtGetApiBase()->api(API_VERSION);
    input = make_tensor(read_floats("input.bin", elements), dims, rank, elements);
    write_tensor("output.bin", run(make_session(argv[1]), (const char *const[2]){argv[2], argv[3]}, input, atoi(argv[4])));
    printf("%s\n", OrtGetApiBase()->version());
    return 0;
}
