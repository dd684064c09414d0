// SPDX-License-Identifier: Apache-2.0

// Package dedupe knows which calls are billed already, so that a call seen by two instrumentations is priced once.
package dedupe

// recent is a map that holds between size and twice size of the entries set last.
//
// Two generations: when the young one is full it becomes the old one, and what was old is forgotten at once. No entry is
// ever moved or looked at to make room.
type recent[Key comparable, Value any] struct {
	size       int
	young, old map[Key]Value
}

func newRecent[Key comparable, Value any](size int) recent[Key, Value] {
	return recent[Key, Value]{size: size, young: map[Key]Value{}}
}

func (r *recent[Key, Value]) get(key Key) (Value, bool) {
	if value, ok := r.young[key]; ok {
		return value, true
	}
	value, ok := r.old[key]
	return value, ok
}

func (r *recent[Key, Value]) set(key Key, value Value) {
	if len(r.young) >= r.size {
		r.old, r.young = r.young, make(map[Key]Value, r.size)
	}
	r.young[key] = value
}

func (r *recent[Key, Value]) isEmpty() bool { return len(r.young) == 0 && len(r.old) == 0 }
