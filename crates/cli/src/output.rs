//! Output that is whole or not there.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Failure;

/// Prints text; a closed pipe is the reader's choice, not a failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Machine(format!("standard output: {e}"))),
        _ => Ok(()),
    }
}

/// Where a file will stand. Tried before the run, so that an hour of computing does not end at a locked door.
#[derive(Debug, PartialEq)]
pub struct Target(PathBuf);

impl Target {
    /// Finds the place, links resolved, and tries to write beside it; nothing is left there.
    pub fn new(path: &Path) -> Result<Self, Failure> {
        let refuse = |why: &str| Failure::Input(format!("{}: {why}", path.display()));
        let name = path.file_name().ok_or_else(|| refuse("is no file name"))?;
        if path.as_os_str() == "-" {
            // elsewhere it means standard output, which has the table here
            return Err(refuse("results go to a file, not to standard output; name one, such as results.json"));
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let folder = folder.canonicalize().map_err(|e| refuse(&format!("{e}; choose a folder that is there")))?;
        let place = match path.canonicalize() {
            // a device or a folder would be replaced, not written to
            Ok(there) if !there.is_file() => return Err(refuse("is not a file; choose another name")),
            Ok(there) => there,
            // so would a link that leads nowhere, such as /dev/stdout before a pipe
            Err(_) if path.symlink_metadata().is_ok() => {
                return Err(refuse("is a link that leads to no file; choose another name"));
            }
            Err(_) => folder.join(name),
        };
        let target = Self(place);
        let probe = WholeFile::create(&target).map_err(|e| match e {
            Failure::Input(m) | Failure::Machine(m) => {
                Failure::Input(format!("{m}; choose a folder that can be written"))
            }
            Failure::Damaged => e,
        })?;
        drop(probe);
        Ok(target)
    }

    /// Refuses to be the file that the results come from.
    pub fn spares(&self, input: &Path) -> Result<(), Failure> {
        if input.canonicalize().is_ok_and(|p| p == self.0) {
            let name = input.display();
            return Err(Failure::Input(format!("{name}: would be replaced by results; choose another name for them")));
        }
        Ok(())
    }
}

/// Where results go, before an hour of computing and not after; never a file they come from.
pub fn beside<'a>(inputs: impl IntoIterator<Item = &'a Path>, file: Option<&Path>) -> Result<Option<Target>, Failure> {
    let target = file.map(Target::new).transpose()?;
    if let Some(target) = &target {
        inputs.into_iter().try_for_each(|input| target.spares(input))?;
    }
    Ok(target)
}

/// Writes a JSON file, where one is wanted.
pub fn put_json(target: Option<&Target>, report: impl FnOnce() -> Value) -> Result<(), Failure> {
    let Some(target) = target else { return Ok(()) };
    let mut file = WholeFile::create(target)?;
    file.write(&format!("{:#}\n", report()))?;
    file.finish()
}

/// A file that appears under its name only when it is complete.
#[derive(Debug)]
pub struct WholeFile {
    target: PathBuf,
    partial: PathBuf,
    writer: Option<std::io::BufWriter<std::fs::File>>,
}

impl WholeFile {
    /// Starts beside the target.
    pub fn create(target: &Target) -> Result<Self, Failure> {
        let target = target.0.clone();
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let partial = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file =
            std::fs::File::create(&partial).map_err(|e| Failure::Machine(format!("{}: {e}", target.display())))?;
        Ok(Self { target, partial, writer: Some(std::io::BufWriter::new(file)) })
    }

    /// Writes on.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.writer {
            Some(writer) => writer.write_all(text.as_bytes()).map_err(|e| self.failed(&e)),
            None => Ok(()),
        }
    }

    /// Puts the complete file in its place.
    pub fn finish(mut self) -> Result<(), Failure> {
        let written = self.writer.take().map_or(Ok(()), |mut w| {
            w.flush()?;
            // on the disk before it takes the place of what was there
            w.get_ref().sync_all()
        });
        written.and_then(|()| std::fs::rename(&self.partial, &self.target)).map_err(|e| self.failed(&e))
    }

    fn failed(&self, e: &std::io::Error) -> Failure {
        Failure::Machine(format!("{}: {e}; nothing was kept", self.target.display()))
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // after finish() the partial file is gone; before, half a file must not stay
        let _ = std::fs::remove_file(&self.partial);
    }
}
