// SPDX-License-Identifier: Apache-2.0
import { FORECAST_LEAST_CALLS, FORECAST_LEAST_PART } from "../../pace.ts";
import { BURN_TILES } from "../../plan.ts";

/**
 * Lua for what a reservation remembers and for events.
 *
 * A call is a text: `a` (running) or `x` (its lease has ended) with its holds packed behind, `s` (settled) or `r`
 * (released). One sorted set has the ends of all leases, so that one look finds the dead of all counters at once.
 * `meta` is a hash: the epoch `e`, the number `n` of steps taken, the serial `o` of events, the number `x` of leases that
 * were found ended and nobody was told of, and the budgets `p:<id>`.
 */
export const LEASES_LUA = `
-- 400 days: nothing is kept for ever.
local LONGEST = 34560000000
local TILES, LEAST_PART, LEAST_CALLS = ${BURN_TILES}, ${FORECAST_LEAST_PART}, ${FORECAST_LEAST_CALLS}
-- What was stored is another or older than what the caller has seen: a restart, a failover, a flush.
local function is_lost(epoch, seen)
  local known = redis.call('HMGET', meta, 'e', 'n')
  if known[1] ~= epoch then return true end
  if tonumber(known[2] or 0) >= tonumber(seen) then return false end
  redis.call('HSET', meta, 'e', redis.sha1hex(epoch .. int(now) .. tostring(known[2])))
  return true
end
local function step()
  local taken = redis.call('HINCRBY', meta, 'n', 1)
  redis.call('PEXPIRE', meta, LONGEST)
  return int(taken)
end

-- place: plan, window key, start, end, group
local function put(kind, place, key, what, trace)
  local sums = redis.call('HMGET', key, 's', 'u')
  local event = cjson.encode({ kind, place[1], place[2], place[3], place[4], place[5], int(now), sums[1], sums[2] or '0', what, trace })
  local out, events = P .. ':out', P .. ':events'
  local id = string.format('%016.0f', redis.call('HINCRBY', meta, 'o', 1))
  redis.call('ZADD', out, 0, id)
  redis.call('HSET', events, id, event)
  if redis.call('ZCARD', out) > 10000 then
    local oldest = redis.call('ZRANGE', out, 0, 0)[1]
    redis.call('ZREM', out, oldest)
    redis.call('HDEL', events, oldest)
  end
  redis.call('PEXPIRE', out, 7 * LATE)
  redis.call('PEXPIRE', events, 7 * LATE)
  return event
end

-- Marks the first of some shares that have been reached, and tells of them as one.
local function mark(kind, shares, reached, place, key, lookback, trace, events)
  local crossed = {}
  for index, share in ipairs(shares) do
    if not reached(tonumber(share[2])) then break end
    local latch = 'L' .. share[3]
    local at = tonumber(redis.call('HGET', key, latch))
    if not at or (lookback > 0 and at + lookback <= now) then
      redis.call('HSET', key, latch, int(now))
      crossed[#crossed + 1] = int(index - 1)
    end
  end
  if #crossed > 0 then events[#events + 1] = put(kind, place, key, table.concat(crossed, ','), trace) end
end

-- Adds to the piece of time that is now, once for each length, and forgets what is older than a rule is about.
local function pace(plan, key, amount)
  local done = {}
  for _, rule in ipairs(plan.r or {}) do
    local tile_ms = rule[4]
    local tile, field = math.floor(now / tile_ms), 'b' .. int(tile_ms)
    if not done[field] then
      done[field] = true
      redis.call('HINCRBY', key, field .. ':' .. int(tile), amount)
      local low = tonumber(redis.call('HGET', key, field)) or tile
      for gone = low, math.min(tile - TILES - 1, low + TILES) do redis.call('HDEL', key, field .. ':' .. int(gone)) end
      redis.call('HSET', key, field, int(math.max(low, tile - TILES)))
    end
  end
end

local function burn(plan, place, key, trace, events)
  for index, rule in ipairs(plan.r or {}) do
    local field, tile, latch = 'b' .. int(rule[4]) .. ':', math.floor(now / rule[4]), 'L' .. rule[5]
    local fields, long, short = {}, 0, 0
    for ago = 0, TILES do fields[ago + 1] = field .. int(tile - ago) end
    for at, amount in ipairs(redis.call('HMGET', key, unpack(fields))) do
      long = long + tonumber(amount or 0)
      if at <= 2 then short = short + tonumber(amount or 0) end
    end
    local at, least = tonumber(redis.call('HGET', key, latch)), tonumber(rule[3])
    if long >= least and short * TILES >= least and not (at and at + rule[2] > now) then
      redis.call('HSET', key, latch, int(now))
      events[#events + 1] = put('b', place, key, int(index - 1) .. ':' .. int(long), trace)
    end
  end
end

-- Tells what became true of a counter; amount is what was spent just now, nothing where it was only corrected.
local function cross(place, key, lookback, trace, amount)
  local events, stored = {}, redis.call('HGET', meta, 'p:' .. place[1])
  if not stored then return events end
  local plan, sums = cjson.decode(stored), redis.call('HMGET', key, 's', 'c')
  local spent, calls = tonumber(sums[1]), tonumber(sums[2] or 0)
  local function reached(least) return spent >= least end
  mark('t', plan.t, reached, place, key, lookback, trace, events)
  local from, to = tonumber(place[3]), tonumber(place[4])
  if plan.f and from and to then
    local passed = math.min(now, to) - from
    local function forecast(least)
      if spent >= least then return true end
      return calls >= LEAST_CALLS and passed * LEAST_PART >= to - from and spent * (to - from) >= least * passed
    end
    mark('f', plan.f, forecast, place, key, lookback, trace, events)
  end
  if amount then
    pace(plan, key, amount)
    burn(plan, place, key, trace, events)
  end
  return events
end

-- hold: 1 own key, 2 key, 3 tile, 4 amount, 5 charged on expiry, 6 kept until, 7 lookback, 8 tile length, 9 place
local function give_back(hold)
  if redis.call('HEXISTS', hold[2], 's') == 1 then redis.call('HINCRBY', hold[2], 'h', negative(hold[4])) end
end

local function charge_ended(hold, sign)
  local key = hold[2]
  if hold[5] == '0' or is_late(hold[6]) or redis.call('HEXISTS', key, 's') == 0 then return end
  slide(key, hold[7], hold[8])
  if sign < 0 then
    charge(key, hold[3], negative(hold[5]), '-1', '0', '1')
    local plan = redis.call('HGET', meta, 'p:' .. hold[9][1])
    if plan then pace(cjson.decode(plan), key, negative(hold[5])) end
    return
  end
  charge(key, hold[3], hold[5], '1', '0', '1')
  cross(hold[9], key, hold[7], '', hold[5])
end

-- Ends leases that are due, the first to end first; returns how many it found.
local function expire(most)
  local due, ended = redis.call('ZRANGEBYSCORE', leases, '-inf', int(now), 'LIMIT', 0, most), 0
  for _, rid in ipairs(due) do
    local call = P .. ':r:' .. rid
    local kept = redis.call('GET', call)
    redis.call('ZREM', leases, rid)
    if kept and kept:sub(1, 1) == 'a' then
      local holds = cmsgpack.unpack(kept:sub(2)).holds
      for _, hold in ipairs(holds) do give_back(hold) end
      for _, hold in ipairs(holds) do charge_ended(hold, 1) end
      redis.call('SET', call, 'x' .. kept:sub(2), 'PX', LATE)
      ended = ended + 1
    end
  end
  if ended > 0 then redis.call('HINCRBY', meta, 'x', ended) end
  return #due
end

-- How many leases were found ended that nobody was told of, by whatever step.
local function take_ended()
  local ended = redis.call('HGET', meta, 'x')
  if ended then redis.call('HDEL', meta, 'x') end
  return ended or '0'
end
`;
