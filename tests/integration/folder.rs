//! A folder in which the commands of a test run.

use std::process::{Command, Output};

use serde_json::Value;

/// What stands on a command line: words with a space between them, or one by one.
pub trait Arguments {
    fn words(&self) -> Vec<&str>;
}

impl Arguments for str {
    fn words(&self) -> Vec<&str> {
        self.split(' ').collect()
    }
}

impl Arguments for String {
    fn words(&self) -> Vec<&str> {
        self.as_str().words()
    }
}

impl Arguments for [&str] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl Arguments for Vec<&str> {
    fn words(&self) -> Vec<&str> {
        self.clone()
    }
}

impl<const N: usize> Arguments for [&str; N] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

/// A folder of a test, in which commands run.
pub struct Folder(pub tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.path().join(name), content).unwrap();
    }

    /// Writes a file and returns its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        self.write(name, content);
        self.path(name)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// What is in it, by name.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&std::fs::read(self.0.path().join(name)).unwrap()).unwrap()
    }

    pub fn run(&self, line: &(impl Arguments + ?Sized)) -> Output {
        let program = env!("CARGO_BIN_EXE_aftercast");
        Command::new(program).args(line.words()).current_dir(self.0.path()).output().unwrap()
    }

    pub fn printed(&self, line: &(impl Arguments + ?Sized)) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{:?}: {}", line.words(), String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a refusal says; its exit code is 2.
    pub fn refused(&self, line: &(impl Arguments + ?Sized)) -> String {
        let output = self.run(line);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{:?}: {printed}", line.words());
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn remarked(&self, line: &(impl Arguments + ?Sized)) -> String {
        String::from_utf8(self.run(line).stderr).unwrap()
    }
}
