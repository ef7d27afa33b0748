use std::collections::HashMap;
use std::fmt::{self, Display};

/// A tree of words; it's /* nested /* comments */ and */ lifetimes 'a.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    children: HashMap<char, Tree<'a>>,
    word: Option<&'a str>,
}

impl<'a> Tree<'a> {
    pub fn insert(&mut self, word: &'a str) {
        let mut node = self;
        for letter in word.chars() {
            node = node.children.entry(letter).or_default();
        }
        node.word = Some(word);
    }

    pub fn find(&self, prefix: &str) -> Vec<&'a str> {
        let mut node = self;
        for letter in prefix.chars() {
            match node.children.get(&letter) {
                Some(child) => node = child,
                None => return Vec::new(),
            }
        }
        node.collect()
    }

    fn collect(&self) -> Vec<&'a str> {
        let mut words: Vec<&'a str> = self.word.into_iter().collect();
        for child in self.children.values() {
            words.extend(child.collect());
        }
        words.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        words
    }
}

impl Display for Tree<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let raw = r#"a "raw" text with { and ("#;
        write!(formatter, "{} {:?} {}", raw, '\'', self.collect().join(", "))
    }
}

/* A block comment with "a quote and a ( bracket. */
fn main() {
    let mut tree = Tree::default();
    tree.insert("apple");
    if let Some(word) = tree.find("ap").first() {
        println!("{word}");
    }
}
