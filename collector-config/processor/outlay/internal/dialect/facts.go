// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// fact is something that a span can tell of a call.
type fact uint8

const (
	model fact = iota
	responseModel
	responseID
	provider
	serviceTier
	input
	output
	total
	uncached
	cacheRead
	cacheWrite
	cacheWrite5m
	cacheWrite30m
	cacheWrite1h
	cacheWrite12h
	reasoning
	inputAudio
	inputImage
	cacheReadAudio
	cacheReadImage
	outputAudio
	outputImage
	webSearches
	billedCostUSD
	numFacts
)

var factByName = map[string]fact{
	"model": model, "responseModel": responseModel, "responseId": responseID, "provider": provider,
	"serviceTier": serviceTier, "input": input, "output": output, "total": total, "uncached": uncached,
	"cacheRead": cacheRead, "cacheWrite": cacheWrite, "cacheWrite5m": cacheWrite5m, "cacheWrite30m": cacheWrite30m,
	"cacheWrite1h": cacheWrite1h, "cacheWrite12h": cacheWrite12h, "reasoning": reasoning, "inputAudio": inputAudio,
	"inputImage": inputImage, "cacheReadAudio": cacheReadAudio, "cacheReadImage": cacheReadImage,
	"outputAudio": outputAudio, "outputImage": outputImage, "webSearches": webSearches, "billedCostUsd": billedCostUSD,
}

func (f fact) isText() bool { return f <= serviceTier }

// value is what a span says under one name, unchecked.
type value struct {
	isTold bool
	// A whole number; anything else that was told is none.
	isWhole bool
	// A number that may be fractional.
	isNumber bool
	isText   bool
	whole    int64
	number   float64
	text     string
}

// isCount says whether a value is a count that can be billed.
func (v *value) isCount() bool {
	return v.isWhole && v.whole >= 0 && v.whole <= usage.MaxTokensPerCall
}

// count is the value if it can be billed, else 0.
func (v *value) count() int64 {
	if v.isCount() {
		return v.whole
	}
	return 0
}

func (v *value) isZero() bool { return v.isWhole && v.whole == 0 }

func countValue(count int64) value {
	return value{isTold: true, isWhole: true, isNumber: true, whole: count}
}

func numberValue(number float64) value {
	told := value{isTold: true, isNumber: true, number: number}
	if number == math.Trunc(number) && math.Abs(number) < math.MaxInt64 {
		told.isWhole, told.whole = true, int64(number)
	}
	return told
}

func textValue(text string) value { return value{isTold: true, isText: true, text: text} }

func valueOf(attribute pcommon.Value) value {
	switch attribute.Type() {
	case pcommon.ValueTypeInt:
		told := countValue(attribute.Int())
		told.number = float64(attribute.Int())
		return told
	case pcommon.ValueTypeDouble:
		return numberValue(attribute.Double())
	case pcommon.ValueTypeStr:
		return textValue(attribute.Str())
	case pcommon.ValueTypeEmpty:
		return value{}
	default:
		return value{isTold: true}
	}
}

// facts are what a span says of a call.
type facts [numFacts]value

// readFacts reads every fact under the names of the span's dialect, and what no name tells from its JSON.
func (f *facts) read(attributes pcommon.Map, dialect *Dialect) {
	var ranks [numFacts]int
	for name, attribute := range attributes.All() {
		for _, told := range dialect.family.byName[name] {
			if f[told.fact].isTold && ranks[told.fact] < told.rank {
				continue
			}
			value := valueOf(attribute)
			if told.fact.isText() && value.text == "" || !value.isTold {
				continue
			}
			f[told.fact], ranks[told.fact] = value, told.rank
		}
	}
	for index := range dialect.JSON {
		source := &dialect.JSON[index]
		if attribute, ok := attributes.Get(source.Attribute); ok && attribute.Type() == pcommon.ValueTypeStr {
			f.addFromJSON(attribute.Str(), source)
		}
	}
}

// text is a fact that is a text; empty if it is none.
func (f *facts) text(name fact) string { return f[name].text }

// firstText is the first of several attributes that is a text.
func firstText(attributes pcommon.Map, names ...string) string {
	for _, name := range names {
		if attribute, ok := attributes.Get(name); ok && attribute.Type() == pcommon.ValueTypeStr && attribute.Str() != "" {
			return attribute.Str()
		}
	}
	return ""
}

// has says whether an attribute tells anything.
func has(attributes pcommon.Map, name string) bool {
	attribute, ok := attributes.Get(name)
	return ok && attribute.Type() != pcommon.ValueTypeEmpty
}
