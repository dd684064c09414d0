// SPDX-License-Identifier: Apache-2.0

/** Takes up what is stored, or begins it. Arguments: prefix, time, a new epoch; then ids and texts of budgets. */
export const OPEN_LUA = `
redis.call('HSETNX', meta, 'e', ARGV[3])
for at = 4, #ARGV, 2 do redis.call('HSETNX', meta, 'p:' .. ARGV[at], ARGV[at + 1]) end
local taken = step()
return { redis.call('HGET', meta, 'e'), taken }
`;

/** Arguments: prefix, time, id, how long it is remembered. */
export const RELEASE_LUA = `
local call, ends = P .. ':r:' .. ARGV[3], tonumber(redis.call('ZSCORE', leases, ARGV[3]))
local kept = redis.call('GET', call)
if ends and ends > now and kept then
  redis.call('ZREM', leases, ARGV[3])
  for _, hold in ipairs(cmsgpack.unpack(kept:sub(2)).holds) do give_back(hold) end
  redis.call('SET', call, 'r', 'PX', ARGV[4])
end
expire(200)
return { step() }
`;

/** Arguments: prefix, time, lease; then ids. */
export const EXTEND_LUA = `
while expire(200) == 200 do end
for at = 4, #ARGV do
  local kept = redis.call('GET', P .. ':r:' .. ARGV[at])
  if kept and kept:sub(1, 1) == 'a' then
    local last = tonumber(cmsgpack.unpack(kept:sub(2)).last)
    redis.call('ZADD', leases, 'XX', int(math.min(now + tonumber(ARGV[3]), last)), ARGV[at])
  end
end
return { step() }
`;

/**
 * Adjusts what is spent (field `s`) or grants more (field `g`), once for each id. Arguments: prefix, time, field, id,
 * amount, how long or until when the id is remembered; then of the counter place, tile, kept until, lookback, tile length,
 * most groups, life; then the note, empty without one. Keys: meta, the counter, the shared one, the index of groups.
 */
export const ADJUST_LUA = `
while expire(200) == 200 do end
local field, id, amount = ARGV[3], ARGV[4], ARGV[5]
local place = { ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11] }
local tile, keep, lookback, tile_ms = ARGV[12], ARGV[13], tonumber(ARGV[14]), tonumber(ARGV[15])
if is_late(keep) then return { step(), {} } end
local key, _, is_shared = find(KEYS[2], KEYS[3], KEYS[4], ARGV[16], lookback, tile_ms)
if is_shared then place[5] = '' end
open(key, place[5], KEYS[4], tonumber(ARGV[17]))
slide(key, lookback, tile_ms)
local applied = P .. ':a:' .. redis.sha1hex(key)
local events = {}
if redis.call('SADD', applied, field .. id) == 1 then
  add(key, tile, field, amount)
  if field == 's' then
    events = cross(place, key, lookback, '')
    if ARGV[18] ~= '' then events[#events + 1] = put('a', place, key, amount .. ':' .. id .. ARGV[18], '') end
  else
    local granted = redis.call('HGET', key, 'g')
    events = { put('g', place, key, amount .. ':' .. granted .. ':' .. id .. ARGV[18], '') }
  end
end
local known = tonumber(ARGV[6])
redis.call('PEXPIRE', applied, int(math.max(known < 1e12 and known or known - now, 1000)))
return { step(), state(key), events }
`;

/**
 * Arguments: prefix, time; then for each counter kept until, lookback, tile length, most groups. Keys: meta; then for
 * each counter its own, the shared one, and the index of groups.
 */
export const READ_LUA = `
while expire(200) == 200 do end
local states = {}
for at = 3, #ARGV, 4 do
  local k, sums = 2 + #states * 3, {}
  if not is_late(ARGV[at]) then
    local _
    _, sums = find(KEYS[k], KEYS[k + 1], KEYS[k + 2], ARGV[at + 3], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]))
  end
  states[#states + 1] = sums
end
return { step(), states }
`;

/** Arguments: prefix, time, how long an untouched group counts (0 for as long as there is). Keys: meta, the index. */
export const GROUPS_LUA = `
local since = tonumber(ARGV[3])
if since > 0 then redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', int(now - since)) end
return redis.call('ZRANGE', KEYS[2], 0, -1)
`;

/** Arguments: prefix, time, most events, lease. */
export const CLAIM_LUA = `
while expire(200) == 200 do end
local out, claimed = P .. ':out', {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', out, '-inf', int(now), 'LIMIT', 0, ARGV[3])) do
  local event = redis.call('HGET', P .. ':events', id)
  local plan = event and redis.call('HGET', meta, 'p:' .. cjson.decode(event)[2])
  if plan then
    redis.call('ZADD', out, int(now + tonumber(ARGV[4])), id)
    claimed[#claimed + 1] = { id, event, plan }
  else
    redis.call('ZREM', out, id)
    redis.call('HDEL', P .. ':events', id)
  end
end
return claimed
`;

/** Arguments: prefix, time, lease; then ids. */
export const EXTEND_EVENTS_LUA = `
for at = 4, #ARGV do redis.call('ZADD', P .. ':out', 'XX', int(now + tonumber(ARGV[3])), ARGV[at]) end
return 1
`;

/** Arguments: prefix, time; then ids. */
export const ACKNOWLEDGE_LUA = `
for at = 3, #ARGV do
  redis.call('ZREM', P .. ':out', ARGV[at])
  redis.call('HDEL', P .. ':events', ARGV[at])
end
return 1
`;
