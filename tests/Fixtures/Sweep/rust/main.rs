use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::process::ExitCode;

enum Mode {
    Lines,
    Words,
    Bytes,
}

fn count(reader: impl BufRead, mode: &Mode) -> io::Result<usize> {
    let mut total = 0;
    for line in reader.lines() {
        let line = line?;
        total += match mode {
            Mode::Lines => 1,
            Mode::Words => line.split_whitespace().count(),
            Mode::Bytes => line.len() + 1,
        };
    }
    Ok(total)
}

fn main() -> ExitCode {
    let mut mode = Mode::Lines;
    let mut files = Vec::new();
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "-l" => mode = Mode::Lines,
            "-w" => mode = Mode::Words,
            "-c" => mode = Mode::Bytes,
            _ => files.push(argument),
        }
    }

    let mut failed = false;
    for file in &files {
        match File::open(file).and_then(|opened| count(BufReader::new(opened), &mode)) {
            Ok(total) => println!("{total:8} {file}"),
            Err(error) => {
                eprintln!("{file}: {error}");
                failed = true;
            }
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
