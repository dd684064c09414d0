// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Scope is an instrumentation scope, with the dialects that it may speak.
type Scope struct {
	Name, version string
	dialects      []*Dialect
}

// NewScope finds the dialects of a scope. Made once for all spans of one scope.
func NewScope(scope pcommon.InstrumentationScope) Scope {
	found := Scope{Name: scope.Name(), version: scope.Version()}
	for _, dialect := range tables.Dialects {
		if dialect.speaksFor(found.Name) {
			found.dialects = append(found.dialects, dialect)
		}
	}
	return found
}

func (d *Dialect) speaksFor(scope string) bool {
	for _, pattern := range d.Scopes {
		if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
			if strings.HasPrefix(scope, prefix) {
				return true
			}
		} else if scope == pattern {
			return true
		}
	}
	return false
}

// dialectOf finds who emitted a span: by scope, and for unknown scopes by the family of attributes that it carries; nil
// when nobody that the tables know writes such spans.
func (s *Scope) dialectOf(attributes pcommon.Map) *Dialect {
	for _, dialect := range s.dialects {
		if dialect.fits(s, attributes) {
			return dialect
		}
	}
	for _, dialect := range tables.forAnyScope {
		if dialect.family.isOf(attributes) && dialect.fits(s, attributes) {
			return dialect
		}
	}
	return nil
}

func (d *Dialect) fits(scope *Scope, attributes pcommon.Map) bool {
	if d.Marker != "" && !has(attributes, d.Marker) {
		return false
	}
	return d.versions == nil || d.versions.has(scope.version)
}

func (f *family) isOf(attributes pcommon.Map) bool {
	for _, name := range f.counts {
		if has(attributes, name) {
			return true
		}
	}
	return false
}
