package wordcount

import (
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	tests := []struct {
		name string
		text string
		want map[string]int
	}{
		{"empty", "", map[string]int{}},
		{"one word", "hello", map[string]int{"hello": 1}},
		{"twice", "go go", map[string]int{"go": 2}},
		{"mixed case", "Go go", map[string]int{"go": 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Count(strings.NewReader(test.text))
			if err != nil {
				t.Fatalf("unexpected error: %v", err)
			}
			if len(got) != len(test.want) {
				t.Errorf("got %d words, want %d", len(got), len(test.want))
			}
			for word, count := range test.want {
				if got[word] != count {
					t.Errorf("%s: got %d, want %d", word, got[word], count)
				}
			}
		})
	}
}

func BenchmarkCount(b *testing.B) {
	text := strings.Repeat("the quick brown fox ", 1000)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := Count(strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}
