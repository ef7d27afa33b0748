import argparse
import csv
import sys
from pathlib import Path


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def column_width(rows, name):
    return max([len(name)] + [len(row[name]) for row in rows])


def print_table(rows, columns, out=sys.stdout):
    widths = {name: column_width(rows, name) for name in columns}
    header = "  ".join(name.ljust(widths[name]) for name in columns)
    print(header, file=out)
    print("-" * len(header), file=out)
    for row in rows:
        print("  ".join(row[name].ljust(widths[name]) for name in columns), file=out)


def main(argv=None):
    parser = argparse.ArgumentParser(description="Prints a CSV file as a table.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--columns", help="names of columns, separated by commas")
    parser.add_argument("--sort", help="the column to sort by")
    args = parser.parse_args(argv)

    rows = read_rows(args.file)
    if not rows:
        print("no rows", file=sys.stderr)
        return 1

    columns = args.columns.split(",") if args.columns else list(rows[0])
    if args.sort:
        rows.sort(key=lambda row: row[args.sort])
    print_table(rows, columns)
    return 0


if __name__ == "__main__":
    sys.exit(main())
