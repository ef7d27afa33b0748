package queue

import (
	"errors"
	"fmt"
	"sync"
)

// ErrEmpty says that there's nothing in the queue.
var ErrEmpty = errors.New("queue: empty")

const usage = `usage: queue [flags] "name"
  -n 'count'   how many
`

type Queue[T any] struct {
	mu    sync.Mutex
	items []T
	seen  map[string]int
}

func New[T any](capacity int) *Queue[T] {
	return &Queue[T]{items: make([]T, 0, capacity), seen: map[string]int{}}
}

func (q *Queue[T]) Push(item T, name string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, item)
	q.seen[name]++
}

func (q *Queue[T]) Pop() (T, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var zero T
	if len(q.items) == 0 {
		return zero, ErrEmpty
	}
	item := q.items[0]
	q.items = q.items[1:]
	switch r := []rune(fmt.Sprint(item)); {
	case len(r) > 0 && r[0] == '\'':
		fmt.Printf("quoted %q\n", r)
	default:
		fmt.Println(usage)
	}
	return item, nil
}

func (q *Queue[T]) Each(visit func(int, T) bool) {
	for i, item := range q.items {
		if !visit(i, item) {
			break
		}
	}
}
