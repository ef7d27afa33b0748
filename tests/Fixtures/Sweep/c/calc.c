#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *cursor;

static double parse_expression(void);

static void skip_blanks(void)
{
    while (isspace((unsigned char)*cursor))
        cursor++;
}

static double parse_factor(void)
{
    skip_blanks();
    if (*cursor == '(') {
        cursor++;
        double value = parse_expression();
        skip_blanks();
        if (*cursor == ')')
            cursor++;
        return value;
    }
    if (*cursor == '-') {
        cursor++;
        return -parse_factor();
    }
    char *end;
    double value = strtod(cursor, &end);
    cursor = end;
    return value;
}

static double parse_term(void)
{
    double value = parse_factor();
    for (;;) {
        skip_blanks();
        if (*cursor == '*') {
            cursor++;
            value *= parse_factor();
        } else if (*cursor == '/') {
            cursor++;
            value /= parse_factor();
        } else {
            return value;
        }
    }
}

static double parse_expression(void)
{
    double value = parse_term();
    for (;;) {
        skip_blanks();
        if (*cursor == '+') {
            cursor++;
            value += parse_term();
        } else if (*cursor == '-') {
            cursor++;
            value -= parse_term();
        } else {
            return value;
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s EXPRESSION\n", argv[0]);
        return EXIT_FAILURE;
    }
    cursor = argv[1];
    printf("%g\n", parse_expression());
    return EXIT_SUCCESS;
}
