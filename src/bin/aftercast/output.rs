//! Output that is whole or not there.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Prints text; a closed pipe is the reader's choice, not a failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Machine(format!("standard output: {e}"))),
        _ => Ok(()),
    }
}

/// A file that appears under its name only when it is complete.
#[derive(Debug)]
pub struct WholeFile {
    target: PathBuf,
    partial: PathBuf,
    writer: Option<std::io::BufWriter<std::fs::File>>,
}

impl WholeFile {
    /// Starts beside `target`.
    pub fn create(target: &Path) -> Result<Self, Failure> {
        let name = target.file_name().and_then(|n| n.to_str()).unwrap_or("out");
        let partial = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = std::fs::File::create(&partial)
            .map_err(|e| Failure::Input(format!("{}: {e}; choose a folder that can be written", target.display())))?;
        Ok(Self { target: target.to_owned(), partial, writer: Some(std::io::BufWriter::new(file)) })
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
        let written = self.writer.take().map_or(Ok(()), |mut w| w.flush());
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
