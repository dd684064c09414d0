// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// MaxExact is the largest amount that a double holds exactly, pico-USD: $9,007.
const MaxExact = 1<<53 - 1

const (
	picoPerUSD  = 1e12
	picoPerNano = 1000
	maxDecimals = 9
)

// Ratio is a positive fraction in lowest terms: how a published factor (1.1) is kept without binary rounding. The zero
// value is one.
type Ratio struct{ num, den int64 }

// IsOne says whether a factor changes nothing.
func (r Ratio) IsOne() bool { return r.num == r.den }

func ratio(num, den int64) Ratio {
	a, b := num, den
	for b != 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return Ratio{0, 1}
	}
	return Ratio{num / a, den / a}
}

// NewRatio is a fraction.
func NewRatio(num, den int64) Ratio { return ratio(num, den) }

// RatioFromDecimal is the exact fraction of a decimal such as 1.1; at most nine decimals count.
func RatioFromDecimal(value float64) Ratio {
	text := strings.TrimRight(strconv.FormatFloat(value, 'f', maxDecimals, 64), "0")
	_, decimals, _ := strings.Cut(text, ".")
	den := int64(math.Pow10(len(decimals)))
	return ratio(int64(math.Floor(value*float64(den)+0.5)), den)
}

// Times is the product of two factors.
func (r Ratio) Times(other Ratio) Ratio {
	if r == (Ratio{}) {
		return other
	}
	if other == (Ratio{}) {
		return r
	}
	a, b := ratio(r.num, other.den), ratio(other.num, r.den)
	num, den := bigProduct(a.num, b.num), bigProduct(a.den, b.den)
	if num == 0 || den == 0 {
		// More decimals than any price list has: the nearest factor of nine.
		return RatioFromDecimal(float64(r.num) / float64(r.den) * float64(other.num) / float64(other.den))
	}
	return ratio(num, den)
}

// bigProduct is a product, or 0 where it is too large.
func bigProduct(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0
	}
	return int64(lo)
}

// Amount is count × rate × factor in pico-USD, rounded half up once; false where that does not fit.
func Amount(count, rate int64, factor Ratio) (int64, bool) {
	if count == 0 || rate == 0 {
		return 0, true
	}
	product := bigProduct(count, rate)
	if product == 0 {
		return 0, false
	}
	if factor == (Ratio{}) {
		return product, true
	}
	hi, lo := bits.Mul64(uint64(product), 2*uint64(factor.num))
	lo, carry := bits.Add64(lo, uint64(factor.den), 0)
	hi += carry
	divisor := 2 * uint64(factor.den)
	if hi >= divisor {
		return 0, false
	}
	quotient, _ := bits.Div64(hi, lo, divisor)
	return int64(quotient), quotient <= math.MaxInt64
}

// ExactAmount is the same, whatever its size.
func ExactAmount(count, rate int64, factor Ratio) *big.Int {
	product := new(big.Int).Mul(big.NewInt(count), big.NewInt(rate))
	if factor == (Ratio{}) {
		return product
	}
	den := big.NewInt(factor.den)
	product.Mul(product, big.NewInt(2))
	product.Mul(product, big.NewInt(factor.num))
	product.Add(product, den)
	return product.Div(product, den.Mul(den, big.NewInt(2)))
}

// USD is an amount as a double: one rounding.
func USD(picoUSD float64) float64 { return picoUSD / picoPerUSD }

// NanoUSD is an amount rounded up, so that a ledger never undercounts.
func NanoUSD(picoUSD float64) int64 { return int64(math.Ceil(picoUSD / picoPerNano)) }

// PicoFromUSD is an amount that somebody states; false if it is none.
func PicoFromUSD(usd float64) (float64, bool) {
	pico := math.Floor(usd*picoPerUSD + 0.5)
	return pico, !math.IsInf(pico, 0) && !math.IsNaN(pico) && pico >= 0
}
