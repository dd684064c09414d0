// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

const tableFormat = 1

// ReadTable reads a compiled price table; one with any mistake is none.
func ReadTable(data []byte) (*Table, error) {
	var table Table
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&table); err != nil {
		return nil, fmt.Errorf("no price table: %w", err)
	}
	if table.FormatVersion != tableFormat {
		return nil, fmt.Errorf("formatVersion: %d, expected %d", table.FormatVersion, tableFormat)
	}
	if table.Version == "" {
		return nil, errors.New("version: missing, expected a name")
	}
	if _, err := parseDay(table.Date); err != nil {
		return nil, fmt.Errorf("date: %q, expected a date (2026-11-23)", table.Date)
	}
	if err := table.checkIndexes(); err != nil {
		return nil, err
	}
	return &table, table.checkPeriods()
}

func (t *Table) checkIndexes() error {
	for index, row := range t.Rows {
		if row.Prices < 0 || row.Prices >= len(t.Prices) || row.Source < 0 || row.Source >= len(t.Sources) {
			return fmt.Errorf("rows[%d]: %q, expected indexes within the table", index, row.Model)
		}
	}
	for provider, ids := range t.Providers {
		for id, row := range ids {
			if row < 0 || row >= len(t.Rows) {
				return fmt.Errorf("providers.%s.%s: %d, expected an index within the table", provider, id, row)
			}
		}
	}
	return nil
}

func (t *Table) checkPeriods() error {
	for index, periods := range t.Prices {
		if len(periods) == 0 {
			return fmt.Errorf("prices[%d]: none, expected a list of at least 1", index)
		}
		for place, period := range periods {
			key := fmt.Sprintf("prices[%d][%d]", index, place)
			if err := period.checkMoments(key); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Period) checkMoments(key string) error {
	for name, moment := range map[string]string{"from": p.From, "until": p.Until} {
		if _, err := parseDay(moment); moment != "" && err != nil {
			return fmt.Errorf("%s.%s: %q, expected a UTC date or moment", key, name, moment)
		}
	}
	if p.Schedule == nil {
		return nil
	}
	for place, hours := range p.Schedule.Hours {
		if !isClock(hours[0]) || !isClock(hours[1]) {
			return fmt.Errorf("%s.schedule.hours[%d]: %q, expected two times of day", key, place, hours)
		}
	}
	return nil
}

// UnmarshalJSON reads a row as it is stored: model, prices, source.
func (r *Row) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&r.Model, &r.Prices, &r.Source})
}

// UnmarshalJSON reads pico-USD for one unit, or for a number of them.
func (u *UnitRate) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		if err := json.Unmarshal(data, &[]any{&u.PicoUSD, &u.Per}); err != nil {
			return err
		}
	} else if err := json.Unmarshal(data, &u.PicoUSD); err != nil {
		return err
	} else {
		u.Per = 1
	}
	if u.PicoUSD < 0 || u.Per <= 0 {
		return fmt.Errorf("%s, expected pico-USD and a number of units", data)
	}
	return nil
}

// UnmarshalJSON reads rates of units that are known.
func (u *UnitRates) UnmarshalJSON(data []byte) error {
	var named map[string]UnitRate
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	for name := range named {
		if _, ok := rules.unitIndex[name]; !ok {
			return unknownName("unit", name)
		}
	}
	*u = named
	return nil
}

// UnmarshalJSON reads one fee, or three by search context.
func (f *Fee) UnmarshalJSON(data []byte) error {
	if !bytes.HasPrefix(data, []byte("{")) {
		return json.Unmarshal(data, &f.Low)
	}
	type graded Fee
	f.isGraded = true
	return json.Unmarshal(data, (*graded)(f))
}

func unknownName(kind, name string) error {
	return fmt.Errorf("%s %q, expected one of %s", kind, name, strings.Join(knownNames(kind), ", "))
}

func knownNames(kind string) []string {
	var names []string
	if kind == "rate" {
		for _, category := range rules.Categories {
			names = append(names, category.Rate)
		}
		return names
	}
	for _, unit := range rules.Units {
		names = append(names, unit.Name)
	}
	return names
}

func negative(kind, name string, value int64) error {
	return fmt.Errorf("%s %s: %d, expected whole pico-USD, not negative", kind, name, value)
}
