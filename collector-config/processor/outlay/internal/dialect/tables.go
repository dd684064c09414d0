// SPDX-License-Identifier: Apache-2.0

// Package dialect reads billed model calls from spans, whoever emitted them.
package dialect

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed tables.generated.json
var tablesJSON []byte

// inclusion is how an emitter counts: whether a part is inside its whole, beside it, or as the vendor's own API does.
type inclusion string

const (
	inside     inclusion = "inside"
	beside     inclusion = "beside"
	byProvider inclusion = "by_provider"
)

// Dialect is one emitter of GenAI spans that the tables know.
type Dialect struct {
	Name             string
	Scopes           []string
	AnyScope         bool
	Versions         string
	Marker           string
	Family           string
	JSON             []jsonSource
	Cache, Reasoning inclusion
	LosesCache       bool
	LosesReasoning   bool
	UnnamedOperation string
	Provider         string
	family           *family
	versions         *versionRange
}

// jsonSource is an attribute that holds JSON, and where in it facts are.
type jsonSource struct {
	Attribute string
	Facts     map[string][]string
	facts     []jsonFact
}

type jsonFact struct {
	fact  fact
	paths [][]string
}

// family are the names under which one family of emitters writes the facts of a call.
type family struct {
	// Facts that an attribute can tell, by its name, with its rank: per fact the first name wins.
	byName map[string][]rankedFact
	// Names of input and output counts, which tell the family of a span of unknown scope.
	counts []string
}

type rankedFact struct {
	fact fact
	rank int
}

type tableSet struct {
	Dialects              []*Dialect
	Families              map[string]map[string][]string
	BilledOperations      map[string]string
	RemoteAgentOperation  string
	CacheBesideInput      []string
	ReasoningBesideOutput []string
	ProviderAliases       map[string]string
	NoProviders           []string
	ModelPrefixes         [][2]string
	ScopeNames            map[string][]string
	families              map[string]*family
	forAnyScope           []*Dialect
}

var tables = mustRead()

func mustRead() *tableSet {
	var read tableSet
	if err := json.Unmarshal(tablesJSON, &read); err != nil {
		panic(err) // Embedded: a build that cannot read it is broken, and its tests say so.
	}
	if err := read.prepare(); err != nil {
		panic(err)
	}
	return &read
}

func (t *tableSet) prepare() error {
	t.families = map[string]*family{}
	for name, facts := range t.Families {
		own, err := newFamily(facts)
		if err != nil {
			return err
		}
		t.families[name] = own
	}
	for _, dialect := range t.Dialects {
		if err := dialect.prepare(t.families[dialect.Family]); err != nil {
			return err
		}
		if dialect.AnyScope {
			t.forAnyScope = append(t.forAnyScope, dialect)
		}
	}
	return nil
}

func (d *Dialect) prepare(own *family) (err error) {
	if own == nil {
		return fmt.Errorf("dialect %s: no family %q", d.Name, d.Family)
	}
	d.family = own
	if d.Versions != "" {
		if d.versions, err = newVersionRange(d.Versions); err != nil {
			return err
		}
	}
	for index := range d.JSON {
		if err := d.JSON[index].prepare(); err != nil {
			return err
		}
	}
	return nil
}

func newFamily(facts map[string][]string) (*family, error) {
	own := &family{byName: map[string][]rankedFact{}}
	for name, attributes := range facts {
		fact, ok := factByName[name]
		if !ok {
			return nil, fmt.Errorf("no fact %q", name)
		}
		for rank, attribute := range attributes {
			own.byName[attribute] = append(own.byName[attribute], rankedFact{fact, rank})
		}
	}
	own.counts = append(append(own.counts, facts["input"]...), facts["output"]...)
	return own, nil
}
