//! The folder of a sweep: which parts are done, and that no other process writes them.
//!
//! A part is done when its files stand under their names with the digests that the manifest remembers. The manifest follows at once,
//! so whatever moment a sweep is killed at, no more than the parts in work are computed again, to the same bytes, and nothing is
//! there twice.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::part::{FileError, Pending, Stamp, TEMPORARY, TableFile, TableKind, fingerprint, names_plan};
use super::plan::{Plan, Shard};

/// Today's policy, on the same draws.
pub const BASELINE: &str = "baseline.parquet";
/// What was assumed in every draw.
pub const ASSUMPTIONS: &str = "assumptions.parquet";

/// Why a folder cannot be used.
#[derive(Debug)]
pub enum FolderError {
    /// What was asked for does not fit what is there: the message says what to do.
    Refused(String),
    /// The machine refused.
    Machine(String),
}

impl core::fmt::Display for FolderError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Refused(message) | Self::Machine(message) => f.write_str(message),
        }
    }
}

impl core::error::Error for FolderError {}

/// The folder of a sweep, held by this process.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    manifest: PathBuf,
    /// In the names of files that are not whole yet.
    owner: String,
    files: BTreeMap<String, Stamp>,
    /// Held until the process ends, however it ends.
    _locks: Vec<File>,
}

/// What is left to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// Parts to compute, in order.
    pub parts: Vec<u64>,
    /// Whether [`BASELINE`] is to be computed.
    pub baseline: bool,
    /// Whether [`ASSUMPTIONS`] are to be written.
    pub assumptions: bool,
    /// Files that were there but not as they should be; they are computed again.
    pub damaged: Vec<String>,
}

impl Folder {
    /// Opens the folder for a shard of a plan; `resume` says that what is there is to be gone on with.
    ///
    /// # Errors
    /// It holds this sweep and `resume` is not given, it holds another sweep, another process works in it, or the disk refuses.
    pub fn open(root: &Path, plan: &Plan, shard: Shard, resume: bool) -> Result<Self, FolderError> {
        for folder in [Some("policies"), plan.per_draw().then_some("draws")].into_iter().flatten() {
            let path = root.join(folder);
            fs::create_dir_all(&path).map_err(|e| {
                FolderError::Refused(format!("{}: {e}; choose a folder that can be written", path.display()))
            })?;
        }
        let locks = lock(root, shard)?;
        let manifest = root.join(format!("{}.json", named("manifest", shard)));
        let mut files = BTreeMap::new();
        for other in manifests(root).map_err(|e| machine(root, &e))? {
            same_plan(&other, plan)?;
            files.extend(stamps(&other));
        }
        let present = manifest.exists() || plan.parts_of(shard).any(|part| root.join(policies_file(part)).exists());
        if present && !resume {
            return Err(FolderError::Refused(format!(
                "{} holds this sweep already, whole or in part: --resume goes on with it, --out names another folder",
                root.display()
            )));
        }
        remove_leftovers(root, shard).map_err(|e| machine(root, &e))?;
        let folder = Self { root: root.to_owned(), manifest, owner: named("shard", shard), files, _locks: locks };
        folder.save(plan, shard, false)?;
        Ok(folder)
    }

    /// Looks at every file of the shard: what stands with the digest that a manifest remembers is done.
    ///
    /// # Errors
    /// A file belongs to another sweep.
    pub fn rest(&mut self, plan: &Plan, shard: Shard) -> Result<Rest, FolderError> {
        let mut rest = Rest::default();
        let remembered = std::mem::take(&mut self.files);
        rest.baseline = !self.stands(BASELINE, &remembered, plan, &mut rest.damaged)?;
        rest.assumptions = plan.per_draw() && !self.stands(ASSUMPTIONS, &remembered, plan, &mut rest.damaged)?;
        for part in plan.parts_of(shard) {
            let mut done = self.stands(&policies_file(part), &remembered, plan, &mut rest.damaged)?;
            if plan.per_draw() {
                done &= self.stands(&draws_file(part), &remembered, plan, &mut rest.damaged)?;
            }
            if !done {
                rest.parts.push(part);
            }
        }
        Ok(rest)
    }

    fn stands(
        &mut self,
        name: &str,
        remembered: &BTreeMap<String, Stamp>,
        plan: &Plan,
        damaged: &mut Vec<String>,
    ) -> Result<bool, FolderError> {
        let path = self.root.join(name);
        let found = match fingerprint(&path) {
            Ok(found) => found,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(e) => return Err(machine(&path, &e)),
        };
        match remembered.get(name) {
            Some(stamp) if found == (stamp.bytes, stamp.sha256.clone()) => {
                self.files.insert(name.to_owned(), stamp.clone());
                return Ok(true);
            }
            Some(_) => damaged.push(format!("{name}: not the bytes that were written")),
            // it took its name just before the end, and will be written over with the same bytes
            None if names_plan(&path, plan) => {}
            None => {
                return Err(FolderError::Refused(format!(
                    "{} belongs to another sweep, or cannot be read; --out names another folder",
                    path.display()
                )));
            }
        }
        Ok(false)
    }

    /// Starts a file.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn create(&self, name: &str, kind: &TableKind, plan: &Plan) -> Result<TableFile, FolderError> {
        TableFile::create(&self.root, name, &self.owner, kind, plan).map_err(|e| self.failed(name, &e))
    }

    /// Remembers a file that stands.
    pub fn keep(&mut self, name: String, stamp: Stamp) {
        self.files.insert(name, stamp);
    }

    /// A failure at a file, in words.
    pub fn failed(&self, name: &str, e: &FileError) -> FolderError {
        FolderError::Machine(format!(
            "{}: {e}; what was finished is kept, --resume goes on",
            self.root.join(name).display()
        ))
    }

    /// Writes the manifest.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn save(&self, plan: &Plan, shard: Shard, complete: bool) -> Result<(), FolderError> {
        let files: Map<String, Value> = self
            .files
            .iter()
            .map(|(name, s)| (name.clone(), json!({ "rows": s.rows, "bytes": s.bytes, "sha256": s.sha256 })))
            .collect();
        let text = json!({
            "digest": plan.digest(),
            "plan": plan.json(),
            "shard": { "index": shard.index + 1, "count": shard.count },
            "parts": plan.parts(),
            "complete": complete,
            "files": files,
        });
        let write = || -> io::Result<()> {
            let mut file = Pending::create(&self.manifest, &self.owner)?;
            file.write_all(format!("{text:#}\n").as_bytes())?;
            file.finish(0).map(drop)
        };
        write().map_err(|e| machine(&self.manifest, &e))
    }
}

/// The file of a part's policies, below the folder.
pub fn policies_file(part: u64) -> String {
    format!("policies/part-{part:06}.parquet")
}

/// The file of a part's draws, below the folder.
pub fn draws_file(part: u64) -> String {
    format!("draws/part-{part:06}.parquet")
}

fn machine(path: &Path, e: &io::Error) -> FolderError {
    FolderError::Machine(format!("{}: {e}", path.display()))
}

/// A name with its shard, where it is one of several.
fn named(stem: &str, shard: Shard) -> String {
    if shard.count == 1 { stem.to_owned() } else { format!("{stem}-{}-of-{}", shard.index + 1, shard.count) }
}

/// Holds the folder: shards beside each other, a whole sweep alone. The system lets go when the process ends.
fn lock(root: &Path, shard: Shard) -> Result<Vec<File>, FolderError> {
    let busy =
        || FolderError::Refused(format!("another process is at work in {}: wait for it, or end it", root.display()));
    let take = |name: String, shared: bool| {
        let path = root.join(name);
        let file = File::create(&path).map_err(|e| machine(&path, &e))?;
        match if shared { file.try_lock_shared() } else { file.try_lock() } {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(busy()),
            // some network disks have no locks; files are whole under their names even so
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => Ok(file),
            Err(TryLockError::Error(e)) => Err(machine(&path, &e)),
        }
    };
    let all = take(".lock".to_owned(), shard.count > 1)?;
    Ok(if shard.count > 1 { vec![all, take(format!(".{}", named("lock", shard)), false)?] } else { vec![all] })
}

/// The manifests in a folder, of whatever shard.
fn manifests(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if name.starts_with("manifest") && name.ends_with(".json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Refuses a manifest of another plan, and says in what it differs. One that cannot be read remembers nothing.
fn same_plan(manifest: &Path, plan: &Plan) -> Result<(), FolderError> {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let Ok(found) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
    if found["digest"] == plan.digest() {
        return Ok(());
    }
    let other = plan.json().as_object().into_iter().flatten().filter(|(key, value)| found["plan"][*key] != **value);
    let other: Vec<&str> = other.map(|(key, _)| key.as_str()).collect();
    Err(FolderError::Refused(format!(
        "{} is of another sweep: {} differ; --out names another folder",
        manifest.display(),
        if other.is_empty() { "its digest and its plan".to_owned() } else { other.join(", ") }
    )))
}

/// What a manifest remembers.
fn stamps(manifest: &Path) -> BTreeMap<String, Stamp> {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let found: Value = serde_json::from_str(&text).unwrap_or_default();
    let stamp = |s: &Value| {
        Some(Stamp { rows: s["rows"].as_u64()?, bytes: s["bytes"].as_u64()?, sha256: s["sha256"].as_str()?.to_owned() })
    };
    let files = found["files"].as_object().into_iter().flatten();
    files.filter_map(|(name, s)| Some((name.clone(), stamp(s)?))).collect()
}

/// Removes what a killed process left of files that it had not finished: its own, as long as other shards may be at work.
fn remove_leftovers(root: &Path, shard: Shard) -> io::Result<()> {
    let end = if shard.count == 1 { TEMPORARY.to_owned() } else { format!(".{}{TEMPORARY}", named("shard", shard)) };
    // the folder may hold files of other programs
    let is_own = |name: &str| {
        let starts = [".manifest", ".baseline.parquet", ".assumptions.parquet", ".part-"];
        starts.iter().any(|start| name.starts_with(start)) && name.ends_with(&end)
    };
    for folder in ["", "policies", "draws"].map(|f| root.join(f)).into_iter().filter(|f| f.is_dir()) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if is_own(name) && path.is_file() {
                fs::remove_file(&path)?;
            }
        }
    }
    Ok(())
}
