// SPDX-License-Identifier: Apache-2.0

/**
 * Lua that all scripts begin with: the time, and the counters.
 *
 * A counter is a hash: `s`pent, `h`eld, `g`ranted, `c`alls, `u`nknown calls, un`k`nown tokens, `e`stimated calls, and
 * `L<label>` for each threshold that has fired. In a rolling window it has the same sums for each tile, and `lo`, the
 * first tile there may be. Amounts are text from beginning to end and only HINCRBY adds them: Lua's numbers are doubles
 * that print 15 digits.
 *
 * Every script is given the prefix of all keys as its first argument and, in tests, the time as its second.
 */
export const SUMS_LUA = `
local P, now = ARGV[1], tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local meta, leases, LATE = P .. ':meta', P .. ':leases', 86400000

local function int(number) return string.format('%.0f', number) end
local function negative(text)
  if text == '0' then return text end
  return text:sub(1, 1) == '-' and text:sub(2) or '-' .. text
end
local function is_late(keep) return keep ~= '' and tonumber(keep) <= now end

-- Takes out of a rolling counter what has slid out of its window.
local function slide(key, lookback, tile_ms)
  if lookback == 0 then return end
  local first = math.floor((now - lookback) / tile_ms)
  local low = tonumber(redis.call('HGET', key, 'lo'))
  if not low or low >= first then return end
  for tile = low, math.min(first - 1, low + 60) do
    for field in ('scukeg'):gmatch('.') do
      local name = int(tile) .. ':' .. field
      local value = redis.call('HGET', key, name)
      if value then
        redis.call('HINCRBY', key, field, negative(value))
        redis.call('HDEL', key, name)
      end
    end
  end
  redis.call('HSET', key, 'lo', int(first))
end

local function add(key, tile, field, value)
  redis.call('HINCRBY', key, field, value)
  if tile == '' then return end
  redis.call('HINCRBY', key, tile .. ':' .. field, value)
  local low = tonumber(redis.call('HGET', key, 'lo'))
  if not low or tonumber(tile) < low then redis.call('HSET', key, 'lo', tile) end
end

local function charge(key, tile, amount, calls, tokens, estimated)
  add(key, tile, 'c', calls)
  if amount == '' then
    add(key, tile, 'u', calls)
    add(key, tile, 'k', tokens)
  else
    add(key, tile, 's', amount)
  end
  if estimated == '1' then add(key, tile, 'e', calls) end
end

local function state(key) return redis.call('HMGET', key, 's', 'h', 'g', 'c', 'u') end

-- Finds where a group is counted: in its own counter, or in the one that all share for which there is no room.
local function find(own, other, index, max, lookback, tile_ms)
  slide(own, lookback, tile_ms)
  local sums = state(own)
  if sums[1] or max == '' then return own, sums, false end
  if lookback > 0 then redis.call('ZREMRANGEBYSCORE', index, '-inf', int(now - lookback - tile_ms)) end
  if redis.call('ZCARD', index) < tonumber(max) then return own, sums, false end
  slide(other, lookback, tile_ms)
  return other, state(other), true
end

-- Makes a counter, or keeps it from being forgotten; ttl is a time, or how long it lives untouched.
local function open(key, group, index, ttl)
  local is_new = redis.call('HSETNX', key, 's', '0') == 1
  local slides = ttl < 1e12
  if not is_new and not slides then return end
  local left = int(math.max(slides and ttl or ttl - now, 1000))
  redis.call('PEXPIRE', key, left)
  redis.call('ZADD', index, int(now), group)
  redis.call('PEXPIRE', index, left)
end
`;
