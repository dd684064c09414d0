// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"math"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/names"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

const (
	bedrock    = "aws.bedrock"
	nanosPerMs = 1_000_000
)

// Call is one billed model call as a span tells it.
type Call struct {
	Span       ptrace.Span
	Scope      string
	ResponseID string
	Query      engine.Query
	usage      usage.Usage
}

// ServedModel is the model that answered, else the one asked for.
func (c *Call) ServedModel() string {
	if c.Query.ResponseModel != "" {
		return c.Query.ResponseModel
	}
	return c.Query.RequestModel
}

// Metered is the call as a query of what it used.
func (c *Call) Metered() *engine.Query {
	c.Query.Usage = &c.usage
	return &c.Query
}

// Usage is what the call used.
func (c *Call) Usage() *usage.Usage { return &c.usage }

// Tokens are all that the call used, as far as they are known.
func (c *Call) Tokens() int64 {
	return c.usage.Get(usage.InputTokens) + c.usage.Get(usage.OutputTokens)
}

// UsesCache says whether anything was read from or written to a prompt cache.
func (c *Call) UsesCache() bool {
	return c.usage.Get(usage.CacheReadTokens)+c.usage.Get(usage.CacheWriteTokens) > 0
}

// WithoutCache is the same call as if no prompt cache had been used.
func (c *Call) WithoutCache() *engine.Query {
	without := c.Query
	without.Usage = &usage.Usage{Units: c.usage.Units}
	for _, name := range [...]usage.Count{usage.InputTokens, usage.OutputTokens, usage.ReasoningTokens} {
		if c.usage.Has(name) {
			without.Usage.Set(name, c.usage.Get(name))
		}
	}
	return &without
}

// Read reads the call that a span stands for.
func (s *Scope) Read(span ptrace.Span, operation string, into *Call) {
	attributes := span.Attributes()
	dialect := s.dialectOf(attributes)
	if dialect == nil {
		// The conventions' own is the first.
		dialect = tables.Dialects[0]
	}
	var told facts
	told.read(attributes, dialect)
	query := &into.Query
	query.RequestModel, query.ResponseModel = told.text(model), told.text(responseModel)
	said := told.text(provider)
	if said == "" {
		said = firstText(attributes, "gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")
	}
	into.Span, into.Scope = span, s.Name
	query.Provider = calledProvider(said, dialect.Provider, into.ServedModel())
	read := usageOf(&told, dialect, query.Provider, operation)
	into.usage = read.usage
	query.UsageStatus, query.UsageProblems = read.status, read.problems
	into.ResponseID = responseIDOf(&told)
	into.readCircumstances(attributes, &told)
}

func (c *Call) readCircumstances(attributes pcommon.Map, told *facts) {
	query := &c.Query
	query.ServerAddress = firstText(attributes, names.ServerAddress)
	query.ServiceTier = told.text(serviceTier)
	query.Region = firstText(attributes, names.ResponseRegion)
	if query.Region == "" && query.Provider == bedrock {
		query.Region = firstText(attributes, "cloud.region")
	}
	// OTLP's zero is a time that nobody told.
	query.IsTimeKnown = c.Span.StartTimestamp() != 0
	query.StartMs = int64(c.Span.StartTimestamp() / nanosPerMs)
	query.ReportedCostUSD = amountOf(&told[billedCostUSD])
}

// The AI SDK makes an id up where the vendor gives none.
func responseIDOf(told *facts) string {
	id := told.text(responseID)
	if strings.HasPrefix(id, "aitxt-") || strings.HasPrefix(id, "aiobj-") {
		return ""
	}
	return id
}

// Gateways write amounts as numbers and as texts.
func amountOf(told *value) *float64 {
	usd := told.number
	if told.isText {
		parsed, err := strconv.ParseFloat(strings.TrimSpace(told.text), 64)
		if err != nil {
			return nil
		}
		usd = parsed
	} else if !told.isNumber {
		return nil
	}
	if math.IsNaN(usd) || math.IsInf(usd, 0) {
		return nil
	}
	return &usd
}

// Attribute is a text of a call, under our name for it or else under those of other dialects.
func (c *Call) Attribute(name string) (string, bool) {
	attributes := c.Span.Attributes()
	if attribute, ok := attributes.Get(name); ok {
		return attribute.Str(), attribute.Type() == pcommon.ValueTypeStr
	}
	for _, theirs := range tables.ScopeNames[name] {
		if attribute, ok := attributes.Get(theirs); ok {
			return attribute.Str(), attribute.Type() == pcommon.ValueTypeStr
		}
	}
	return "", false
}
