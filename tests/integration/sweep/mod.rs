//! Sweeps as a user meets them: the program, its files, and what is left of them when it is killed.

mod contents;
mod kills;
mod memory;
mod refusals;
mod shards;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A folder with the file that asks for a sweep, gone when the test ends.
struct SweepFolder {
    folder: tempfile::TempDir,
}

impl SweepFolder {
    fn new(grid: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("grid.toml"), grid).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, out: &str, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aftercast"));
        command.arg("sweep").arg(self.path("grid.toml")).arg("--out").arg(self.path(out)).args(more);
        command
    }

    fn sweep(&self, out: &str, more: &[&str]) -> Output {
        self.command(out, more).output().unwrap()
    }

    /// Runs to the end and returns what it said.
    fn done(&self, out: &str, more: &[&str]) -> String {
        let output = self.sweep(out, more);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Every table of a sweep by its name, to the byte; nothing unfinished may lie beside.
    fn tables(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(out);
        let mut found = BTreeMap::new();
        for folder in ["", "policies", "draws"] {
            let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
            for path in entries.map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                if name.ends_with(".parquet") {
                    found.insert(name, std::fs::read(&path).unwrap());
                } else {
                    let known = name.starts_with("manifest") && name.ends_with(".json") || name.starts_with(".lock");
                    assert!(known, "{name} was left");
                }
            }
        }
        found
    }
}

/// Columns by name; what is empty is NaN.
type Columns = BTreeMap<String, Vec<f64>>;

/// Reads a table.
fn read(path: &Path) -> Columns {
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Float64Type, Int64Type};
    use arrow_array::{Array as _, RecordBatch};
    let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path).unwrap()).unwrap().build().unwrap();
    let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    let mut columns = Columns::new();
    for batch in &batches {
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let column = columns.entry(field.name().clone()).or_default();
            if let Some(whole) = array.as_primitive_opt::<Int64Type>() {
                column.extend(whole.values().iter().map(|x| *x as f64));
            } else {
                let real = array.as_primitive::<Float64Type>();
                column.extend((0..real.len()).map(|i| if real.is_null(i) { f64::NAN } else { real.value(i) }));
            }
        }
    }
    columns
}

/// Reads the parts of a folder, one after the other.
fn read_all(folder: &Path) -> Columns {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut all = Columns::new();
    for path in paths {
        for (name, values) in read(&path) {
            all.entry(name).or_default().extend(values);
        }
    }
    all
}
