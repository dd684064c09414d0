// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/names"
)

const (
	aiSDKOperation       = "ai.operationId"
	openInferenceKind    = "openinference.span.kind"
	openLLMetryOperation = "llm.request.type"
	chat                 = "chat"
)

// BilledOperation is what a span that stands for one billed model call did; empty for everything else: agents, workflows,
// tools, the outer spans of frameworks that repeat the sum of their steps, and spans that have nothing to do with GenAI.
// Asked of every span of the pipeline: one walk over its attributes.
func (s *Scope) BilledOperation(span ptrace.Span) string {
	attributes := span.Attributes()
	aiSDK, genAI, openInference := noText, noText, noText
	isOpenLLMetry := false
	for name, attribute := range attributes.All() {
		switch name {
		case aiSDKOperation:
			aiSDK = textOf(attribute)
		case names.GenAIOperationName:
			genAI = textOf(attribute)
		case openInferenceKind:
			openInference = textOf(attribute)
		case openLLMetryOperation:
			isOpenLLMetry = attribute.Type() != pcommon.ValueTypeEmpty
		}
	}
	for _, kind := range [...]string{aiSDK, genAI, openInference} {
		if kind == noText {
			continue
		}
		if operation, ok := tables.BilledOperations[kind]; ok {
			return operation
		}
		if kind == tables.RemoteAgentOperation && isRemoteCall(span) {
			return chat
		}
		return ""
	}
	// Emitters from before `gen_ai.operation.name`: only the span of the call itself carries counts.
	if isOpenLLMetry {
		return chat
	}
	return s.unnamedOperation(attributes)
}

// noText stands for an attribute that is not there or is no text; an empty text is one.
const noText = "\x00"

func textOf(attribute pcommon.Value) string {
	if attribute.Type() != pcommon.ValueTypeStr {
		return noText
	}
	return attribute.Str()
}

// unnamedOperation is asked of emitters that name no operation; their table entry knows which of their spans are calls.
func (s *Scope) unnamedOperation(attributes pcommon.Map) string {
	for _, own := range s.dialects {
		if own.UnnamedOperation == "" {
			continue
		}
		dialect := s.dialectOf(attributes)
		if dialect != nil && dialect.UnnamedOperation != "" && hasCounts(attributes, dialect.Marker) {
			return own.UnnamedOperation
		}
		return ""
	}
	return ""
}

// isRemoteCall says whether an agent runs elsewhere: nothing below it is here, and its counts are its own.
func isRemoteCall(span ptrace.Span) bool {
	return span.Kind() == ptrace.SpanKindClient && hasCounts(span.Attributes(), "")
}

func hasCounts(attributes pcommon.Map, marker string) bool {
	if marker == "" {
		marker = names.GenAIUsageInputTokens
	}
	return has(attributes, marker)
}
