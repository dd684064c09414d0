// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"sync"

	"go.uber.org/zap"
)

const (
	// Models without a price that are named once each; more than this many are only counted.
	maxNamed = 256
	// Names come from spans; no model has a longer one.
	maxNamedBytes = 128
)

type unpricedName struct{ provider, model, reason string }

// namedOnce says of each model without a price that it has none, once.
type namedOnce struct {
	lock  sync.Mutex
	named map[unpricedName]struct{}
}

func (n *namedOnce) name(logger *zap.Logger, provider, model, reason string) {
	name := unpricedName{shortened(provider), shortened(model), reason}
	n.lock.Lock()
	defer n.lock.Unlock()
	if _, known := n.named[name]; known || len(n.named) >= maxNamed {
		return
	}
	if n.named == nil {
		n.named = map[unpricedName]struct{}{}
	}
	n.named[name] = struct{}{}
	logger.Warn("A call is not priced, and not counted as 0 (said once per model and reason)",
		zap.String("provider", name.provider), zap.String("model", name.model), zap.String("reason", reason))
}

func shortened(name string) string {
	if len(name) <= maxNamedBytes {
		return name
	}
	return name[:maxNamedBytes] + "…"
}
