// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"go.yaml.in/yaml/v3"
)

// A file of aliases to aliases would otherwise never end.
const maxDepth = 100

// document is a YAML text, or a JSON one, as the values that JSON has, and the line of each by its key.
type document struct {
	value any
	lines map[string]int
}

func readDocument(data []byte) (*document, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("no YAML: %w", err)
	}
	read := &document{lines: map[string]int{}}
	if len(root.Content) == 0 {
		read.value = map[string]any{}
		return read, nil
	}
	value, err := read.valueOf(root.Content[0], "", 0)
	read.value = value
	return read, err
}

func (d *document) valueOf(node *yaml.Node, key string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("line %d: %s: nested too deep, expected at most %d levels", node.Line, key, maxDepth)
	}
	if _, known := d.lines[key]; !known {
		d.lines[key] = node.Line
	}
	switch node.Kind {
	case yaml.AliasNode:
		return d.valueOf(node.Alias, key, depth+1)
	case yaml.MappingNode:
		return d.object(node, key, depth)
	case yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for index, item := range node.Content {
			value, err := d.valueOf(item, fmt.Sprintf("%s[%d]", key, index), depth+1)
			if err != nil {
				return nil, err
			}
			list[index] = value
		}
		return list, nil
	default:
		return scalar(node), nil
	}
}

func (d *document) object(node *yaml.Node, key string, depth int) (any, error) {
	object := make(map[string]any, len(node.Content)/2)
	for index := 0; index+1 < len(node.Content); index += 2 {
		name := node.Content[index]
		path := pathOf(key, name.Value)
		if _, known := object[name.Value]; known {
			return nil, fmt.Errorf("line %d: %s: given twice, expected once", name.Line, path)
		}
		d.lines[path] = name.Line
		value, err := d.valueOf(node.Content[index+1], path, depth+1)
		if err != nil {
			return nil, err
		}
		object[name.Value] = value
	}
	return object, nil
}

// scalar is a text for everything that JSON has no word for, such as dates and infinity.
func scalar(node *yaml.Node) any {
	switch node.Tag {
	case "!!null":
		return nil
	case "!!bool":
		var told bool
		if node.Decode(&told) == nil {
			return told
		}
	case "!!int", "!!float":
		var told float64
		if node.Decode(&told) == nil && !math.IsInf(told, 0) && !math.IsNaN(told) {
			return told
		}
	}
	return node.Value
}
