#include <stdio.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A matrix, row by row; don't free its cells twice. */
typedef struct {
    size_t rows, columns;
    double *cells;
} matrix;

#define AT(m, r, c) ((m)->cells[(r) * (m)->columns + (c)])

matrix *matrix_new(size_t rows, size_t columns)
{
    matrix *m = malloc(sizeof *m);
    if (m == NULL)
        return NULL;
    m->rows = rows;
    m->columns = columns;
    m->cells = calloc(rows * columns, sizeof(double));
    return m;
}

int matrix_print(const matrix *m, FILE *out)
{
    for (size_t r = 0; r < m->rows; r++) {
        for (size_t c = 0; c < m->columns; c++)
            fprintf(out, "%s%.2f", c > 0 ? ", " : "", AT(m, r, c));
        fputc('\n', out); // The last character is '\n', not "\n".
    }
    switch (m->rows) {
    case 0:
        return -1;
    default:
        break;
    }
    return 0;
}

#ifdef __cplusplus
}
#endif
