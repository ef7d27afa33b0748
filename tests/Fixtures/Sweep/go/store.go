package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNotFound is returned when no note has the given id.
var ErrNotFound = errors.New("note not found")

// Note is a short text with a title.
type Note struct {
	ID        int64
	Title     string
	Body      string
	CreatedAt time.Time
}

// Store keeps notes in a database.
type Store struct {
	db *sql.DB
}

// New creates a store on top of an open database.
func New(db *sql.DB) *Store {
	return &Store{db: db}
}

// Get returns the note with the given id.
func (s *Store) Get(id int64) (*Note, error) {
	row := s.db.QueryRow("SELECT id, title, body, created_at FROM notes WHERE id = ?", id)
	var note Note
	err := row.Scan(&note.ID, &note.Title, &note.Body, &note.CreatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("get note %d: %w", id, err)
	}
	return &note, nil
}

// Add stores a new note and returns its id.
func (s *Store) Add(title, body string) (int64, error) {
	result, err := s.db.Exec("INSERT INTO notes (title, body, created_at) VALUES (?, ?, ?)", title, body, time.Now())
	if err != nil {
		return 0, fmt.Errorf("add note: %w", err)
	}
	return result.LastInsertId()
}

// Delete removes the note with the given id.
func (s *Store) Delete(id int64) error {
	result, err := s.db.Exec("DELETE FROM notes WHERE id = ?", id)
	if err != nil {
		return fmt.Errorf("delete note %d: %w", id, err)
	}
	count, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if count == 0 {
		return ErrNotFound
	}
	return nil
}
