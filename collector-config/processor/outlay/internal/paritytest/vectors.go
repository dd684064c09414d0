// SPDX-License-Identifier: Apache-2.0

// Package paritytest reads the vectors that both engines are held to.
package paritytest

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// Vectors are what the TypeScript generator wrote.
type Vectors struct {
	Prices []PriceVector
	Spans  []SpanVector
}

// PriceVector is one call and its price.
type PriceVector struct {
	Name   string
	Query  Query
	Expect Outcome
}

// Outcome is everything about a price that has to be the same in every engine.
type Outcome struct {
	Status         string             `json:"status"`
	Reason         string             `json:"reason,omitempty"`
	TotalPicoUSD   string             `json:"totalPicoUsd,omitempty"`
	Parts          map[string]float64 `json:"parts,omitempty"`
	ModelID        string             `json:"modelId,omitempty"`
	MatchedBy      string             `json:"matchedBy,omitempty"`
	RowSource      string             `json:"rowSource,omitempty"`
	Verified       string             `json:"verified,omitempty"`
	Tier           string             `json:"tier,omitempty"`
	Region         string             `json:"region,omitempty"`
	BandOverTokens int64              `json:"bandOverTokens,omitempty"`
	Problems       []string           `json:"problems"`
}

// SpanVector are the spans of one program, and what each says of cost afterwards.
type SpanVector struct {
	Name   string
	Spans  []Span
	Expect []map[string]any
}

// Span is a recorded span; kind and status are those of OpenTelemetry's API, not of OTLP.
type Span struct {
	Name, Scope, ScopeVersion     string
	TraceID, SpanID, ParentSpanID string
	Kind, StatusCode              int
	StartTimeMs, EndTimeMs        float64
	Attributes                    map[string]any
}

// Query is a call as the TypeScript engine is asked for it.
type Query struct {
	Provider, RequestModel, ResponseModel string
	ServerAddress, ServiceTier, Region    string
	SearchContextSize, UsageStatus        string
	StartTimeMs                           *float64
	Usage                                 *Usage
	UsageProblems                         []string
	Iterations                            []struct {
		Kind, Model string
		Usage       Usage
	}
	ReportedCostUSD *float64
	Attributes      map[string]string
}

// Usage are counts, of which some may be none.
type Usage struct{ usage.Usage }

// Read reads a vector file.
func Read(path string) (*Vectors, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var vectors Vectors
	return &vectors, json.Unmarshal(data, &vectors)
}

// UnmarshalJSON reads counts; whatever is no count is noted as such.
func (u *Usage) UnmarshalJSON(data []byte) error {
	var told map[string]json.RawMessage
	if err := json.Unmarshal(data, &told); err != nil {
		return err
	}
	for index, name := range usage.Names {
		raw, ok := told[name]
		if !ok || string(raw) == "null" {
			continue
		}
		value, err := strconv.ParseFloat(string(raw), 64)
		count, isCount := usage.Whole(value)
		if err != nil || !isCount {
			u.SetBad(usage.Count(index))
			continue
		}
		u.Set(usage.Count(index), count)
	}
	if raw, ok := told["units"]; ok {
		return u.readUnits(raw)
	}
	return nil
}

func (u *Usage) readUnits(data []byte) error {
	var told map[string]any
	if err := json.Unmarshal(data, &told); err != nil {
		return err
	}
	u.Units = &usage.Units{}
	for name, value := range told {
		switch value := value.(type) {
		case string:
			if name == "mediaSize" {
				u.Units.MediaSize = value
			} else {
				u.Units.MediaQuality = value
			}
		case float64:
			index, ok := prices.UnitIndex(name)
			if !ok {
				return fmt.Errorf("no unit %q", name)
			}
			u.Units.Set(index, value)
		}
	}
	return nil
}

// Engine is the query as this engine is asked.
func (q *Query) Engine() *engine.Query {
	query := &engine.Query{
		Provider: q.Provider, RequestModel: q.RequestModel, ResponseModel: q.ResponseModel,
		ServerAddress: q.ServerAddress, ServiceTier: q.ServiceTier, Region: q.Region,
		SearchContextSize: q.SearchContextSize, UsageProblems: q.UsageProblems, ReportedCostUSD: q.ReportedCostUSD,
		UsageStatus: map[string]usage.Status{"partial": usage.Partial, "missing": usage.Missing}[q.UsageStatus],
		Attribute:   func(name string) (string, bool) { value, ok := q.Attributes[name]; return value, ok },
	}
	if q.StartTimeMs != nil {
		query.StartMs, query.IsTimeKnown = int64(*q.StartTimeMs), true
	}
	if q.Usage != nil {
		query.Usage = &q.Usage.Usage
	}
	for _, iteration := range q.Iterations {
		query.Iterations = append(query.Iterations, engine.Iteration{Model: iteration.Model, Usage: iteration.Usage.Usage})
	}
	return query
}

// OutcomeOf is what a cost comes to.
func OutcomeOf(cost *engine.Cost) Outcome {
	outcome := Outcome{Status: cost.Status, Reason: cost.Reason, Problems: cost.Problems}
	if outcome.Problems == nil {
		outcome.Problems = []string{}
	}
	if !cost.HasAmount() {
		return outcome
	}
	outcome.TotalPicoUSD = cost.Total().String()
	if cost.Status == engine.ProviderReported {
		return outcome
	}
	for part, amount := range cost.Parts {
		if amount == 0 {
			continue
		}
		if outcome.Parts == nil {
			outcome.Parts = map[string]float64{}
		}
		outcome.Parts[prices.Part(part).Name()] = amount
	}
	outcome.ModelID, outcome.MatchedBy = cost.ModelID, cost.MatchedBy
	outcome.RowSource, outcome.Verified = cost.Source.Name, cost.Source.Verified
	outcome.Tier, outcome.Region, outcome.BandOverTokens = cost.Tier, cost.Region, cost.BandOverTokens
	return outcome
}
