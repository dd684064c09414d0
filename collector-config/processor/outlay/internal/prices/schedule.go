// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"slices"
	"strconv"
	"time"
)

type scheduleAnswer uint8

const (
	holds scheduleAnswer = iota
	doesNotHold
	// The calendar does not reach that day and would have decided.
	unknownDay
)

const (
	msPerMinute   = 60_000
	msPerDay      = 86_400_000
	minutesPerDay = 1440
)

func isClock(clock string) bool {
	if len(clock) != 5 || clock[2] != ':' {
		return false
	}
	hours, err := strconv.Atoi(clock[:2])
	minutes, other := strconv.Atoi(clock[3:])
	return err == nil && other == nil && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60
}

func minutesFromClock(clock string) int64 {
	hours, _ := strconv.ParseInt(clock[:2], 10, 64)
	minutes, _ := strconv.ParseInt(clock[3:], 10, 64)
	return hours*60 + minutes
}

// minutesSinceStart are the minutes before one at which the interval that covers it began, or -1 if none does.
func minutesSinceStart(hours [][2]string, minute int64) int64 {
	if hours == nil {
		return minute
	}
	for _, interval := range hours {
		start := minutesFromClock(interval[0])
		length := (minutesFromClock(interval[1]) - start + minutesPerDay) % minutesPerDay
		if length == 0 {
			length = minutesPerDay
		}
		since := (minute - start + minutesPerDay) % minutesPerDay
		if since < length {
			return since
		}
	}
	return -1
}

// at says whether a schedule holds at a moment. An interval past midnight belongs to the day on which it began: its
// weekday and holiday decide.
func (s *Schedule) at(timeMs int64, calendars map[string]Calendar) scheduleAnswer {
	localMs := timeMs + s.UTCOffsetMinutes*msPerMinute
	minute := localMs % msPerDay / msPerMinute
	since := minutesSinceStart(s.Hours, minute)
	if since < 0 {
		return doesNotHold
	}
	beganMs := localMs - since*msPerMinute
	dayNumber := floorDiv(beganMs, msPerDay)
	// 1970-01-01 was a Thursday, the fourth day of the week.
	weekday := int((dayNumber+3)%7) + 1
	if s.Weekdays != nil && !slices.Contains(s.Weekdays, weekday) {
		return doesNotHold
	}
	calendar, ok := calendars[s.ExceptCalendar]
	if !ok {
		return holds
	}
	day := time.UnixMilli(dayNumber * msPerDay).UTC().Format(time.DateOnly)
	if day < calendar.From || day >= calendar.Until {
		return unknownDay
	}
	if calendar.isOff(day) {
		return doesNotHold
	}
	return holds
}

func (c *Calendar) isOff(day string) bool {
	for _, interval := range c.Ranges {
		if day >= interval[0] && day <= interval[1] {
			return true
		}
	}
	return false
}

func floorDiv(a, b int64) int64 {
	quotient := a / b
	if a%b < 0 {
		quotient--
	}
	return quotient
}
