// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"fmt"
	"strconv"
	"strings"
)

// versionRange is a range written `>=4.19.0 <8`; pre-releases count as their release.
type versionRange struct{ from, before [3]float64 }

func newVersionRange(written string) (*versionRange, error) {
	from, before, ok := strings.Cut(written, " <")
	if !ok || !strings.HasPrefix(from, ">=") {
		return nil, fmt.Errorf("version range %q is not of the form \">=A <B\"", written)
	}
	var parsed versionRange
	var isFrom, isBefore bool
	parsed.from, isFrom = numbers(strings.TrimPrefix(from, ">="))
	parsed.before, isBefore = numbers(before)
	if !isFrom || !isBefore {
		return nil, fmt.Errorf("version range %q has no versions", written)
	}
	return &parsed, nil
}

func (r *versionRange) has(version string) bool {
	at, ok := numbers(version)
	return ok && compare(at, r.from) >= 0 && compare(at, r.before) < 0
}

func compare(left, right [3]float64) int {
	for index := range left {
		if left[index] < right[index] {
			return -1
		}
		if left[index] > right[index] {
			return 1
		}
	}
	return 0
}

func numbers(version string) ([3]float64, bool) {
	if end := strings.IndexAny(version, "-+"); end >= 0 {
		version = version[:end]
	}
	var parsed [3]float64
	for index, part := range strings.SplitN(version, ".", 4) {
		if index == len(parsed) {
			break
		}
		number, err := strconv.ParseUint(part, 10, 32)
		if err != nil {
			return parsed, false
		}
		parsed[index] = float64(number)
	}
	return parsed, true
}
