// SPDX-License-Identifier: Apache-2.0

/**
 * Lua for what a reservation remembers and for events.
 *
 * A call is a text: `a` (running) or `x` (its lease has ended) with its holds packed behind, `s` (settled) or `r`
 * (released). One sorted set has the ends of all leases, so that one look finds the dead of all counters at once.
 * `meta` is a hash: the epoch `e`, the number `n` of steps taken, the serial `o` of events, and the budgets `p:<id>`.
 */
export const LEASES_LUA = `
-- 400 days: nothing is kept for ever.
local LONGEST = 34560000000
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

local function cross(place, key, lookback, trace)
  local plan = redis.call('HGET', meta, 'p:' .. place[1])
  if not plan then return end
  local spent = tonumber(redis.call('HGET', key, 's'))
  local crossed = {}
  for index, threshold in ipairs(cjson.decode(plan).t) do
    if spent < tonumber(threshold[2]) then break end
    local latch = 'L' .. threshold[3]
    local at = tonumber(redis.call('HGET', key, latch))
    if not at or (lookback > 0 and at + lookback <= now) then
      redis.call('HSET', key, latch, int(now))
      crossed[#crossed + 1] = int(index - 1)
    end
  end
  if #crossed > 0 then return put('t', place, key, table.concat(crossed, ','), trace) end
end

-- hold: 1 own key, 2 key, 3 tile, 4 amount, 5 charged on expiry, 6 kept until, 7 lookback, 8 tile length, 9 place
local function give_back(hold)
  if redis.call('HEXISTS', hold[2], 's') == 1 then redis.call('HINCRBY', hold[2], 'h', negative(hold[4])) end
end

local function charge_ended(hold, sign)
  local key = hold[2]
  if hold[5] == '0' or is_late(hold[6]) or redis.call('HEXISTS', key, 's') == 0 then return end
  slide(key, hold[7], hold[8])
  if sign < 0 then return charge(key, hold[3], negative(hold[5]), '-1', '0', '1') end
  charge(key, hold[3], hold[5], '1', '0', '1')
  cross(hold[9], key, hold[7], '')
end

-- Ends leases that are due, the first to end first; returns how many it found.
local function expire(most)
  local due = redis.call('ZRANGEBYSCORE', leases, '-inf', int(now), 'LIMIT', 0, most)
  for _, rid in ipairs(due) do
    local call = P .. ':r:' .. rid
    local kept = redis.call('GET', call)
    redis.call('ZREM', leases, rid)
    if kept and kept:sub(1, 1) == 'a' then
      local holds = cmsgpack.unpack(kept:sub(2)).holds
      for _, hold in ipairs(holds) do give_back(hold) end
      for _, hold in ipairs(holds) do charge_ended(hold, 1) end
      redis.call('SET', call, 'x' .. kept:sub(2), 'PX', LATE)
    end
  end
  return #due
end
`;
