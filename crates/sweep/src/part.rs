//! Files of rows: written beside their place, made durable, then renamed, so that a file is whole under its name or not there.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use sha2::{Digest as _, Sha256};

use super::columns::{Column, unit};
use super::plan::Plan;
use aftercast_engine::VERSION;
use aftercast_scenario::{AssumptionId, LeverId};

/// Rows of a row group of draws: a few megabytes a column set.
const GROUP_ROWS: usize = 1 << 16;
/// Keys of a file's own metadata.
const DIGEST_KEY: &str = "aftercast.digest";
const TABLE_KEY: &str = "aftercast.table";

/// What a whole file is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The columns of one kind of file.
#[derive(Clone, Debug)]
pub struct TableKind {
    schema: Arc<Schema>,
    keys: usize,
    repeating: Vec<String>,
}

impl TableKind {
    /// One row a policy.
    pub fn policies(plan: &Plan) -> Self {
        let repeating = LeverId::ALL.map(|id| id.name().to_owned()).to_vec();
        Self::new(&[("policy_index", "number of the policy, from 0; -1 is today's")], &plan.columns().list(), repeating)
    }

    /// One row a policy and draw.
    pub fn draws(plan: &Plan) -> Self {
        let outcomes: Vec<Column> = plan
            .columns()
            .draw_outcomes()
            .map(|o| Column {
                name: o.name().to_owned(),
                unit: unit(o).to_owned(),
                meaning: "the outcome of the draw".to_owned(),
                may_be_empty: false,
            })
            .collect();
        let keys = [("policy_index", "number of the policy, from 0"), ("draw", "number of the draw, from 0")];
        Self::new(&keys, &outcomes, vec!["policy_index".to_owned()])
    }

    /// One row a draw: what was assumed in it, the same for every policy.
    pub fn assumptions() -> Self {
        let columns = AssumptionId::ALL.map(|id| Column {
            name: id.name().to_owned(),
            unit: id.spec().unit.to_owned(),
            meaning: "the assumption in the draw".to_owned(),
            may_be_empty: false,
        });
        Self::new(&[("draw", "number of the draw, from 0")], &columns, Vec::new())
    }

    fn new(keys: &[(&str, &str)], columns: &[Column], repeating: Vec<String>) -> Self {
        let field = |name: &str, kind: DataType, empty: bool, unit: &str, meaning: &str| {
            let about = [("unit", unit), ("meaning", meaning)].map(|(k, v)| (k.to_owned(), v.to_owned()));
            Field::new(name, kind, empty).with_metadata(HashMap::from(about))
        };
        let whole = keys.iter().map(|(name, meaning)| field(name, DataType::Int64, false, "number", meaning));
        let real = columns.iter().map(|c| field(&c.name, DataType::Float64, c.may_be_empty, &c.unit, &c.meaning));
        Self { schema: Arc::new(Schema::new(whole.chain(real).collect::<Vec<_>>())), keys: keys.len(), repeating }
    }

    /// Rows from keys and values, both row by row; NaN is empty.
    fn batch(&self, keys: &[i64], values: &[f64]) -> Result<RecordBatch, FileError> {
        let wide = self.schema.fields().len() - self.keys;
        let rows = keys.len() / self.keys;
        let key_columns = (0..self.keys).map(|k| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values((0..rows).map(|r| keys[r * self.keys + k])))
        });
        let value_columns = (0..wide).map(|c| -> ArrayRef {
            let column = (0..rows).map(|r| values[r * wide + c]);
            if self.schema.field(self.keys + c).is_nullable() {
                Arc::new(Float64Array::from_iter(column.map(|x| (!x.is_nan()).then_some(x))))
            } else {
                Arc::new(Float64Array::from_iter_values(column))
            }
        });
        let columns: Vec<ArrayRef> = key_columns.chain(value_columns).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(|e| FileError::Format(e.to_string()))
    }
}

/// Why a file could not be written or read.
#[derive(Debug)]
pub enum FileError {
    /// The machine refused.
    Io(io::Error),
    /// The format refused.
    Format(String),
}

impl core::fmt::Display for FileError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Io(e) => e.fmt(f),
            Self::Format(e) => f.write_str(e),
        }
    }
}

impl core::error::Error for FileError {}

impl From<io::Error> for FileError {
    fn from(e: io::Error) -> Self {
        Self::Io(e)
    }
}

impl From<ParquetError> for FileError {
    fn from(e: ParquetError) -> Self {
        Self::Format(e.to_string())
    }
}

/// A file that takes its name when it is whole and on the disk.
#[derive(Debug)]
pub struct Pending {
    target: PathBuf,
    partial: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Pending {
    /// Starts beside `target`, under a name that no reader takes for a table and that says whose it is.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn create(target: &Path, owner: &str) -> io::Result<Self> {
        let name = target.file_name().and_then(|n| n.to_str()).unwrap_or("file");
        let partial = target.with_file_name(format!(".{name}.{}.{owner}{TEMPORARY}", std::process::id()));
        let file = BufWriter::new(File::create(&partial)?);
        Ok(Self { target: target.to_owned(), partial, file, hash: Sha256::new(), bytes: 0 })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// The disk refuses; nothing stands under the name then, or what stood there before.
    pub fn finish(mut self, rows: u64) -> io::Result<Stamp> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.partial, &self.target)?;
        sync_folder(&self.target)?;
        Ok(Stamp { rows, bytes: self.bytes, sha256: hexadecimal(&std::mem::take(&mut self.hash).finalize()) })
    }
}

/// End of the names of files that are not whole.
pub const TEMPORARY: &str = ".tmp";

impl Write for Pending {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // after finish() it is gone already
        let _ = fs::remove_file(&self.partial);
    }
}

/// A renamed file survives a power failure once its folder is on the disk too.
fn sync_folder(target: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(folder) = target.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A table in the making.
pub struct TableFile {
    kind: TableKind,
    writer: ArrowWriter<Pending>,
    rows: u64,
}

impl TableFile {
    /// Starts the file `name` (its path below the sweep's folder) of a plan, written by `owner`.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn create(root: &Path, name: &str, owner: &str, kind: &TableKind, plan: &Plan) -> Result<Self, FileError> {
        let about = [
            ("aftercast.engine_version", VERSION.to_owned()),
            ("aftercast.plan", plan.json().to_string()),
            (DIGEST_KEY, plan.digest().to_owned()),
            (TABLE_KEY, name.to_owned()),
        ];
        let about = about.into_iter().map(|(k, v)| KeyValue::new(k.to_owned(), v)).collect();
        let mut properties = WriterProperties::builder()
            .set_created_by(format!("aftercast {VERSION}"))
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            // a row group is little more than a page: an index of pages would only repeat it for hundreds of columns
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            // statistics of draws hardly ever repeat: a dictionary would only be tried and given up
            .set_dictionary_enabled(false)
            .set_key_value_metadata(Some(about));
        for name in &kind.repeating {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(name.as_str()), true);
        }
        let pending = Pending::create(&root.join(name), owner)?;
        let writer = ArrowWriter::try_new(pending, Arc::clone(&kind.schema), Some(properties.build()))?;
        Ok(Self { kind: kind.clone(), writer, rows: 0 })
    }

    /// Adds rows: keys and values, both row by row.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&mut self, keys: &[i64], values: &[f64]) -> Result<(), FileError> {
        let batch = self.kind.batch(keys, values)?;
        self.rows += batch.num_rows() as u64;
        Ok(self.writer.write(&batch)?)
    }

    /// Puts the table in its place.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn finish(self) -> Result<Stamp, FileError> {
        Ok(self.writer.into_inner()?.finish(self.rows)?)
    }
}

/// Size and digest of a file.
///
/// # Errors
/// It cannot be read.
pub fn fingerprint(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut hash, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hexadecimal(&hash.finalize())));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// Whether a table says of itself that it belongs to a plan: its digest stands in the end of the file, in plain text. Nothing is
/// parsed, for a damaged file may say anything.
pub fn names_plan(path: &Path, plan: &Plan) -> bool {
    const END: u64 = 4 << 20;
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        Ok(end)
    };
    let digest = plan.digest().as_bytes();
    read().is_ok_and(|end| end.windows(digest.len()).any(|window| window == digest))
}
