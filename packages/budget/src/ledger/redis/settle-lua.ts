// SPDX-License-Identifier: Apache-2.0

/**
 * Counts a call, whatever was known of it before: never refused, never twice.
 *
 * Arguments: prefix, time, id, epoch, steps seen, how long the id is remembered, trace, model; then for each charge
 * sixteen. Keys: meta; then for each charge its own counter, the shared one, the index of groups, and what was said of
 * the budget in this window.
 */
export const SETTLE_LUA = `
local rid, trace, model = ARGV[3], ARGV[7], ARGV[8]
local call = P .. ':r:' .. rid
-- The first write is one that a full server takes: those behind it then pass too, and what was spent is known.
redis.call('ZREM', leases, rid)
local kind = is_lost(ARGV[4], ARGV[5]) and 'data_lost' or 'settled'

local charges = {}
for at = 9, #ARGV, 16 do
  local k = 2 + #charges * 4
  charges[#charges + 1] = {
    own = KEYS[k], other = KEYS[k + 1], index = KEYS[k + 2], said = KEYS[k + 3],
    place = { ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4] },
    tile = ARGV[at + 5], keep = ARGV[at + 6], lookback = tonumber(ARGV[at + 7]), tile_ms = tonumber(ARGV[at + 8]),
    max = ARGV[at + 9], ttl = tonumber(ARGV[at + 10]), first = tonumber(ARGV[at + 11]),
    amount = ARGV[at + 12], tokens = ARGV[at + 13], calls = ARGV[at + 14], estimated = ARGV[at + 15],
  }
end

local kept, held_in = redis.call('GET', call) or '', {}
local known = kept:sub(1, 1)
if known == 'a' or known == 'x' then
  local holds = cmsgpack.unpack(kept:sub(2)).holds
  for _, hold in ipairs(holds) do
    if known == 'a' then give_back(hold) else charge_ended(hold, -1) end
    if hold[1] ~= hold[2] then held_in[hold[1]] = hold[2] end
  end
end

-- Says something once for a budget and window.
local function say_once(one, what)
  if redis.call('SADD', one.said, what) == 0 then return false end
  if redis.call('SCARD', one.said) > 1000 then
    redis.call('DEL', one.said)
    redis.call('SADD', one.said, what)
  end
  redis.call('PEXPIRE', one.said, int(math.max(one.ttl < 1e12 and one.ttl or one.ttl - now, 1000)))
  return true
end

local events = {}
local function settle(one)
  local key, is_shared, _ = held_in[one.own], true
  if not key then key, _, is_shared = find(one.own, one.other, one.index, one.max, one.lookback, one.tile_ms) end
  local group = one.place[5]
  if is_shared then one.place[5] = '' end
  open(key, one.place[5], one.index, one.ttl)
  slide(key, one.lookback, one.tile_ms)
  charge(key, one.tile, one.amount, one.calls, one.tokens, one.estimated)
  if one.first and tonumber(redis.call('HGET', key, 's')) >= one.first then
    local amount = one.amount == '' and '0' or one.amount
    for _, event in ipairs(cross(one.place, key, one.lookback, trace, amount)) do events[#events + 1] = event end
  end
  if one.amount == '' and say_once(one, 'u:' .. model) then
    events[#events + 1] = put('u', one.place, key, model, trace)
  end
  if is_shared and group ~= '' and say_once(one, 'o') then events[#events + 1] = put('o', one.place, key, '', trace) end
end

local late = {}
if known == 's' then
  kind = 'repeated'
else
  redis.call('SET', call, 's', 'PX', ARGV[6])
  for position, one in ipairs(charges) do
    if is_late(one.keep) then late[#late + 1] = int(position - 1) else settle(one) end
  end
end
expire(200)

local states = {}
for position, one in ipairs(charges) do
  local sums = {}
  if not is_late(one.keep) then
    local _
    _, sums = find(one.own, one.other, one.index, one.max, one.lookback, one.tile_ms)
  end
  states[position] = sums
end
return { kind, step(), late, states, events, take_ended() }
`;
